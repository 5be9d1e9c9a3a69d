import type { Setup } from './acceptor-face.ts';
import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import {
  requestEquipmentCategory,
  requestManufacturerId,
  requestProductCode,
  simplePoll,
} from './machine.ts';

/** Nothing can be sold before an acceptor is set up: it goes before the hoppers' own questions. */
const URGENT = { isUrgent: true } as const;

/** Why what stands at an address is not what the configuration says; undefined when it is. */
export async function checkCategory(
  bus: Bus,
  address: number,
  categories: readonly string[],
): Promise<Exclude<Setup, { readonly kind: 'ready' }> | undefined> {
  const poll = await bus.ask(simplePoll(address), { ...URGENT, retriesMax: 0 });
  if (poll.kind !== 'ok') return { kind: 'offline' };
  const category = await askAgreed(bus, requestEquipmentCategory(address), URGENT);
  if (category === undefined) return { kind: 'offline' };
  if (categories.includes(category)) return undefined;
  const names: string[] = [];
  for (const request of [requestManufacturerId(address), requestProductCode(address)]) {
    const answer = await bus.ask(request);
    if (answer.kind === 'ok') names.push(answer.value);
  }
  const detail = `${[...names, category].join(' ')} answers at address ${address}`;
  return { kind: 'fault', code: 'wrong-category', detail };
}
