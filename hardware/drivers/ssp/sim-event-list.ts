/** An event as it is told in a protocol version. */
export type EventBytes = (protocolVersion: number) => readonly number[];

interface Waiting {
  readonly bytes: EventBytes;
  readonly isAcked: boolean;
  isTold: boolean;
}

/** What a unit has to tell: once under a plain poll, until it is acknowledged under the other one. */
export class SimEventList {
  #waiting: readonly Waiting[] = [];
  #isAckPolled = false;

  push(bytes: EventBytes, isAcked = false): void {
    this.#waiting = [...this.#waiting, { bytes, isAcked, isTold: false }];
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Whether nothing may go on before the host has acknowledged what it was told. */
  get isWaitingForAck(): boolean {
    return this.#isAckPolled && this.#waiting.some(({ isAcked }) => isAcked);
  }

  poll(protocolVersion: number, isAckPoll: boolean): readonly number[] {
    this.#isAckPolled = isAckPoll;
    const bytes = this.#waiting.flatMap((one) => one.bytes(protocolVersion));
    this.#waiting = isAckPoll ? this.#waiting.filter(({ isAcked }) => isAcked) : [];
    for (const one of this.#waiting) one.isTold = true;
    return bytes;
  }

  /** False when there is nothing to acknowledge. */
  acknowledge(): boolean {
    const isAny = this.#waiting.some(({ isTold }) => isTold);
    this.#waiting = this.#waiting.filter(({ isTold }) => !isTold);
    return isAny;
  }
}
