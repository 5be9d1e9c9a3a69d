/** How a bill validator says it is, whatever its protocol. `code` is its own number for a denomination. */
export type BillStatus =
  /**
   * No note in its path; `isEnabled` undefined where the protocol does not tell. `keepsCredit`: it
   * still has the last credit in a record, and tells it anew to whoever asks.
   */
  | { readonly kind: 'ready'; readonly isEnabled?: boolean; readonly keepsCredit?: boolean }
  /** Finding itself after a reset. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'moving' }
  | { readonly kind: 'returning' }
  | { readonly kind: 'escrow'; readonly code: number }
  /** Holds the note of the last escrow for longer. */
  | { readonly kind: 'holding' }
  /** The note is in, for good; `code` undefined where the protocol does not repeat it. */
  | {
      readonly kind: 'stacked';
      readonly code: number | undefined;
      /** Where it went, of a unit that has more than one place: a dispenser's name, or `cashbox`. */
      readonly place?: string | undefined;
    }
  | { readonly kind: 'returned' }
  | {
      readonly kind: 'incident';
      readonly code: string;
      readonly isFraud: boolean;
      /** The note concerned is on its way back to the customer. */
      readonly isReturning: boolean;
    }
  | { readonly kind: 'fault'; readonly code: string; readonly detail: string }
  | { readonly kind: 'power-up'; readonly note: PowerUpNote };

/** Where a note was when the power came back, and what becomes of it after the reset. */
export type PowerUpNote =
  | 'none'
  | 'in-acceptor-returned'
  | 'in-acceptor-untold'
  /** A `stacked` follows. */
  | 'in-stacker-credited'
  | 'in-stacker-untold';

export type BillSetup =
  /** Values in minor units by the validator's own number. */
  | { readonly kind: 'ready'; readonly notes: ReadonlyMap<number, number> }
  | { readonly kind: 'offline' }
  | { readonly kind: 'fault'; readonly code: string; readonly detail: string };

/** A validator's own language, as the common acceptor speaks it. Nothing here decides about money. */
export interface BillProtocol {
  /**
   * Which of its messages the device has last been sent, where it repeats an answer only to the same
   * message once more: made durable while an order is open. 0 where the device repeats by itself.
   */
  readonly mark: number;
  /** Speaks on from the mark that was durable when an order was open. */
  resume(mark: number): void;
  /** Finds out what the validator is. Leaves alone any note and whatever is not acknowledged yet. */
  setUp(): Promise<BillSetup>;
  /** Undefined when there is no answer. */
  poll(): Promise<BillStatus | undefined>;
  /** Says that the status last polled has been dealt with and is durable. */
  acknowledge(): Promise<void>;
  /** Lets these notes in, none when empty; asked for only while no note is in the path. */
  accept(codes: readonly number[]): Promise<'done' | 'refused' | 'offline'>;
  /** These show their outcome in the next status; repeated as long as it has not changed. */
  stack(): Promise<void>;
  giveBack(): Promise<void>;
  /** Keeps the note from going back by itself for a while longer. */
  hold(): Promise<void>;
  /** After a power-up has been dealt with. */
  reset(): Promise<void>;
  /**
   * The device is away: what comes back may have lost its power, and hold another note. What was to
   * be said with the next message is not said to it.
   */
  disarm(): void;
}
