import {
  euroMachineDriverConfig,
  euroNoteMachine,
  euroNoteMachineDriverConfig,
  euroValueMachine,
  euroValueMachineDriverConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import {
  simBillToBillDriverConfig,
  simCcnetDriverConfig,
} from '../../hardware/drivers/ccnet/rig.ts';
import { simEbdsDriverConfig } from '../../hardware/drivers/ebds/rig.ts';
import { simId003DriverConfig } from '../../hardware/drivers/id003/rig.ts';
import {
  driverConfigFor,
  nv11,
  nv200,
  nv9,
  smartCoinSystem,
  smartHopper,
  type SimConfigInput,
} from '../../hardware/drivers/ssp/sim-config.ts';

/** A driver and a machine for it, as the suite on real terminals needs to know them. */
export interface TerminalFamily {
  /** Name of the simulated machine. */
  readonly machine: string;
  readonly driver: string;
  readonly config: object;
  readonly acceptor: string;
  /** One that is let in, and the command that puts it in. */
  readonly valueMinor: number;
  readonly insert: string;
  readonly dispenser?: string;
  /** It pays each piece at a command of its own: a host that dies commands no more of them. */
  readonly isPaidSingly?: true;
  /** What the machine tells of physically, by commands, and the code that has to come of it. */
  readonly troubles: readonly Trouble[];
  /** A machine or a configuration that must not be worked with, and the code of the fault. */
  readonly misfits: readonly Misfit[];
}

export interface Trouble {
  readonly name: string;
  readonly commands: readonly string[];
  readonly code: string;
  /** Over too soon to be seen where the mechanics are quickened. */
  readonly isSlow?: true;
}

export interface Misfit {
  readonly name: string;
  readonly config?: object;
  readonly equipment?: object;
  readonly code: string;
}

const PATIENCE = { linkWaitMs: 500 };
const PAYOUT_STUCK: Trouble = { name: 'a jam', commands: ['jam'], code: 'jam' };

function billTroubles(reason: number, rejected: string): readonly Trouble[] {
  return [
    PAYOUT_STUCK,
    { name: 'a full stacker', commands: ['stacker full'], code: 'stacker-full' },
    { name: 'a stacker taken out', commands: ['stacker removed'], code: 'stacker-removed' },
    { name: 'a fraud', commands: ['cheat'], code: 'cheated' },
    {
      name: 'a note nobody knows',
      commands: [`reject ${reason}`, 'insert 500'],
      code: rejected,
      isSlow: true,
    },
  ];
}

function sspTroubles(...others: readonly Trouble[]): readonly Trouble[] {
  return [
    { name: 'a fraud', commands: ['fraud'], code: 'fraud-attempt' },
    { name: 'an event nobody knows', commands: ['surprise'], code: 'unknown-event' },
    ...others,
  ];
}

function sspMisfits(sim: SimConfigInput): readonly Misfit[] {
  const config = driverConfigFor(sim);
  const changed = (changes: object): object => ({
    ...config,
    units: config.units.map((unit) => ({ ...unit, ...changes })),
  });
  const equipment = { ...sim, units: sim.units.map((unit) => ({ ...unit, protocolMax: 5 })) };
  return [
    { name: 'another currency', config: changed({ currency: 'GBP' }), code: 'wrong-currency' },
    { name: 'another unit', config: changed({ serial: 1 }), code: 'wrong-serial' },
    { name: 'firmware of an older protocol', equipment, code: 'protocol-refused' },
  ];
}

const FULL: Trouble = {
  name: 'a full stacker',
  commands: ['stacker-full'],
  code: 'stacker-full',
};

const NOTES = { acceptor: 'notes', valueMinor: 500, insert: 'insert 500' } as const;
const VALIDATOR = { acceptor: 'validator', valueMinor: 500, insert: 'insert 500' } as const;
const COINS = { acceptor: 'coins', valueMinor: 50, insert: 'insert 50' } as const;

function quick(config: object): object {
  return { ...config, replyTimeoutMs: 200, retriesMax: 3, readyWaitMs: 2_000 };
}

/** Every machine that can be simulated, and its driver: one entry each, and the same suite for all. */
export const terminalFamilies: readonly TerminalFamily[] = [
  {
    ...VALIDATOR,
    machine: 'ccnet',
    driver: 'ccnet',
    config: { ...simCcnetDriverConfig, ...PATIENCE },
    troubles: billTroubles(0x65, 'note-rejected-identification'),
    misfits: [
      {
        name: 'another currency',
        config: { ...simCcnetDriverConfig, currency: 'USD' },
        code: 'wrong-currency',
      },
    ],
  },
  {
    ...NOTES,
    machine: 'bill-to-bill',
    driver: 'ccnet',
    config: { ...simBillToBillDriverConfig, ...PATIENCE, readyWaitMs: 2_000 },
    dispenser: 'notes/500',
    troubles: billTroubles(0x65, 'note-rejected-identification'),
    misfits: [
      {
        name: 'another currency',
        config: { ...simBillToBillDriverConfig, currency: 'USD', cassettes: [] },
        code: 'wrong-currency',
      },
      {
        name: 'other cassettes',
        config: { ...simBillToBillDriverConfig, cassettes: [] },
        code: 'wrong-cassette',
      },
    ],
  },
  {
    ...VALIDATOR,
    machine: 'id003',
    driver: 'id003',
    config: { ...simId003DriverConfig, ...PATIENCE },
    troubles: billTroubles(0x76, 'note-rejected-denomination'),
    misfits: [
      {
        name: 'notes of another country',
        config: { ...simId003DriverConfig, country: 1 },
        code: 'wrong-currency',
      },
    ],
  },
  {
    ...VALIDATOR,
    machine: 'ebds',
    driver: 'ebds',
    config: { ...simEbdsDriverConfig, ...PATIENCE },
    troubles: billTroubles(0, 'note-rejected'),
    // It says nothing of itself that could be wrong.
    misfits: [],
  },
  {
    machine: 'cctalk',
    driver: 'cctalk',
    config: { ...euroMachineDriverConfig, ...PATIENCE },
    acceptor: 'acceptor',
    valueMinor: 200,
    insert: 'insert 200',
    dispenser: 'hopper-20',
    troubles: [{ name: 'a coin nobody knows', commands: ['insert 3'], code: 'reject-coin' }],
    misfits: [
      {
        name: 'another currency',
        config: { acceptors: [{ device: 'acceptor', currencyCode: 'GB' }] },
        code: 'wrong-currency',
      },
      {
        name: 'another device at its address',
        config: { acceptors: [{ device: 'acceptor', address: 3, currencyCode: 'EU' }] },
        code: 'wrong-category',
      },
      {
        name: 'another hopper',
        config: { dispensers: [{ device: 'hopper-5', address: 3, valueMinor: 5, serial: 1 }] },
        code: 'wrong-serial',
      },
    ],
  },
  {
    machine: 'cctalk-value',
    driver: 'cctalk',
    config: { ...euroValueMachineDriverConfig, ...PATIENCE },
    acceptor: 'acceptor',
    valueMinor: 200,
    insert: 'insert 200',
    dispenser: 'accumulator',
    troubles: [],
    misfits: [
      {
        name: 'coins that are no multiples of the unit',
        config: {
          valueDispensers: [
            { kind: 'accumulator', device: 'accumulator', address: 10, unitMinor: 50 },
          ],
        },
        code: 'wrong-unit',
      },
      {
        name: 'a changer where a hopper should be',
        config: {
          valueDispensers: [
            { kind: 'accumulator', device: 'accumulator', address: 55, unitMinor: 5 },
          ],
        },
        equipment: euroValueMachine,
        code: 'wrong-category',
      },
    ],
  },
  {
    machine: 'cctalk-notes',
    driver: 'cctalk',
    config: { ...euroNoteMachineDriverConfig, ...PATIENCE },
    acceptor: 'validator',
    valueMinor: 500,
    insert: 'insert-note 500',
    troubles: [
      { name: 'a note on a string', commands: ['string', 'insert-note 500'], code: 'string-fraud' },
      { name: 'a stacker taken out', commands: ['stacker-out'], code: 'stacker-removed' },
    ],
    misfits: [
      {
        name: 'another scaling',
        config: { validators: [{ device: 'validator', currencyCode: 'EU' }] },
        equipment: { ...euroNoteMachine, validator: { ...euroNoteMachine.validator, scaling: 0 } },
        code: 'wrong-scaling',
      },
    ],
  },
  {
    ...NOTES,
    machine: 'nv9',
    driver: 'ssp',
    config: quick(driverConfigFor(nv9)),
    troubles: sspTroubles(FULL),
    misfits: sspMisfits(nv9),
  },
  {
    ...NOTES,
    machine: 'nv200',
    driver: 'ssp',
    config: quick(driverConfigFor(nv200)),
    dispenser: 'notes/500',
    troubles: sspTroubles(FULL),
    misfits: sspMisfits(nv200),
  },
  {
    ...NOTES,
    machine: 'nv11',
    driver: 'ssp',
    config: quick(driverConfigFor(nv11)),
    dispenser: 'notes/500',
    isPaidSingly: true,
    troubles: sspTroubles(FULL),
    misfits: sspMisfits(nv11),
  },
  {
    ...COINS,
    machine: 'smart-hopper',
    driver: 'ssp',
    config: quick(driverConfigFor(smartHopper)),
    dispenser: 'coins/20',
    troubles: sspTroubles(),
    misfits: sspMisfits(smartHopper),
  },
  {
    ...COINS,
    machine: 'smart-coin-system',
    driver: 'ssp',
    config: quick(driverConfigFor(smartCoinSystem)),
    dispenser: 'coins/20',
    troubles: sspTroubles(
      { name: 'a jam', commands: ['coin-jam'], code: 'coin-mech-jam' },
      { name: 'a return lever', commands: ['return-lever'], code: 'return-lever' },
    ),
    misfits: sspMisfits(smartCoinSystem),
  },
];
