/** One operation in a simulated machine, and the pieces that moved for it. */
export interface SimMove {
  recycler: number;
  cassette: number;
}

export interface SimOperation {
  readonly operationId: string;
  readonly type: number;
  readonly amountMinor: number;
  readonly alias: string;
  readonly terminal: string;
  /** I: not acknowledged. E: executing. F: finished. */
  state: 'I' | 'E' | 'F';
  /** Nothing more comes in: it pays, or is about to. */
  isPaying: boolean;
  isCancelled: boolean;
  isImported: boolean;
  /** Still to be paid. */
  payMinor: number;
  notPaidMinor: number;
  readonly in: Map<number, SimMove>;
  readonly out: Map<number, SimMove>;
}

export function newOperation(
  order: Pick<SimOperation, 'operationId' | 'type' | 'amountMinor' | 'alias' | 'terminal'>,
): SimOperation {
  return {
    ...order,
    state: 'I',
    isPaying: false,
    isCancelled: false,
    isImported: false,
    payMinor: 0,
    notPaidMinor: 0,
    in: new Map(),
    out: new Map(),
  };
}

export function movedMinor(moves: ReadonlyMap<number, SimMove>): number {
  return [...moves].reduce((sum, [valueMinor, { recycler, cassette }]) => {
    return sum + valueMinor * (recycler + cassette);
  }, 0);
}

export function addMove(moves: Map<number, SimMove>, valueMinor: number, to: keyof SimMove): void {
  const move = moves.get(valueMinor) ?? { recycler: 0, cassette: 0 };
  move[to] += 1;
  moves.set(valueMinor, move);
}
