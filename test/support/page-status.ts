import type { StatusView } from '../../agent/api/schema.ts';

/** The status of a till where all is well, with these changes. */
export function statusOf(changes: Partial<StatusView>): StatusView {
  return {
    till: 'till-1',
    currency: 'EUR',
    activity: 'idle',
    isReady: true,
    sale: null,
    deposit: null,
    exactChangeOnly: false,
    foreign: [],
    devices: [],
    debts: [],
    unresolved: [],
    claimedBy: null,
    journal: { seq: 1, hash: '' },
    operators: 'ready',
    licence: {
      state: 'active',
      lastCoveredDay: '2027-11-21',
      flags: [],
      clock: 'trusted',
      isTimeSigned: false,
      newSales: true,
      graceLeftMs: 0,
      heldRefusal: null,
      vendor: 'Test Vendor',
      isDemo: false,
    },
    update: null,
    support: { tickets: [], session: null, ended: null },
    latestEntitled: null,
    coverage: null,
    levels: [],
    hub: null,
    peripherals: [],
    ...changes,
  };
}
