/**
 * The works of a simulated CashDro: operations, pieces and where they are. It goes on by itself when
 * the network is gone; without power it stops, and takes up what it was doing when power is back.
 */
import type { Clock, Timer } from '../../kit/clock.ts';
import type { SimConfig } from './sim-config.ts';
import { addMove, movedMinor, newOperation, type SimOperation } from './sim-operation.ts';

/** A sale, a payout and a deposit of an amount end by themselves; others wait to be finished. */
const TYPE = {
  load: 1,
  withdrawal: 2,
  payout: 3,
  sale: 4,
  toCassette: 8,
  takeNotes: 10,
  takeCoins: 11,
  deposit: 16,
  depositOfAmount: 17,
} as const;

const TAKES_CASH: readonly number[] = [TYPE.load, TYPE.sale, TYPE.deposit, TYPE.depositOfAmount];

interface Stack {
  readonly valueMinor: number;
  readonly type: 'coin' | 'note';
  readonly recyclerMax: number;
  recycler: number;
  cassette: number;
}

/** Where every piece is; counts by value. */
export interface SimCashdroTruth {
  readonly recycler: Readonly<Record<string, number>>;
  readonly cassette: Readonly<Record<string, number>>;
  readonly inMinor: number;
  readonly outMinor: number;
  readonly heldMinor: number;
  readonly begun: number;
  readonly operations: readonly {
    readonly operationId: string;
    readonly alias: string;
    readonly state: string;
    readonly inMinor: number;
    readonly outMinor: number;
    readonly isImported: boolean;
  }[];
}

export type SimCashdroEvent =
  | { readonly event: 'accepted' | 'rejected' | 'paid'; readonly valueMinor: number }
  | { readonly event: 'finished'; readonly operationId: string };

export interface SimCashdroParts {
  readonly clock: Clock;
  readonly config: SimConfig;
  readonly onEvent: (event: SimCashdroEvent) => void;
}

export class SimCashdro {
  readonly config: SimConfig;
  readonly #parts: SimCashdroParts;
  readonly #stacks: readonly Stack[];
  readonly #operations = new Map<string, SimOperation>();
  #lastId = 451;
  #inMinor = 0;
  #outMinor = 0;
  #begun = 0;
  #timer: Timer | undefined;
  #isPowered = true;
  #isJammed = false;
  /** Alerts on its own screen. */
  alerts = 0;

  constructor(parts: SimCashdroParts) {
    this.#parts = parts;
    this.config = parts.config;
    this.#stacks = parts.config.pieces
      .map((piece) => ({ ...piece }))
      .toSorted((a, b) => b.valueMinor - a.valueMinor);
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  operation(operationId: string): SimOperation | undefined {
    return this.#operations.get(operationId);
  }

  operations(): readonly SimOperation[] {
    return [...this.#operations.values()];
  }

  stacks(): readonly Readonly<Stack>[] {
    return this.#stacks;
  }

  /** The operation that works now, if any. */
  executing(): SimOperation | undefined {
    return this.operations().find(({ state }) => state === 'E');
  }

  start(order: Omit<Parameters<typeof newOperation>[0], 'operationId'>): SimOperation {
    this.#lastId += 1;
    const operation = newOperation({ ...order, operationId: String(this.#lastId) });
    this.#operations.set(operation.operationId, operation);
    return operation;
  }

  /** False where something else runs already. */
  acknowledge(operation: SimOperation): boolean {
    if (operation.state !== 'I') return operation.state === 'E';
    if (this.executing() !== undefined) return false;
    operation.state = 'E';
    this.#begun += 1;
    if (operation.type === TYPE.payout) this.#pay(operation, operation.amountMinor);
    else this.#checkPaid(operation);
    return true;
  }

  /** False for an operation that is not in execution. */
  finish(operation: SimOperation, isGivingBack: boolean): boolean {
    if (operation.state === 'I') {
      operation.isCancelled = true;
      this.#end(operation);
      return true;
    }
    if (operation.state !== 'E' || operation.isPaying) return false;
    operation.isCancelled = isGivingBack;
    this.#pay(operation, isGivingBack ? movedMinor(operation.in) : 0);
    return true;
  }

  /** A piece is put in; it comes back where nothing waits for it. */
  insert(valueMinor: number): 'accepted' | 'rejected' {
    const operation = this.executing();
    const stack = this.#stacks.find((one) => one.valueMinor === valueMinor);
    const isWanted = operation !== undefined && !operation.isPaying && takesCash(operation);
    if (!this.#isPowered || this.#isJammed || stack === undefined || !isWanted) {
      this.#parts.onEvent({ event: 'rejected', valueMinor });
      return 'rejected';
    }
    const to = stack.recycler < stack.recyclerMax ? 'recycler' : 'cassette';
    stack[to] += 1;
    addMove(operation.in, valueMinor, to);
    this.#inMinor += valueMinor;
    this.#parts.onEvent({ event: 'accepted', valueMinor });
    this.#checkPaid(operation);
    return 'accepted';
  }

  /**
   * Its operator chooses a piece on its page: it leaves the machine in a withdrawal, and goes to the
   * cassette in a transfer. False where there is none, or nothing of the kind goes on.
   */
  choose(valueMinor: number): boolean {
    const operation = this.#operatedOn();
    const stack = this.#stacks.find((one) => one.valueMinor === valueMinor);
    if (operation === undefined || stack === undefined || stack.recycler === 0) return false;
    if (operation.type === TYPE.toCassette) {
      addMove(operation.in, valueMinor, 'cassette');
      stack.cassette += 1;
    } else if (operation.type === TYPE.withdrawal) this.#outMinor += valueMinor;
    else return false;
    stack.recycler -= 1;
    addMove(operation.out, valueMinor, 'recycler');
    return true;
  }

  /** Its operator pulls the cassette that it lets out. */
  pullCassette(): boolean {
    const operation = this.#operatedOn();
    const kind = operation?.type === TYPE.takeNotes ? 'note' : 'coin';
    const isOut = operation?.type === TYPE.takeNotes || operation?.type === TYPE.takeCoins;
    if (operation === undefined || !isOut) return false;
    for (const stack of this.#stacks.filter(({ type }) => type === kind)) {
      for (; stack.cassette > 0; stack.cassette -= 1) {
        addMove(operation.out, stack.valueMinor, 'cassette');
        this.#outMinor += stack.valueMinor;
      }
    }
    this.#end(operation);
    return true;
  }

  /** Somebody fills or empties it by its own screen, or through another program. */
  occupy(): SimOperation {
    const operation = this.start({ type: 1, amountMinor: 0, alias: '', terminal: 'screen' });
    this.acknowledge(operation);
    return operation;
  }

  jam(): void {
    this.#isJammed = true;
  }

  unjam(): void {
    this.#isJammed = false;
    this.#goOn();
  }

  cutPower(): void {
    this.#isPowered = false;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  restorePower(): void {
    this.#isPowered = true;
    this.#goOn();
  }

  /** Its memory is gone: it has never heard of any operation. */
  forget(): void {
    this.#operations.clear();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Somebody takes pieces out of the recycler. */
  empty(valueMinor: number): void {
    const stack = this.#stacks.find((one) => one.valueMinor === valueMinor);
    if (stack !== undefined) stack.recycler = 0;
  }

  dispose(): void {
    this.#timer?.cancel();
  }

  truth(): SimCashdroTruth {
    const by = (place: 'recycler' | 'cassette'): Record<string, number> =>
      Object.fromEntries(this.#stacks.map((stack) => [stack.valueMinor, stack[place]]));
    return {
      recycler: by('recycler'),
      cassette: by('cassette'),
      inMinor: this.#inMinor,
      outMinor: this.#outMinor,
      begun: this.#begun,
      heldMinor: this.#stacks.reduce((sum, { valueMinor, recycler, cassette }) => {
        return sum + valueMinor * (recycler + cassette);
      }, 0),
      operations: this.operations().map((one) => ({
        operationId: one.operationId,
        alias: one.alias,
        state: one.state,
        inMinor: movedMinor(one.in),
        outMinor: movedMinor(one.out),
        isImported: one.isImported,
      })),
    };
  }

  #operatedOn(): SimOperation | undefined {
    const operation = this.executing();
    return this.#isPowered && !this.#isJammed && operation?.isPaying === false
      ? operation
      : undefined;
  }

  #checkPaid(operation: SimOperation): void {
    if (operation.type !== TYPE.sale && operation.type !== TYPE.depositOfAmount) return;
    const dueMinor = this.#rounded(operation.amountMinor);
    const inMinor = movedMinor(operation.in);
    if (inMinor >= dueMinor) this.#pay(operation, inMinor - dueMinor);
  }

  #rounded(amountMinor: number): number {
    const { roundToMinor } = this.config;
    return Math.ceil(amountMinor / roundToMinor - 0.5) * roundToMinor;
  }

  #pay(operation: SimOperation, amountMinor: number): void {
    operation.isPaying = true;
    operation.payMinor = amountMinor;
    this.#goOn();
  }

  #goOn(): void {
    const operation = this.executing();
    const isIdle = operation === undefined || !operation.isPaying || this.#timer !== undefined;
    if (isIdle || this.#isJammed || !this.#isPowered) return;
    this.#timer = this.#parts.clock.startTimer(this.config.pieceMs, () => {
      this.#timer = undefined;
      this.#payPiece(operation);
      this.#goOn();
    });
  }

  #payPiece(operation: SimOperation): void {
    const { payMinor } = operation;
    const stack = this.#stacks.find((one) => one.valueMinor <= payMinor && one.recycler > 0);
    if (stack === undefined) {
      operation.notPaidMinor = payMinor;
      operation.payMinor = 0;
      this.#end(operation);
      return;
    }
    stack.recycler -= 1;
    operation.payMinor -= stack.valueMinor;
    addMove(operation.out, stack.valueMinor, 'recycler');
    this.#outMinor += stack.valueMinor;
    this.#parts.onEvent({ event: 'paid', valueMinor: stack.valueMinor });
    if (operation.payMinor === 0) this.#end(operation);
  }

  #end(operation: SimOperation): void {
    operation.state = 'F';
    this.#parts.onEvent({ event: 'finished', operationId: operation.operationId });
  }
}

function takesCash({ type }: SimOperation): boolean {
  return TAKES_CASH.includes(type);
}
