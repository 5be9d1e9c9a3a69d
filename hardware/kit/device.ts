/**
 * What the drivers of every family look like from above, in the words of UnifiedPOS.
 * Amounts are integer minor units; a device knows coins and notes, never sales.
 */
import type { Clock } from './clock.ts';
import type { Peripheral } from './device-peripheral.ts';
import type { HidTransport } from './hid-transport.ts';
import type { Transport } from './transport.ts';

export type DeviceState =
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly reason: string }
  | { readonly kind: 'fault'; readonly code: string; readonly detail: string };

/** One thing an acceptor saw. `place` is where the coin went: a dispenser's id, or `cashbox`. */
export type CashItem =
  | { readonly kind: 'inserted'; readonly valueMinor: number; readonly place: string }
  /** Credits the device had and can no longer tell; at most `countMax` coins of unknown value. */
  | {
      readonly kind: 'lost';
      readonly countMax: number;
      readonly cause: 'overflow' | 'device-reset';
    }
  | { readonly kind: 'incident'; readonly code: string; readonly isFraud: boolean };

export type DeviceReport =
  | {
      readonly kind: 'cash';
      readonly device: string;
      /** Opaque: given back at the next start, so that no event is credited twice or missed. */
      readonly cursor: string;
      readonly items: readonly CashItem[];
    }
  | { readonly kind: 'state'; readonly device: string; readonly state: DeviceState };

/**
 * Takes a report; resolves once what it says is durable. A device waits for that before it
 * acknowledges, polls on or reports more, so a full queue above stops the polling.
 */
export type ReportSink = (report: DeviceReport) => Promise<void>;

/** A coin or note that a device holds and has not taken yet: it can still go back to the customer. */
export interface Escrow {
  readonly device: string;
  readonly valueMinor: number;
}

/** `stack`: take it; it counts once the device has credited it. `return`: give it back. */
export type EscrowDecision = 'stack' | 'return';

/**
 * Asks what is to become of what a device holds; resolves once the decision is durable. The device
 * holds it meanwhile, and gives it back by itself when it cannot hold it any longer.
 */
export type EscrowJudge = (escrow: Escrow) => Promise<EscrowDecision>;

/** What came of a command of a device's own. None of them moves money. */
export type DirectAnswer =
  | { readonly kind: 'answered'; readonly data: Readonly<Record<string, string | number>> }
  | { readonly kind: 'refused' | 'unanswered'; readonly reason: string };

/** Commands beyond what every device of its kind can do (UnifiedPOS DirectIO), by name. */
export interface DirectCommands {
  readonly directCommands?: ReadonlyMap<string, () => Promise<DirectAnswer>>;
}

/** Takes coins or notes. */
export interface CashAcceptor extends DirectCommands {
  readonly kind: 'coin-acceptor' | 'bill-acceptor';
  readonly device: string;
  /** Whether it asks before it takes: without escrow a note that is in cannot be given back as such. */
  readonly hasEscrow: boolean;
  /** Values this acceptor can take, ascending; empty until the device has been identified. */
  readonly valuesMinor: readonly number[];
  /** The coins to accept from now on, none when empty; kept, and applied again after a reconnect. */
  setAcceptance(valuesMinor: readonly number[]): void;
  /**
   * Stops accepting and waits until coins already on their way have been reported (UnifiedPOS
   * FixDeposit). `offline`: the device has not said that it is closed, so it may take more.
   */
  fixDeposit(): Promise<'fixed' | 'offline'>;
}

export type PrepareOutcome =
  | { readonly kind: 'prepared'; readonly evidence: string }
  | { readonly kind: 'refused'; readonly reason: 'offline' | 'fault'; readonly detail: string };

/** Why a dispense ended as it did. Only `complete` paid all that was asked. */
export type DispenseCause = 'complete' | 'empty' | 'jam' | 'not-executed' | 'power-lost' | 'fault';

export type DispenseOutcome =
  | { readonly kind: 'settled'; readonly paid: number; readonly cause: DispenseCause }
  | {
      readonly kind: 'unknown';
      readonly reason: 'offline' | 'counters-disagree';
      readonly detail: string;
    };

/** Where the pieces of an order go: out to the customer, or into the machine's own cashbox. */
export type DispenseTarget = 'customer' | 'cashbox';

export interface DispenseOrder {
  /** Pieces to pay out, or to move into the cashbox. */
  readonly count: number;
  /** What `prepare` read from the device's own counters before any coin moved. */
  readonly evidence: string;
  readonly to: DispenseTarget;
}

/**
 * Pays out coins or notes of one value, and can be asked afterwards what it paid: a hopper, or one
 * denomination of a recycler, which then carries out one order at a time for all of them.
 */
export interface CashDispenser extends DirectCommands {
  /**
   * A `value-dispenser` pays an amount out of coins of its own choice: its value is the smallest
   * amount, a piece is one of those, and what lies in it is known as a sum alone.
   */
  readonly kind: 'coin-dispenser' | 'bill-dispenser' | 'value-dispenser';
  readonly device: string;
  readonly valueMinor: number;
  /** The unit whose orders it shares, one at a time for all its values. Absent: a unit by itself. */
  readonly unit?: string | undefined;
  /** Most pieces one order may ask for, as things stand. */
  readonly countMax: number;
  /** Whether it can move pieces into its cashbox by itself. */
  readonly canCollect: boolean;
  /** Readies the device for an order that goes there and reads its counters. Moves nothing. */
  prepare(to: DispenseTarget): Promise<PrepareOutcome>;
  /**
   * Pays out, or moves into the cashbox, once: `paid` counts the pieces that went where the order
   * sends them. The caller has made the order and its evidence durable before. Never repeats
   * the command by itself; a lost reply is settled from the device's counters.
   */
  dispense(order: DispenseOrder): Promise<DispenseOutcome>;
  /** Asks the device what became of an order, waiting while it is still paying. Moves nothing. */
  settle(order: DispenseOrder): Promise<DispenseOutcome>;
}

/** Pieces of one value in one place; a machine's places are `<device>/recycler` and `<device>/cassette`. */
export interface PlacedCount {
  readonly place: string;
  readonly valueMinor: number;
  readonly count: number;
}

/** What a whole machine can be told to do. */
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

export interface ChangerOrder {
  /** The caller's own id; the machine keeps it beside its number. */
  readonly jobId: string;
  readonly task: ChangerTask;
  readonly amountMinor?: number | undefined;
}

/** A job by both its names. */
export interface ChangerJobId {
  readonly jobId: string;
  readonly machineId: string;
}

/** `unanswered`: nobody knows whether the machine has heard it. */
export type OpenOutcome =
  | { readonly kind: 'opened'; readonly machineId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unanswered'; readonly reason: string };

export type FindOutcome =
  | Exclude<OpenOutcome, { kind: 'refused' }>
  | { readonly kind: 'not-found' };

export type ToldOutcome =
  | { readonly kind: 'told' }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** How a job stands: cumulative, so that the same report twice does no harm. */
export interface JobReport {
  readonly machineId: string;
  /** `waiting`: not told to begin yet. `unknown`: the machine has no such job. */
  readonly state: 'waiting' | 'running' | 'finished' | 'unknown';
  readonly in: readonly PlacedCount[];
  readonly out: readonly PlacedCount[];
  readonly inMinor: number;
  readonly outMinor: number;
  /** What it should have paid as well and had nothing to pay it with. */
  readonly notPaidMinor: number;
}

/** A value that a whole machine knows, by its own word. */
export interface ChangerDenomination {
  readonly valueMinor: number;
  readonly isNote: boolean;
  /** It pays it out again; what it only takes goes to a cassette. */
  readonly isRecycled: boolean;
}

/** Something that a whole machine asks to be looked at. The codes are ours, and so is every word of it. */
export interface ChangerAlert {
  readonly code:
    | 'piece-critical'
    | 'piece-inhibited'
    | 'piece-below-minimum'
    | 'piece-above-maximum'
    | 'piece-empty'
    /** It shows alerts of its own, on its own screen. */
    | 'alerts-at-machine';
  readonly valueMinor?: number | undefined;
  readonly count?: number | undefined;
}

/** What a whole machine tells beside its state. */
export type ChangerReport =
  | {
      readonly kind: 'job';
      readonly device: string;
      readonly jobId: string;
      readonly job: JobReport;
    }
  /** All that it holds, by its own count. */
  | { readonly kind: 'levels'; readonly device: string; readonly levels: readonly PlacedCount[] }
  /** Its values or its alerts are others than before; it moves nothing. */
  | { readonly kind: 'looked-over'; readonly device: string };

/** Takes such a report; resolves once what it says is durable. */
export type ChangerSink = (report: ChangerReport) => Promise<void>;

/**
 * A whole machine: it takes cash, works out the change and pays it by itself, one job at a time
 * (UnifiedPOS CashChanger). The caller makes each step durable before it asks for the next.
 */
export interface CashChanger extends DirectCommands {
  readonly kind: 'cash-changer';
  readonly device: string;
  /** How far it may round an amount by itself. */
  readonly roundingMaxMinor: number;
  /** The values it knows, ascending; empty until it has told them. */
  readonly denominations: readonly ChangerDenomination[];
  /** What it asks to be looked at, as last heard. */
  readonly alerts: readonly ChangerAlert[];
  /** Gives it a job, which it does not begin yet. Never repeats that by itself. */
  open(order: ChangerOrder): Promise<OpenOutcome>;
  /** Looks for a job by the caller's id. Moves nothing. */
  find(jobId: string): Promise<FindOutcome>;
  /** Lets it begin, and follows it; once it has begun, saying so again does nothing. */
  run(job: ChangerJobId): Promise<ToldOutcome>;
  /** Reports how it stands from now on, until it is finished and that has been taken. */
  follow(job: ChangerJobId): void;
  /** Ends it; `give-back`: what is in goes back, as far as the machine still can. */
  end(job: ChangerJobId, how: 'keep' | 'give-back'): Promise<ToldOutcome>;
  /** Lets the machine forget it: all of it is durable here. */
  forget(job: ChangerJobId): Promise<ToldOutcome>;
}

export type Device = CashAcceptor | CashDispenser | CashChanger;

/** The devices of one port, alive until disposed. */
export interface Port extends AsyncDisposable {
  readonly devices: readonly Device[];
  /** Those that are no part of the cash machine. */
  readonly peripherals?: readonly Peripheral[];
}

/** What a port is given, over whatever it speaks. */
export interface PortSurroundings {
  readonly clock: Clock;
  readonly report: ReportSink;
  readonly judge: EscrowJudge;
  /** The cursor last made durable for a device, if any. */
  readonly cursors: Readonly<Record<string, string>>;
  /** Diagnostics only: never money, secrets or note serials. */
  readonly trace: (event: TraceEvent) => void;
}

/** The same for a port that speaks over a pipe of bytes. */
export interface PortContext extends PortSurroundings {
  readonly transport: Transport;
}

/** The same for a port that speaks in HID reports. */
export interface HidPortContext extends PortSurroundings {
  readonly transport: HidTransport;
}

export type HidReportKind = 'input' | 'output' | 'feature';

export type TraceEvent =
  | { readonly kind: 'frame-sent' | 'frame-received'; readonly port: string; readonly hex: string }
  /** A HID report as the system takes it or gives it; the id is 0 where the device numbers none. */
  | {
      readonly kind: 'report-sent' | 'report-received';
      readonly port: string;
      readonly report: HidReportKind;
      readonly reportId: number;
      readonly hex: string;
    }
  /** What a HID device that was just opened says of its reports. */
  | { readonly kind: 'report-descriptor'; readonly port: string; readonly hex: string }
  | {
      readonly kind: 'bytes-dropped';
      readonly port: string;
      readonly count: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'request-retried';
      readonly port: string;
      readonly attempt: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'link-up' | 'link-down' | 'open-failed';
      readonly port: string;
      readonly detail: string;
    };
