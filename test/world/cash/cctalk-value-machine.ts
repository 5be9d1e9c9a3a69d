/** A ccTalk bus whose change comes from a device that pays amounts out of coins of its own choice. */
import {
  cctalkConfigSchema,
  type CctalkConfigInput,
} from '../../../hardware/drivers/cctalk/config.ts';
import { cctalk } from '../../../hardware/drivers/cctalk/driver.ts';
import {
  euroMachine,
  euroValueMachine,
  fastTiming,
  type SimConfig,
} from '../../../hardware/drivers/cctalk/sim-config.ts';
import type { SimEvent } from '../../../hardware/drivers/cctalk/sim-device.ts';
import { createSimMachine } from '../../../hardware/drivers/cctalk/sim.ts';
import { createMemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import {
  cablePulled,
  CLOSED,
  COINS,
  type CashMachine,
  type Making,
  type Motion,
} from './cash-machine.ts';
import { ACCEPTOR, cctalkMishaps, mendCctalk, tellCctalk } from './cctalk-machine.ts';

export type ValueDevice = 'accumulator' | 'changer';

/** What lies in it is known as a sum alone, and counted in these. */
const UNIT_MINOR = 5;

export function createCctalkValueMachine(device: ValueDevice, making: Making): CashMachine {
  const { clock, random, piecesEach } = making;
  const sim = createSimMachine({ clock, random, config: simOf(device, piecesEach) });
  const pipe = createMemoryPipe(clock);
  sim.attach(pipe.line);
  const driver = cctalkConfigSchema.parse(driverOf(device, making));
  const atFirstMinor = COINS.reduce((sum, value) => sum + value * piecesEach, 0);
  let leftMinor = atFirstMinor;
  sim.onEvent((event) => {
    if (event.event === 'paid-out') leftMinor -= event.valueMinor;
  });
  return {
    ...CLOSED,
    pipe,
    currency: undefined,
    canCollect: false,
    acceptors: [ACCEPTOR],
    takes: COINS,
    asking: [],
    stocks: [{ place: device, valueMinor: UNIT_MINOR, count: atFirstMinor / UNIT_MINOR }],
    mishaps: [cablePulled(pipe), ...cctalkMishaps(sim, random)],
    openPort: (context) => cctalk.openPort(driver, context),
    onMotion: (listener) => sim.onEvent((event) => tell(event, listener)),
    insert: (value) => sim.insertCoin(value),
    mend: () => mendCctalk(sim),
    held: () => ({
      [device]: { [UNIT_MINOR]: leftMinor / UNIT_MINOR },
      cashbox: sim.truth().cashbox,
    }),
    onTheWay: () => ({}),
  };
}

function simOf(device: ValueDevice, piecesEach: number): SimConfig {
  const { changer, accumulator } = euroValueMachine;
  const coins = COINS.flatMap((value) => Array.from({ length: piecesEach }, () => value));
  return {
    ...euroMachine,
    timing: { ...fastTiming, coinMs: 40, creditMs: 60 },
    acceptor: { ...euroMachine.acceptor, paths: ['cashbox'] },
    hoppers: [],
    ...(device === 'changer' && changer && { changer: { ...changer, coins } }),
    ...(device === 'accumulator' &&
      accumulator && {
        accumulator: {
          ...accumulator,
          coins: accumulator.coins.map((coin) => ({ ...coin, count: piecesEach })),
        },
      }),
  };
}

function driverOf(device: ValueDevice, { isForeign }: Making): CctalkConfigInput {
  const address = euroValueMachine[device]?.address ?? 0;
  return {
    echo: true,
    acceptors: [{ device: ACCEPTOR, address: 2, currencyCode: isForeign ? 'CH' : 'EU' }],
    valueDispensers: [{ kind: device, device, address, unitMinor: UNIT_MINOR }],
  };
}

/** A coin that is paid out is so many of its smallest amounts. */
function tell(event: SimEvent, listener: (motion: Motion) => void): void {
  if (event.event !== 'paid-out') return tellCctalk(event, listener);
  const { device, valueMinor } = event;
  for (let part = 0; part < valueMinor; part += UNIT_MINOR) {
    listener({ kind: 'paid-out', device, valueMinor: UNIT_MINOR });
  }
  return undefined;
}
