/** A map to read, and to go on from in a copy. */
export interface SharedMap<Value> extends ReadonlyMap<string, Value> {
  readonly copy: () => LayeredMap<Value>;
}

/** What a map of before held is shared, and changes lie above it, so that a copy costs only its changes. */
export class LayeredMap<Value> implements ReadonlyMap<string, Value> {
  /** Shared with copies, and never written to. */
  #base: ReadonlyMap<string, Value>;
  #changes: Map<string, Value>;
  #added: number;

  private constructor(
    base: ReadonlyMap<string, Value>,
    changes: Map<string, Value>,
    added: number,
  ) {
    this.#base = base;
    this.#changes = changes;
    this.#added = added;
  }

  static empty<Value>(): LayeredMap<Value> {
    return new LayeredMap(new Map<string, Value>(), new Map<string, Value>(), 0);
  }

  get size(): number {
    return this.#base.size + this.#added;
  }

  get(key: string): Value | undefined {
    return this.#changes.get(key) ?? this.#base.get(key);
  }

  has(key: string): boolean {
    return this.#changes.has(key) || this.#base.has(key);
  }

  set(key: string, value: Value): void {
    if (!this.has(key)) this.#added += 1;
    this.#changes.set(key, value);
  }

  /** What is set in either of the two afterwards is not seen by the other. */
  copy(): LayeredMap<Value> {
    if (this.#changes.size > CHANGES_MAX) this.#settle();
    return new LayeredMap(this.#base, new Map(this.#changes), this.#added);
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [key, value] of this.#base) yield [key, this.#changes.get(key) ?? value];
    for (const entry of this.#changes) if (!this.#base.has(entry[0])) yield entry;
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  #settle(): void {
    this.#base = this.#base.size === 0 ? this.#changes : new Map(this);
    this.#changes = new Map();
    this.#added = 0;
  }
}

/** Beyond it a copy would cost more than laying the changes down once. */
const CHANGES_MAX = 64;
