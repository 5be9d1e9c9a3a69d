import type { CashItem } from '../../kit/device.ts';
import type { AcceptorFace, Setup, ValueTable } from './acceptor-face.ts';
import type { Bus } from './bus.ts';
import { incidentOf } from './coin-errors.ts';
import { setUpCoins } from './coin-setup.ts';
import { POLL_MAX_MS, type AcceptorConfig } from './config.ts';
import { modifyInhibitStatus, readBufferedCredit, type EventPair } from './machine.ts';

/**
 * Coins that a loss of power can take with it: five a second, the fastest pace there is, in the
 * second after which an acceptor that is not polled inhibits itself (part 4, 1.3.12), and one on its
 * way at either end of it.
 */
export const LOST_COINS_MAX = 7;

/** A coin acceptor has two mask bytes, for 16 positions. */
const MASK_BYTES = 2;

/** What is a coin acceptor's own: its coins, its sorter and its error codes. */
export function createCoinFace(config: AcceptorConfig, bus: Bus): AcceptorFace {
  let coins: ValueTable = new Map();
  return {
    kind: 'coin-acceptor',
    hasEscrow: false,
    address: config.address,
    lostByResetMax: LOST_COINS_MAX,
    pollMaxMs: POLL_MAX_MS,
    readEvents: readBufferedCredit(config.address),
    isHolding: false,
    state: { kind: 'up' },
    get table(): ValueTable {
      return coins;
    },
    async setUp(): Promise<Setup> {
      const setup = await setUpCoins(bus, config);
      if (setup.kind === 'ready') coins = setup.values;
      return setup;
    },
    writeMask: (mask) => modifyInhibitStatus(config.address, { mask, sizeBytes: MASK_BYTES }),
    itemsOf: (event) => coinItems(event, config, coins),
    attend: async () => true,
    forget(): void {},
  };
}

function coinItems(
  { a: position, b }: EventPair,
  config: AcceptorConfig,
  coins: ValueTable,
): readonly CashItem[] {
  if (position === 0) {
    const incident = incidentOf(b);
    return incident === undefined ? [] : [incident];
  }
  const valueMinor = coins.get(position);
  if (valueMinor !== undefined) {
    return [{ kind: 'inserted', valueMinor, place: placeOfPath(b, config) }];
  }
  // A coin is in, and what it is worth cannot be said: a named uncertainty of one coin.
  return [
    { kind: 'incident', code: 'credit-of-unknown-coin', isFraud: false },
    { kind: 'lost', countMax: 1, cause: 'overflow' },
  ];
}

function placeOfPath(path: number, { paths, defaultPlace }: AcceptorConfig): string {
  return paths.find((one) => one.path === path)?.place ?? defaultPlace;
}
