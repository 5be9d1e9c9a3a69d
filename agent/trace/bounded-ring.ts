interface RingLimits {
  readonly countMax: number;
  /** Of the sizes that the items were said to have, together. */
  readonly sizeMax: number;
}

/** The newest of what was put in, as many as its limits allow. */
export class BoundedRing<Item> {
  readonly #limits: RingLimits;
  readonly #items: (Item | undefined)[] = [];
  readonly #sizes: number[] = [];
  #first = 0;
  #count = 0;
  #size = 0;
  #isCut = false;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  /** Whether something had to go. */
  get isCut(): boolean {
    return this.#isCut;
  }

  put(item: Item, size: number): void {
    const { countMax, sizeMax } = this.#limits;
    while (this.#count > 0 && (this.#count === countMax || this.#size + size > sizeMax)) {
      this.#dropFirst();
    }
    if (size > sizeMax) {
      this.#isCut = true;
      return;
    }
    const at = (this.#first + this.#count) % countMax;
    this.#items[at] = item;
    this.#sizes[at] = size;
    this.#count += 1;
    this.#size += size;
  }

  /** Oldest first. */
  *items(): Generator<Item, void> {
    for (let nth = 0; nth < this.#count; nth += 1) {
      const item = this.#items[(this.#first + nth) % this.#limits.countMax];
      if (item !== undefined) yield item;
    }
  }

  #dropFirst(): void {
    this.#size -= this.#sizes[this.#first] ?? 0;
    this.#items[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limits.countMax;
    this.#count -= 1;
    this.#isCut = true;
  }
}
