import type { EventBuffer, EventPair } from './machine.ts';

/** What an acceptor's event buffer says that the host does not know yet. */
export type Credits =
  /** The first poll ever: what the buffer holds was somebody else's business. */
  | { readonly kind: 'baseline' }
  | { readonly kind: 'events'; readonly events: readonly EventPair[]; readonly lostCount: number }
  | { readonly kind: 'reset' };

const COUNTER_MAX = 255;

/**
 * Compares the buffer with the counter last dealt with (ccTalk Generic Specification 4.7 part 1, 18;
 * part 2, 3.27). Events come oldest first; those that have fallen out of the buffer are counted. More
 * than a whole turn of the counter between two polls cannot be told from less.
 */
export function creditsSince(last: number | undefined, buffer: EventBuffer): Credits {
  if (last === undefined) return { kind: 'baseline' };
  if (buffer.counter === 0) {
    return last === 0 ? { kind: 'events', events: [], lostCount: 0 } : { kind: 'reset' };
  }
  const count = eventsBetween(last, buffer.counter);
  const events = buffer.pairs.slice(0, count).toReversed();
  return { kind: 'events', events, lostCount: count - events.length };
}

/** Steps from one counter to another; 255 is followed by 1, 0 comes only after a reset. */
function eventsBetween(last: number, next: number): number {
  return next >= last ? next - last : next - last + COUNTER_MAX;
}

/** The counter after one more event or dispense. */
export function counterAfter(counter: number): number {
  return counter === COUNTER_MAX ? 1 : counter + 1;
}

/** The number of the event before; what came before the first one cannot be told from a full turn. */
export function counterBefore(counter: number): number {
  return counter <= 1 ? COUNTER_MAX : counter - 1;
}
