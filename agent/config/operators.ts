/**
 * The people who work at the till. Their file is read again whenever it has changed, so that a new
 * operator needs no restart; a file that is no use lets nobody sign in, and sales go on.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import {
  barOf,
  isFull,
  isPinHash,
  isStored,
  readOperators,
  writeOperators,
  type OperatorBar,
  type StoredOperator,
  type WrittenOperator,
} from './operators-file.ts';
import { isPinFit, PinHasher, type PinVerdict } from './pin.ts';

/** What the rest of the till may know of an operator: all but the PIN's hash. */
export interface OperatorRecord {
  readonly operatorId: string;
  readonly name: string;
  readonly role: StoredOperator['role'];
  readonly isDisabled: boolean;
  readonly unlocks: number;
  /** Another one after every change, of the PIN too. */
  readonly revision: string;
}

/** One whom this release lets not sign in: another one has written what it cannot read of them. */
export interface BarredOperator {
  readonly operatorId: string;
  readonly unlocks: number;
  readonly bar: OperatorBar;
}

export type Roster =
  | {
      readonly kind: 'read';
      readonly operators: readonly OperatorRecord[];
      readonly barred: readonly BarredOperator[];
    }
  | { readonly kind: 'unusable'; readonly reason: string };

export interface NewOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: StoredOperator['role'];
  readonly pin: string;
}

export interface OperatorChange {
  readonly name?: string | undefined;
  readonly role?: StoredOperator['role'] | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly pin?: string | undefined;
  readonly isUnlocked?: boolean | undefined;
}

export type BookOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      readonly code: 'operator-not-found' | 'operator-exists' | 'operators-full' | 'pin-unfit';
    };

const DONE: BookOutcome = { kind: 'done' };

interface Read {
  readonly stamp: string;
  readonly roster: Roster;
  readonly written: readonly WrittenOperator[];
}

export interface OperatorsParts {
  readonly path: string;
  /** Keeps other processes off the file until disposed; undefined where one does not let go of it. */
  readonly lock: () => Promise<Disposable | undefined>;
  /** Told once for each state of the file that is no use. */
  readonly onUnusable?: (reason: string) => void;
  /** Told once for each state of the file in which somebody is barred. */
  readonly onBarred?: (barred: readonly BarredOperator[]) => void;
}

export class Operators {
  readonly #parts: OperatorsParts;
  readonly #path: string;
  readonly #hasher = new PinHasher();
  #read: Read | undefined;

  constructor(parts: OperatorsParts) {
    this.#parts = parts;
    this.#path = parts.path;
  }

  /** As the file is now. */
  roster(): Roster {
    return this.#current().roster;
  }

  /** Whether a PIN is an operator's; it takes as long for an id that nobody has. */
  async verify(operatorId: string, pin: string): Promise<PinVerdict> {
    if (this.#hasher.isFull) return 'overloaded';
    const hash = this.#current().written.find(({ id }) => id === operatorId)?.pin;
    const isRight = await this.#hasher.isRight(pin, isPinHash(hash) ? hash : undefined);
    return isRight ? 'right' : 'wrong';
  }

  /** True while one more PIN could not be looked at. */
  get isBusy(): boolean {
    return this.#hasher.isFull;
  }

  /** Throws `ConfigError` when the file cannot be read or written. */
  async add({ operatorId, name, role, pin }: NewOperator): Promise<BookOutcome> {
    if (!isPinFit(pin, operatorId)) return { kind: 'refused', code: 'pin-unfit' };
    const hash = await this.#hasher.hash(pin);
    using _ = await this.#locked();
    const before = readOperators(this.#path);
    if (before.operators.some(({ id }) => id === operatorId)) {
      return { kind: 'refused', code: 'operator-exists' };
    }
    if (isFull(before)) return { kind: 'refused', code: 'operators-full' };
    const added = { id: operatorId, name, role, pin: hash, isDisabled: false, unlocks: 0 };
    writeOperators(this.#path, { ...before, operators: [...before.operators, added] });
    return DONE;
  }

  /** Throws `ConfigError` when the file cannot be read or written. */
  async change(operatorId: string, change: OperatorChange): Promise<BookOutcome> {
    const { pin, isUnlocked = false, ...plain } = change;
    if (pin !== undefined && !isPinFit(pin, operatorId)) {
      return { kind: 'refused', code: 'pin-unfit' };
    }
    const hash = pin === undefined ? undefined : await this.#hasher.hash(pin);
    using _ = await this.#locked();
    const before = readOperators(this.#path);
    const old = before.operators.find(({ id }) => id === operatorId);
    if (old === undefined) return { kind: 'refused', code: 'operator-not-found' };
    const changed = {
      ...old,
      name: plain.name ?? old.name,
      role: plain.role ?? old.role,
      pin: hash ?? old.pin,
      isDisabled: plain.isDisabled ?? old.isDisabled,
      unlocks: old.unlocks + (isUnlocked ? 1 : 0),
    };
    const operators = before.operators.map((one) => (one === old ? changed : one));
    writeOperators(this.#path, { ...before, operators });
    return DONE;
  }

  /** From what is read to what is written nobody else changes the file. Throws `ConfigError` `in-use`. */
  async #locked(): Promise<Disposable> {
    const held = await this.#parts.lock();
    if (held !== undefined) return held;
    const reason = 'another program is changing it, and does not come to an end';
    throw new ConfigError('in-use', this.#path, { reason });
  }

  #current(): Read {
    const stamp = stampOf(this.#path);
    if (this.#read?.stamp === stamp) return this.#read;
    const read = readAs(stamp, this.#path);
    this.#read = read;
    this.#tell(read.roster);
    return read;
  }

  #tell(roster: Roster): void {
    if (roster.kind === 'unusable') this.#parts.onUnusable?.(roster.reason);
    else if (roster.barred.length > 0) this.#parts.onBarred?.(roster.barred);
  }
}

/** Something else after every change of the file. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  }
}

function readAs(stamp: string, path: string): Read {
  try {
    const { operators: written } = readOperators(path);
    return { stamp, written, roster: rosterOf(written) };
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    return { stamp, written: [], roster: { kind: 'unusable', reason: cause.message } };
  }
}

function rosterOf(written: readonly WrittenOperator[]): Roster {
  const barred = written.flatMap((one) => {
    const bar = barOf(one);
    return bar === undefined || one.isDisabled
      ? []
      : [{ operatorId: one.id, unlocks: one.unlocks, bar }];
  });
  return { kind: 'read', operators: written.filter(isStored).map(recordOf), barred };
}

function recordOf(stored: StoredOperator): OperatorRecord {
  const { id, name, role, isDisabled, unlocks } = stored;
  const revision = createHash('sha256').update(JSON.stringify(stored)).digest('hex');
  return { operatorId: id, name, role, isDisabled, unlocks, revision };
}
