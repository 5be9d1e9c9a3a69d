import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import { parseCoinId } from './coin-id.ts';
import type { AcceptorConfig } from './config.ts';
import {
  modifySorterPath,
  requestCoinId,
  requestEquipmentCategory,
  requestManufacturerId,
  requestProductCode,
  simplePoll,
} from './machine.ts';

/** Values in minor units by coin position. */
export type CoinTable = ReadonlyMap<number, number>;

export type Setup =
  | { readonly kind: 'ready'; readonly coins: CoinTable }
  | { readonly kind: 'offline' }
  | { readonly kind: 'fault'; readonly code: string; readonly detail: string };

const CATEGORY = 'Coin Acceptor';
const POSITIONS_MAX = 16;
/** Nothing can be sold before the acceptor is set up: it goes before the hoppers' own questions. */
const URGENT = { isUrgent: true } as const;

/**
 * Finds out what stands at the address and sets its sorter. Enables nothing: the event counter has to
 * be read before, or what it recorded while nobody asked is lost.
 */
export async function setUpAcceptor(bus: Bus, config: AcceptorConfig): Promise<Setup> {
  const poll = await bus.ask(simplePoll(config.address), { ...URGENT, retriesMax: 0 });
  if (poll.kind !== 'ok') return { kind: 'offline' };
  const category = await askAgreed(bus, requestEquipmentCategory(config.address), URGENT);
  if (category === undefined) return { kind: 'offline' };
  if (category !== CATEGORY) return wrongCategory(bus, config.address, category);
  const setup = await readCoins(bus, config);
  return setup.kind === 'ready' ? setSorter(bus, config, setup.coins) : setup;
}

async function wrongCategory(bus: Bus, address: number, category: string): Promise<Setup> {
  const names: string[] = [];
  for (const request of [requestManufacturerId(address), requestProductCode(address)]) {
    const answer = await bus.ask(request);
    if (answer.kind === 'ok') names.push(answer.value);
  }
  const detail = `${[...names, category].join(' ')} answers at address ${address}`;
  return { kind: 'fault', code: 'wrong-category', detail };
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
    : { kind: 'ready', coins };
}

async function setSorter(bus: Bus, config: AcceptorConfig, coins: CoinTable): Promise<Setup> {
  for (const [position, valueMinor] of coins) {
    const path = config.paths.find((one) => one.coins.includes(valueMinor))?.path;
    if (path === undefined) continue;
    const answer = await bus.ask(modifySorterPath(config.address, position, path), URGENT);
    if (answer.kind === 'no-reply') return { kind: 'offline' };
    if (answer.kind === 'ok') continue;
    const detail = `path ${path} for coin ${position}`;
    return { kind: 'fault', code: 'sorter-path-refused', detail };
  }
  return { kind: 'ready', coins };
}
