import type { Setup, ValueTable } from './acceptor-face.ts';
import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import { parseCoinId } from './coin-id.ts';
import type { AcceptorConfig } from './config.ts';
import { checkCategory } from './equipment.ts';
import { modifySorterPath, requestCoinId } from './machine.ts';

const CATEGORIES = ['Coin Acceptor'];
const POSITIONS_MAX = 16;
/** Nothing can be sold before the acceptor is set up: it goes before the hoppers' own questions. */
const URGENT = { isUrgent: true } as const;

/**
 * Finds out what stands at the address and sets its sorter. Enables nothing: the event counter has to
 * be read before, or what it recorded while nobody asked is lost.
 */
export async function setUpCoins(bus: Bus, config: AcceptorConfig): Promise<Setup> {
  const refusal = await checkCategory(bus, config.address, CATEGORIES);
  if (refusal !== undefined) return refusal;
  const setup = await readCoins(bus, config);
  return setup.kind === 'ready' ? setSorter(bus, config, setup.values) : setup;
}

async function readCoins(bus: Bus, config: AcceptorConfig): Promise<Setup> {
  const coins = new Map<number, number>();
  for (let position = 1; position <= POSITIONS_MAX; position += 1) {
    // A position the device does not have is answered by silence or NAK, and holds no coin.
    const text = await askAgreed(bus, requestCoinId(config.address, position), URGENT);
    const coin = parseCoinId(text ?? '');
    if (coin.kind !== 'coin') continue;
    if (coin.country !== config.currencyCode) {
      const detail = `coin ${position} is ${text}, not ${config.currencyCode}`;
      return { kind: 'fault', code: 'wrong-currency', detail };
    }
    coins.set(position, coin.valueMinor);
  }
  return coins.size === 0
    ? { kind: 'fault', code: 'no-coins', detail: 'no coin identifier could be read' }
    : { kind: 'ready', values: coins };
}

async function setSorter(bus: Bus, config: AcceptorConfig, coins: ValueTable): Promise<Setup> {
  for (const [position, valueMinor] of coins) {
    const path = config.paths.find((one) => one.coins.includes(valueMinor))?.path;
    if (path === undefined) continue;
    const answer = await bus.ask(modifySorterPath(config.address, position, path), URGENT);
    if (answer.kind === 'no-reply') return { kind: 'offline' };
    if (answer.kind === 'ok') continue;
    const detail = `path ${path} for coin ${position}`;
    return { kind: 'fault', code: 'sorter-path-refused', detail };
  }
  return { kind: 'ready', values: coins };
}
