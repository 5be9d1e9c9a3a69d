/**
 * What a till may promise with no line to the vendor. A lease is cut from the balance at the hub, so
 * all leases together never exceed it; the till promises from its leases and from nothing else. Only
 * the till's own durable word, or an admin, ends a lease: a clock that is stopped or wrong neither
 * adds to it nor takes from it.
 */
import { cutParts, isAmount, joinParts, totalOf } from './parts.ts';

export interface Lease {
  readonly id: string;
  /** The balance it was cut from: credits, minutes of a pool, or money of a wallet. */
  readonly account: string;
  readonly amount: number;
}

export interface Leasing {
  /** In the order they came. */
  readonly leases: readonly HeldLease[];
  /** Those open, and the newest that have ended. */
  readonly promises: readonly LeasePromise[];
}

export interface HeldLease extends Lease {
  /** Neither promised nor settled. */
  readonly left: number;
  readonly state: 'open' | 'closed';
}

export interface LeasePromise {
  readonly ticket: string;
  readonly account: string;
  /** By lease: one ticket may need two. */
  readonly parts: readonly LeasePart[];
  readonly state: 'promised' | 'settled' | 'released';
}

export interface LeasePart {
  readonly lease: string;
  readonly amount: number;
}

export type LeasingEvent =
  /** A lease has come whose signature holds and that is for this till. */
  | { readonly kind: 'lease-arrived'; readonly lease: Lease }
  | {
      readonly kind: 'promise-asked';
      readonly ticket: string;
      readonly account: string;
      readonly amount: number;
    }
  /** The work is done; what it took may be less or more than was promised. */
  | { readonly kind: 'ticket-settled'; readonly ticket: string; readonly amount: number }
  | { readonly kind: 'ticket-released'; readonly ticket: string }
  | { readonly kind: 'lease-close-asked'; readonly lease: string };

export type LeasingAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'repeated' }
  /** No lease reaches: the line to the vendor is needed. */
  | { readonly kind: 'line-needed'; readonly missing: number }
  | { readonly kind: 'refused'; readonly code: LeasingRefusal };

export type LeasingRefusal =
  | 'amount-invalid'
  /** Another lease came under the same id before. */
  | 'lease-differs'
  | 'lease-unknown'
  /** A promise is open that it stands behind. */
  | 'lease-in-use'
  | 'ticket-unknown'
  | 'ticket-ended';

/** What the journal says of it; the hub's ledger follows these lines and nothing else. */
export interface LeaseLineBodies {
  readonly 'lease-taken': Lease;
  /** All that the ticket has been promised by now. */
  readonly 'lease-promised': TicketParts;
  readonly 'lease-settled': TicketParts;
  readonly 'lease-released': { readonly ticket: string };
  /** The till promises nothing from it any more; `left` goes back to the balance. */
  readonly 'lease-closed': { readonly lease: string; readonly left: number };
}

interface TicketParts {
  readonly ticket: string;
  readonly parts: readonly LeasePart[];
}

export type LeaseLine = {
  readonly [Kind in keyof LeaseLineBodies]: {
    readonly kind: Kind;
    readonly body: LeaseLineBodies[Kind];
  };
}[keyof LeaseLineBodies];

export interface LeasingStep {
  readonly state: Leasing;
  readonly lines: readonly LeaseLine[];
  readonly answer: LeasingAnswer;
}

export const NO_LEASES: Leasing = { leases: [], promises: [] };

/** Ended promises that are remembered, so that a repetition is answered as one. */
const ENDED_KEPT_MAX = 500;

export function stepLeasing(state: Leasing, event: LeasingEvent): LeasingStep {
  switch (event.kind) {
    case 'lease-arrived':
      return arrived(state, event.lease);
    case 'promise-asked':
      return promise(state, event);
    case 'ticket-settled':
      return settle(state, event);
    case 'ticket-released':
      return release(state, event.ticket);
    case 'lease-close-asked':
      return close(state, event.lease);
  }
}

/** What can be promised of an account at once. */
export function promisable({ leases }: Leasing, account: string): number {
  return openLeases({ leases }, account).reduce((sum, { left }) => sum + left, 0);
}

function arrived(state: Leasing, lease: Lease): LeasingStep {
  if (!isAmount(lease.amount)) return unchanged(state, refused('amount-invalid'));
  const held = leaseIn(state, lease.id);
  if (held !== undefined) {
    const isSame = held.account === lease.account && held.amount === lease.amount;
    return unchanged(state, isSame ? { kind: 'repeated' } : refused('lease-differs'));
  }
  const { id, account, amount } = lease;
  const fresh: HeldLease = { id, account, amount, left: amount, state: 'open' };
  return {
    state: { ...state, leases: [...state.leases, fresh] },
    lines: [{ kind: 'lease-taken', body: { id, account, amount } }],
    answer: { kind: 'done' },
  };
}

function promise(
  state: Leasing,
  { ticket, account, amount }: Extract<LeasingEvent, { kind: 'promise-asked' }>,
): LeasingStep {
  if (!isAmount(amount)) return unchanged(state, refused('amount-invalid'));
  const before = promiseIn(state, ticket);
  if (before !== undefined) return promiseMore(state, before, amount);
  const drawn = draw(state, account, amount);
  if (drawn.kind === 'short') return unchanged(state, needsLine(drawn.missing));
  const made: LeasePromise = { ticket, account, parts: drawn.parts, state: 'promised' };
  return {
    state: { leases: drawn.leases, promises: withPromise(state, made) },
    lines: [{ kind: 'lease-promised', body: { ticket, parts: drawn.parts } }],
    answer: { kind: 'done' },
  };
}

/** The next block of a ticket under way: the promise grows to `amount`, and never shrinks. */
function promiseMore(state: Leasing, before: LeasePromise, amount: number): LeasingStep {
  if (before.state !== 'promised') return unchanged(state, refused('ticket-ended'));
  const more = amount - totalOf(before.parts);
  if (more <= 0) return unchanged(state, { kind: 'repeated' });
  const drawn = draw(state, before.account, more);
  if (drawn.kind === 'short') return unchanged(state, needsLine(drawn.missing));
  const parts = joinParts([...before.parts, ...drawn.parts], leaseOf);
  const { ticket } = before;
  return {
    state: { leases: drawn.leases, promises: withPromise(state, { ...before, parts }) },
    lines: [{ kind: 'lease-promised', body: { ticket, parts } }],
    answer: { kind: 'done' },
  };
}

function settle(
  state: Leasing,
  { ticket, amount }: Extract<LeasingEvent, { kind: 'ticket-settled' }>,
): LeasingStep {
  if (!isAmount(amount)) return unchanged(state, refused('amount-invalid'));
  const before = promiseIn(state, ticket);
  if (before === undefined) return unchanged(state, refused('ticket-unknown'));
  if (before.state !== 'promised') return unchanged(state, endedAnswer(before, 'settled', amount));
  const grown = promiseMore(state, before, amount);
  if (grown.answer.kind === 'line-needed') return grown;
  const { taken: parts, left: rest } = cutParts(
    promiseIn(grown.state, ticket)?.parts ?? [],
    amount,
  );
  const settled: LeasePromise = { ...before, parts, state: 'settled' };
  return {
    state: {
      leases: givenBack(grown.state.leases, rest),
      promises: withPromise(grown.state, settled),
    },
    lines: [...grown.lines, { kind: 'lease-settled', body: { ticket, parts } }],
    answer: { kind: 'done' },
  };
}

function release(state: Leasing, ticket: string): LeasingStep {
  const before = promiseIn(state, ticket);
  if (before === undefined) return unchanged(state, refused('ticket-unknown'));
  if (before.state !== 'promised') return unchanged(state, endedAnswer(before, 'released'));
  const released: LeasePromise = { ...before, parts: [], state: 'released' };
  return {
    state: {
      leases: givenBack(state.leases, before.parts),
      promises: withPromise(state, released),
    },
    lines: [{ kind: 'lease-released', body: { ticket } }],
    answer: { kind: 'done' },
  };
}

function close(state: Leasing, id: string): LeasingStep {
  const held = leaseIn(state, id);
  if (held === undefined) return unchanged(state, refused('lease-unknown'));
  if (held.state === 'closed') return unchanged(state, { kind: 'repeated' });
  const isInUse = state.promises.some(
    (each) => each.state === 'promised' && each.parts.some(({ lease }) => lease === id),
  );
  if (isInUse) return unchanged(state, refused('lease-in-use'));
  const closed: HeldLease = { ...held, left: 0, state: 'closed' };
  return {
    state: { ...state, leases: withLease(state.leases, closed) },
    lines: [{ kind: 'lease-closed', body: { lease: id, left: held.left } }],
    answer: { kind: 'done' },
  };
}

type Drawn =
  | {
      readonly kind: 'drawn';
      readonly leases: readonly HeldLease[];
      readonly parts: readonly LeasePart[];
    }
  | { readonly kind: 'short'; readonly missing: number };

function draw(state: Leasing, account: string, amount: number): Drawn {
  const missing = amount - promisable(state, account);
  if (missing > 0) return { kind: 'short', missing };
  let { leases } = state;
  const parts: LeasePart[] = [];
  let wanted = amount;
  for (const lease of openLeases(state, account)) {
    const part = Math.min(wanted, lease.left);
    if (part === 0) continue;
    leases = withLease(leases, { ...lease, left: lease.left - part });
    parts.push({ lease: lease.id, amount: part });
    wanted -= part;
  }
  return { kind: 'drawn', leases, parts };
}

/** In the order of their ids, which is the same on every replay. */
function openLeases({ leases }: Pick<Leasing, 'leases'>, account: string): readonly HeldLease[] {
  return leases
    .filter((lease) => lease.account === account && lease.state === 'open')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function givenBack(
  leases: readonly HeldLease[],
  parts: readonly LeasePart[],
): readonly HeldLease[] {
  return leases.map((lease) => {
    const back = parts.filter((part) => part.lease === lease.id);
    return back.length === 0 ? lease : { ...lease, left: lease.left + totalOf(back) };
  });
}

function leaseIn({ leases }: Leasing, id: string): HeldLease | undefined {
  return leases.find((lease) => lease.id === id);
}

function promiseIn({ promises }: Leasing, ticket: string): LeasePromise | undefined {
  return promises.find((each) => each.ticket === ticket);
}

function withLease(leases: readonly HeldLease[], changed: HeldLease): readonly HeldLease[] {
  return leases.map((lease) => (lease.id === changed.id ? changed : lease));
}

function withPromise({ promises }: Leasing, changed: LeasePromise): readonly LeasePromise[] {
  const others = promises.filter(({ ticket }) => ticket !== changed.ticket);
  const ended = others.filter(({ state }) => state !== 'promised');
  const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_KEPT_MAX)));
  return [...others.filter((each) => !forgotten.has(each)), changed];
}

function leaseOf({ lease }: LeasePart): string {
  return lease;
}

function endedAnswer(before: LeasePromise, as: 'settled' | 'released', amount = 0): LeasingAnswer {
  const isSame = before.state === as && totalOf(before.parts) === amount;
  return isSame ? { kind: 'repeated' } : refused('ticket-ended');
}

function unchanged(state: Leasing, answer: LeasingAnswer): LeasingStep {
  return { state, lines: [], answer };
}

function needsLine(missing: number): LeasingAnswer {
  return { kind: 'line-needed', missing };
}

function refused(code: LeasingRefusal): LeasingAnswer {
  return { kind: 'refused', code };
}
