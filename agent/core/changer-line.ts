/** What the till writes down of the jobs it gives a whole machine, which owns its change itself. */

/** What a whole machine can be told to do. Only `sale` and `payout` belong to a customer by themselves. */
export type ChangerTask =
  | 'sale'
  | 'payout'
  | 'deposit'
  | 'deposit-of-amount'
  | 'exchange'
  | 'load'
  | 'withdrawal'
  | 'to-cassette'
  | 'take-notes'
  | 'take-coins';

/** What an operator does at the machine itself: it asks there which pieces it is about. */
export type AtMachineTask = Extract<
  ChangerTask,
  'withdrawal' | 'to-cassette' | 'take-notes' | 'take-coins'
>;

/** Pieces of one value in one place of the machine. */
export interface PlacedCount {
  readonly place: string;
  readonly valueMinor: number;
  readonly count: number;
}

/**
 * How a job ended. `finished`: by the machine's own word. `refused`: the machine would not begin it.
 * `not-executed`: it never began. `lost`: the machine does not know it any more. `counted`: the
 * machine is gone, and a person's count stands for its word.
 */
export type JobEnd = 'finished' | 'refused' | 'not-executed' | 'lost' | 'counted';

export interface ChangerLineBodies {
  /** Written before the machine hears of it; the machine keeps our id beside its own. */
  readonly 'job-ordered': {
    readonly jobId: string;
    readonly device: string;
    readonly task: ChangerTask;
    /** The sale or debt it is for; the job itself where nobody else has asked. */
    readonly ownerId: string;
    readonly amountMinor?: number | undefined;
  };
  /** The machine's own number of it. It does nothing before it is told to, and that comes after this. */
  readonly 'job-opened': {
    readonly jobId: string;
    readonly device: string;
    readonly machineId: string;
  };
  /** It may be under way, and the machine cannot be asked. */
  readonly 'job-unresolved': {
    readonly jobId: string;
    readonly device: string;
    readonly reason: string;
  };
  /** What has gone in and out since the last such line, by the machine's own count. */
  readonly 'job-moved': {
    readonly jobId: string;
    readonly device: string;
    readonly task: ChangerTask;
    readonly in: readonly PlacedCount[];
    readonly out: readonly PlacedCount[];
    readonly saleId?: string | undefined;
  };
  readonly 'job-ended': {
    readonly jobId: string;
    readonly device: string;
    readonly end: JobEnd;
    readonly reason: string;
    readonly inMinor: number;
    readonly outMinor: number;
    /** It should have paid this as well and had nothing to pay it with. */
    readonly notPaidMinor: number;
  };
  /**
   * A sale was paid with another amount than was asked for: by the machine's rounding, or because it
   * paid out too much. Positive: the customer paid more.
   */
  readonly 'sale-difference': {
    readonly saleId: string;
    readonly amountMinor: number;
    readonly cause: 'rounding' | 'overpaid';
  };
  /** What lies in the machine by its own count is not what the journal expected. */
  readonly 'levels-read': {
    readonly device: string;
    readonly expected: readonly PlacedCount[];
    readonly found: readonly PlacedCount[];
    /** The first reading ever: somebody had filled it. */
    readonly isFirst: boolean;
  };
}
