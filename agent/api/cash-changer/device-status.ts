/** How the machine stands in the numbers of UnifiedPOS (OposConstCashChanger.h). */
import type { Level } from '../../core/cash/levels.ts';
import type { DeviceStatus } from '../../shell/machine.ts';
import type { TillView } from '../../shell/till-view.ts';
import { placeLevels } from '../../shell/place-levels.ts';

const CHAN_STATUS = {
  OK: 0,
  EMPTY: 11,
  NEAREMPTY: 12,
  FULL: 21,
  NEARFULL: 22,
  JAM: 31,
} as const;

export const CHAN_STATUS_JAM = CHAN_STATUS.JAM;

interface ChangerStatus {
  /** `DeviceStatus`: OK, EMPTY, NEAREMPTY or JAM. */
  readonly deviceStatus: number;
  /** `FullStatus`: OK, FULL or NEARFULL. */
  readonly fullStatus: number;
}

/** The worst of all places counts: one empty hopper makes the machine EMPTY. */
export function changerStatus(view: TillView): ChangerStatus {
  const levels = [
    ...placeLevels(view).map(({ level }) => level),
    ...view.devices.flatMap(({ alerts = [] }) => alerts.flatMap(levelOfAlert)),
  ];
  return {
    deviceStatus: isJammed(view) ? CHAN_STATUS.JAM : emptyStatus(levels),
    fullStatus: fullStatus(levels),
  };
}

/** How full a whole machine is, it says itself. */
type Alert = NonNullable<DeviceStatus['alerts']>[number];

function levelOfAlert({ code }: Alert): readonly Level[] {
  switch (code) {
    case 'piece-empty':
      return ['empty'];
    case 'piece-critical':
    case 'piece-below-minimum':
      return ['near-empty'];
    case 'piece-above-maximum':
      return ['near-full'];
    case 'piece-inhibited':
    case 'alerts-at-machine':
      return [];
  }
}

function emptyStatus(levels: readonly Level[]): number {
  if (levels.includes('empty')) return CHAN_STATUS.EMPTY;
  return levels.includes('near-empty') ? CHAN_STATUS.NEAREMPTY : CHAN_STATUS.OK;
}

function fullStatus(levels: readonly Level[]): number {
  if (levels.includes('full')) return CHAN_STATUS.FULL;
  return levels.includes('near-full') ? CHAN_STATUS.NEARFULL : CHAN_STATUS.OK;
}

/** Drivers name every jam with that word, whatever their protocol calls it. */
function isJammed({ devices }: TillView): boolean {
  return devices.some(({ state }) => state.kind === 'fault' && state.code.includes('jam'));
}
