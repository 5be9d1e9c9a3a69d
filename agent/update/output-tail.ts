/** The last bytes a program has said, for whoever asks why it ended. */
const TAIL_MAX_BYTES = 4_096;

export class OutputTail {
  #bytes = Buffer.alloc(0);

  push(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]).subarray(-TAIL_MAX_BYTES);
  }

  /** Without the half of a character that the limit may have left at its beginning. */
  get text(): string {
    return this.#bytes.toString('utf8').replace(/^\uFFFD+/, '');
  }
}
