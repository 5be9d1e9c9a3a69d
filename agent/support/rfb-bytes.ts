/** Bytes that come in pieces, kept until what is read next is whole; the caller bounds what that is. */
export class RfbBytes {
  #pieces: Buffer[] = [];
  #lengthBytes = 0;

  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  push(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#lengthBytes += piece.length;
  }

  /** The next bytes, left where they are; undefined while there are fewer. */
  peek(countBytes: number): Buffer | undefined {
    if (this.#lengthBytes < countBytes) return undefined;
    return this.#joined(countBytes).subarray(0, countBytes);
  }

  take(countBytes: number): Buffer | undefined {
    const taken = this.peek(countBytes);
    if (taken !== undefined) this.#drop(countBytes);
    return taken;
  }

  /** All that is there. */
  takeAll(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#drop(this.#lengthBytes);
    return all;
  }

  /** Pieces are joined only when all that is wanted is there: one byte at a time costs no more. */
  #joined(countBytes: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#pieces;
    if (first.length >= countBytes) return first;
    const joined = Buffer.concat(this.#pieces);
    this.#pieces = [joined];
    return joined;
  }

  #drop(countBytes: number): void {
    const rest = this.#joined(countBytes).subarray(countBytes);
    this.#pieces = [rest, ...this.#pieces.slice(1)].filter(({ length }) => length > 0);
    this.#lengthBytes -= countBytes;
  }
}
