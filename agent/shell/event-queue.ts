/**
 * The one queue every event goes through, in order. It is bounded, and never drops: whoever can
 * wait is made to (a device stops polling), whoever cannot is told so (an API request).
 */
interface Waiter<Item> {
  readonly item: Item;
  readonly admitted: () => void;
  readonly failed: (cause: Error) => void;
}

export class EventQueue<Item> {
  readonly #sizeMax: number;
  readonly #items: Item[] = [];
  readonly #waiting: Waiter<Item>[] = [];
  #wake: (() => void) | undefined;
  #closed: Error | undefined;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** Adds an item as soon as there is room. Rejects only when the queue is closed. */
  put(item: Item): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (this.offer(item)) return Promise.resolve();
    return new Promise((admitted, failed) => {
      this.#waiting.push({ item, admitted, failed });
    });
  }

  /** Adds an item if there is room now. */
  offer(item: Item): boolean {
    if (this.#closed !== undefined || this.#items.length >= this.#sizeMax) return false;
    this.#items.push(item);
    this.#wake?.();
    return true;
  }

  /** Items in order, until the queue is closed; what is still in it then is not taken. */
  async *take(): AsyncGenerator<Item, void, undefined> {
    while (this.#closed === undefined) {
      const item = this.#items.shift();
      if (item === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      } else {
        this.#admit();
        yield item;
      }
    }
  }

  /** Nothing is taken any more; returns what nobody will take, so that it can be answered. */
  close(cause: Error): readonly Item[] {
    if (this.#closed !== undefined) return [];
    this.#closed = cause;
    for (const { failed } of this.#waiting.splice(0)) failed(cause);
    this.#wake?.();
    return this.#items.splice(0);
  }

  #admit(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#items.push(next.item);
    next.admitted();
  }
}
