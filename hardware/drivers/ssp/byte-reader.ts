/**
 * Takes values off the front of some bytes. Once there are too few, everything reads as nothing and
 * `isShort` tells, so that a layout is read in one go and judged at its end.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #isShort = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isShort(): boolean {
    return this.#isShort;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(count: number): Uint8Array {
    if (count > this.left) this.#isShort = true;
    if (this.#isShort) return new Uint8Array(count);
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** A number whose lowest byte comes first. */
  little(size: number): number {
    return this.take(size).reduceRight((total, byte) => total * 256 + byte, 0);
  }

  /** A number whose highest byte comes first. */
  big(size: number): number {
    return this.take(size).reduce((total, byte) => total * 256 + byte, 0);
  }

  text(size: number): string {
    return Buffer.from(this.take(size)).toString('latin1');
  }

  list<Item>(count: number, read: () => Item): readonly Item[] {
    if (count > this.left) this.#isShort = true;
    return this.#isShort ? [] : Array.from({ length: count }, read);
  }
}
