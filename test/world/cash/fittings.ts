/** What stands at a till: drawn from the seed, so that every mix of machines comes up. */
import { createBillMachine, type BillFamily } from './bill-machine.ts';
import { createBillToBillMachine } from './bill-to-bill-machine.ts';
import { pick, type CashMachine, type Making } from './cash-machine.ts';
import { createCashdroMachine } from './cashdro-machine.ts';
import { createCctalkMachine } from './cctalk-machine.ts';
import { createCctalkValueMachine, type ValueDevice } from './cctalk-value-machine.ts';
import { createSspMachine, type SspUnitName } from './ssp-machine.ts';

export interface Fittings {
  /** What stands there, in words. */
  readonly name: string;
  readonly machines: readonly CashMachine[];
}

type Fixture =
  | {
      readonly family: 'ssp';
      readonly units: readonly SspUnitName[];
      /** Beside what the till has of its own. */
      readonly currency?: 'USD';
    }
  | { readonly family: 'cctalk-value'; readonly device: ValueDevice }
  | { readonly family: 'bill-to-bill' | 'cashdro' }
  | { readonly family: 'cctalk'; readonly hasNotes: boolean }
  | { readonly family: BillFamily };

/** The machines of a till: coins of one or both kinds, and notes of one or two. */
const LAYOUTS: readonly (readonly [weight: number, fixtures: readonly Fixture[]])[] = [
  [4, [{ family: 'cashdro' }]],
  [4, [{ family: 'ssp', units: ['smart-hopper', 'smart-payout'] }]],
  [
    4,
    [
      { family: 'ssp', units: ['smart-coin-system'] },
      { family: 'ssp', units: ['smart-payout'] },
    ],
  ],
  [3, [{ family: 'ssp', units: ['smart-coin-system', 'nv11'] }]],
  [
    4,
    [
      { family: 'cctalk', hasNotes: false },
      { family: 'ssp', units: ['smart-payout'] },
    ],
  ],
  [
    3,
    [
      { family: 'cctalk', hasNotes: false },
      { family: 'ssp', units: ['nv11'] },
    ],
  ],
  [2, [{ family: 'cctalk', hasNotes: true }]],
  [
    2,
    [
      { family: 'cctalk', hasNotes: true },
      { family: 'ssp', units: ['smart-hopper', 'smart-payout'] },
    ],
  ],
  [2, [{ family: 'ssp', units: ['smart-hopper'] }, { family: 'ccnet' }]],
  [2, [{ family: 'ssp', units: ['smart-coin-system'] }, { family: 'id003' }]],
  [2, [{ family: 'cctalk', hasNotes: false }, { family: 'ebds' }]],
  [1, [{ family: 'ssp', units: ['smart-hopper', 'smart-payout'] }, { family: 'ccnet' }]],
  [2, [{ family: 'ssp', units: ['smart-hopper'] }, { family: 'bill-to-bill' }]],
  [2, [{ family: 'cctalk', hasNotes: false }, { family: 'bill-to-bill' }]],
  [1, [{ family: 'cctalk-value', device: 'accumulator' }, { family: 'bill-to-bill' }]],
  [
    1,
    [
      { family: 'cctalk-value', device: 'accumulator' },
      { family: 'ssp', units: ['smart-payout'] },
    ],
  ],
  [2, [{ family: 'cctalk-value', device: 'changer' }, { family: 'id003' }]],
  [
    2,
    [
      { family: 'ssp', units: ['smart-hopper', 'smart-payout'] },
      { family: 'ssp', units: ['smart-payout'], currency: 'USD' },
    ],
  ],
  [
    2,
    [
      { family: 'cctalk', hasNotes: true },
      { family: 'ssp', units: ['nv11'], currency: 'USD' },
    ],
  ],
];

/** One machine in so many has been bought for another country. */
const FOREIGN_ODDS = 0.03;

export function drawFittings(making: Pick<Making, 'clock' | 'random'>): Fittings {
  const { random } = making;
  const piecesEach = pick(random, [0, 1, 3, 10, 40]);
  const fixtures = pick(
    random,
    LAYOUTS.flatMap(([weight, layout]) => Array.from({ length: weight }, () => layout)),
  );
  const machines = fixtures.map((fixture) => {
    const isForeign = fixture.family !== 'ebds' && random() < FOREIGN_ODDS;
    return createMachine(fixture, { ...making, piecesEach, isForeign });
  });
  return { name: fixtures.map(nameOf).join(' + '), machines };
}

function createMachine(fixture: Fixture, making: Making): CashMachine {
  switch (fixture.family) {
    case 'ssp':
      return createSspMachine(fixture.units, { ...making, currency: fixture.currency });
    case 'cctalk':
      return createCctalkMachine(fixture.hasNotes, making);
    case 'cctalk-value':
      return createCctalkValueMachine(fixture.device, making);
    case 'cashdro':
      return createCashdroMachine(making);
    case 'bill-to-bill':
      return createBillToBillMachine(making);
    case 'ccnet':
    case 'id003':
    case 'ebds':
      return createBillMachine(fixture.family, making);
  }
}

function nameOf(fixture: Fixture): string {
  switch (fixture.family) {
    case 'ssp':
      return `ssp(${[...fixture.units, fixture.currency ?? []].flat().join(', ')})`;
    case 'cctalk':
      return fixture.hasNotes ? 'cctalk with notes' : 'cctalk';
    case 'cctalk-value':
      return `cctalk(${fixture.device})`;
    case 'bill-to-bill':
    case 'cashdro':
    case 'ccnet':
    case 'id003':
    case 'ebds':
      return fixture.family;
  }
}
