import type { CashItem } from '../../kit/device.ts';
import type { EventName, PollEvent } from './events.ts';

type Incident = Extract<CashItem, { readonly kind: 'incident' }>;

/** What goes on record as it stands. Nothing here is money: that is told by other events. */
const TOLD: Partial<Readonly<Record<EventName, string>>> = {
  'calibration-fail': 'calibration-fail',
  'error-during-payout': 'error-during-payout',
  'cctalk-error': 'cctalk-error',
  'coin-mech-jam': 'coin-mech-jam',
  'coin-mech-return-lever': 'return-lever',
  'payout-out-of-service': 'payout-out-of-service',
  'float-removed': 'float-removed',
  'note-moved-to-stacker': 'note-moved-to-cashbox',
  'note-dispensed-at-reset': 'note-dispensed-at-reset',
  'note-held-in-bezel': 'note-held-in-bezel',
  'device-full': 'device-full',
  'cashbox-paid': 'coins-moved-to-cashbox',
  jammed: 'payout-jam',
  'incomplete-float': 'float-interrupted',
  'note-path-open': 'note-path-open',
  'cashbox-removed': 'cashbox-removed',
  'cashbox-replaced': 'cashbox-replaced',
  'fraud-attempt': 'fraud-attempt',
  'stacker-full': 'stacker-full',
  'unsafe-jam': 'unsafe-jam',
  'safe-jam': 'safe-jam',
  'coins-low': 'coins-low',
};

/** The incident that an event is by itself; undefined for one that is none. */
export function incidentOf(event: PollEvent): Incident | undefined {
  const code = TOLD[event.name];
  if (code === undefined) return undefined;
  return incident(code, event.name === 'fraud-attempt');
}

export function incident(code: string, isFraud = false): Incident {
  return { kind: 'incident', code, isFraud };
}
