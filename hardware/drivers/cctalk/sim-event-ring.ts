import { counterAfter } from './credits.ts';
import type { EventPair } from './machine.ts';
import type { SimReply } from './sim-behaviour.ts';
import { bytesReply } from './sim-device.ts';

const RING_EVENTS = 5;
const BLANK: EventPair = { a: 0, b: 0 };

/** The last events of an acceptor or validator, and their count; both are gone without power. */
export class SimEventRing {
  #counter = 0;
  #pairs: readonly EventPair[] = [];

  record(event: EventPair): void {
    this.#counter = counterAfter(this.#counter);
    this.#pairs = [event, ...this.#pairs].slice(0, RING_EVENTS);
  }

  forget(): void {
    this.#counter = 0;
    this.#pairs = [];
  }

  reply(): SimReply {
    const pairs = Array.from({ length: RING_EVENTS }, (_, at) => this.#pairs[at] ?? BLANK);
    return bytesReply(this.#counter, ...pairs.flatMap(({ a, b }) => [a, b]));
  }
}
