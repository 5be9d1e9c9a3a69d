/**
 * One payout: several legs side by side, each a single order to a single dispenser, and the next of a
 * unit as soon as its last is settled from the device's own counters. What a leg may have paid is
 * taken for paid until its device has positively said what was not done: no command is repeated, and
 * nothing of it is made up elsewhere, before that.
 */
import { invariant } from '../invariant.ts';
import type { DispenseEnd, DispenseTarget, LineDraft, PayoutPurpose } from '../journal-line.ts';
import { isUnattended } from './attendance.ts';
import type { CashCounts } from './counts.ts';
import {
  ATTEMPTS_MAX,
  planLegs,
  promisedMinor,
  type Leg,
  type LegFacts,
  type LegProgress,
  type LegsSoFar,
  type OpenLeg,
} from './payout-leg.ts';
import { choiceAfter, countsOf } from './piece-choice.ts';
import { correctionsOf } from './tube-corrections.ts';

/** Its legs: never none, no two at one unit, together for no more than the rest. */
export interface Payout extends LegProgress, LegsSoFar {
  readonly payoutId: string;
  readonly purpose: PayoutPurpose;
  /** The sale, the debt or the operation it is for. */
  readonly ownerId: string;
}

export type PayoutEvent =
  | { readonly kind: 'dispense-prepared'; readonly leg: number; readonly evidence: string }
  | { readonly kind: 'dispense-refused'; readonly leg: number }
  | {
      readonly kind: 'dispense-settled';
      readonly leg: number;
      readonly paid: number;
      readonly end: DispenseEnd;
    }
  | {
      readonly kind: 'dispense-unknown';
      readonly leg: number;
      readonly reason: string;
      readonly detail: string;
    }
  | { readonly kind: 'device-appeared'; readonly device: string }
  | { readonly kind: 'time-passed' }
  | { readonly kind: 'agent-started' }
  | { readonly kind: 'parked' };

export type PayoutEffect =
  | {
      readonly kind: 'prepare-dispense';
      readonly payoutId: string;
      readonly leg: number;
      readonly device: string;
      readonly to: DispenseTarget;
    }
  | ({ readonly kind: 'dispense' } & SentOrder)
  | ({ readonly kind: 'settle-dispense' } & SentOrder);

interface SentOrder {
  readonly payoutId: string;
  readonly leg: number;
  readonly device: string;
  readonly count: number;
  readonly evidence: string;
  readonly to: DispenseTarget;
}

/** `finished` is told apart from going on because the payout is gone then and its owner moves. */
export type PayoutStep =
  | {
      readonly kind: 'open';
      readonly payout: Payout;
      readonly lines: readonly LineDraft[];
      readonly effects: readonly PayoutEffect[];
    }
  | ({
      readonly kind: 'finished';
      readonly lines: readonly LineDraft[];
    } & PayoutEnd);

/** What a payout came to. */
export interface PayoutEnd {
  readonly paidMinor: number;
  readonly shortMinor: number;
  /** Of the pieces that were chosen, those that did not come; none where none were. */
  readonly short: CashCounts;
}

/** What a payout is made of before its first leg is known. */
export type PayoutOrder = Pick<
  Payout,
  'payoutId' | 'purpose' | 'ownerId' | 'amountMinor' | 'to' | 'choice' | 'currency'
>;

/** Plans the first legs; finishes at once, short, where no dispenser can pay anything. */
export function startPayout(order: PayoutOrder, facts: LegFacts): PayoutStep {
  invariant(order.amountMinor > 0, 'a payout has an amount');
  const { payoutId, purpose, ownerId, amountMinor, currency } = order;
  const started: LineDraft = {
    kind: 'payout-started',
    body: { payoutId, purpose, ownerId, amountMinor, currency },
  };
  const payout = {
    ...order,
    paidMinor: 0,
    startedAtMs: facts.nowMs,
    attempts: {},
    isParked: false,
    legs: [],
    lastLeg: 0,
  };
  return goOn(payout, { lines: [started], facts });
}

/** Moves one payout on. An event about a leg that is no longer under way changes nothing. */
export function stepPayout(payout: Payout, event: PayoutEvent, facts: LegFacts): PayoutStep {
  switch (event.kind) {
    case 'dispense-prepared':
      return prepared(payout, event, facts);
    case 'dispense-refused':
      return refused(payout, event, facts);
    case 'dispense-settled':
      return settled(payout, event, facts);
    case 'dispense-unknown':
      return unknown(payout, event, facts);
    case 'device-appeared':
      return askUnresolved(payout, [event.device]);
    case 'time-passed': {
      const reachable = facts.dispensers.map(({ device }) => device);
      return askUnresolved(payout, reachable);
    }
    case 'agent-started':
      return recovered(payout, facts);
    case 'parked':
      return unchanged({ ...payout, isParked: true });
  }
}

/** Nothing of it moves any more, and somewhere nobody can say yet what has. */
export function isUnresolved({ legs }: Payout): boolean {
  return legs.every(({ kind }) => kind === 'unresolved');
}

interface Moved {
  readonly lines: readonly LineDraft[];
  readonly facts: LegFacts;
}

/** Plans what may go beside the legs that are left; the payout ends where neither is any. */
function goOn(payout: Payout, { lines, facts }: Moved): PayoutStep {
  const planned = planLegs(payout, facts);
  const legs: readonly OpenLeg[] = [
    ...payout.legs,
    ...planned.map((leg) => ({ kind: 'preparing', leg }) as const),
  ];
  if (legs.length === 0) return finished(payout, lines);
  return {
    kind: 'open',
    payout: { ...payout, legs, lastLeg: payout.lastLeg + planned.length },
    lines,
    effects: planned.map((leg) => prepare(payout, leg)),
  };
}

function finished(payout: Payout, lines: readonly LineDraft[]): PayoutStep {
  const { payoutId, amountMinor, paidMinor } = payout;
  const shortMinor = Math.max(amountMinor - paidMinor, 0);
  const excessMinor = Math.max(paidMinor - amountMinor, 0);
  const line: LineDraft = {
    kind: 'payout-finished',
    body: { payoutId, paidMinor, shortMinor, excessMinor },
  };
  const short = countsOf(payout.choice);
  return { kind: 'finished', lines: [...lines, line], paidMinor, shortMinor, short };
}

function prepared(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-prepared' }>,
  facts: LegFacts,
): PayoutStep {
  const open = openLeg(payout, event.leg);
  if (open?.kind !== 'preparing') return unchanged(payout);
  const { leg } = open;
  if (payout.isParked || !isWithin(payout, leg)) {
    return goOn(withoutLeg(payout, leg), { lines: [], facts });
  }
  const { payoutId, to } = payout;
  const { evidence } = event;
  return {
    kind: 'open',
    payout: replaceLeg(payout, { kind: 'dispensing', leg, evidence }),
    lines: [{ kind: 'dispense-started', body: { payoutId, ...leg, evidence, to } }],
    effects: [order('dispense', payout, { leg, evidence })],
  };
}

/** A device that has paid too much meanwhile leaves less for the others. */
function isWithin({ amountMinor, paidMinor, legs }: Payout, leg: Leg): boolean {
  const ordered = legs.filter(({ kind }) => kind !== 'preparing');
  const orderedMinor = promisedMinor(ordered);
  return paidMinor + orderedMinor + leg.count * leg.valueMinor <= amountMinor;
}

function refused(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-refused' }>,
  facts: LegFacts,
): PayoutStep {
  const open = openLeg(payout, event.leg);
  if (open?.kind !== 'preparing') return unchanged(payout);
  const { leg } = open;
  const attempts = { ...payout.attempts, [leg.device]: ATTEMPTS_MAX };
  return goOn({ ...withoutLeg(payout, leg), attempts }, { lines: [], facts });
}

function settled(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-settled' }>,
  facts: LegFacts,
): PayoutStep {
  const open = openLeg(payout, event.leg);
  if (open === undefined || open.kind === 'preparing') return unchanged(payout);
  const { leg } = open;
  const { paid, end } = event;
  const { payoutId, to } = payout;
  const settlement: LineDraft = {
    kind: 'dispense-settled',
    body: { payoutId, ...leg, paid, end, to },
  };
  const corrections = correctionsOf({ ...leg, paid, isEmpty: end === 'empty' }, facts.holdings);
  // An operator stands by while an operation goes on, however long it takes.
  const isWatched = payout.purpose === 'operation' && open.kind === 'dispensing';
  const progressed: Payout = {
    ...withoutLeg(payout, leg),
    paidMinor: payout.paidMinor + paid * leg.valueMinor,
    choice: choiceAfter(payout.choice, leg, paid),
    ...(isWatched ? { watchedAtMs: facts.nowMs } : {}),
    attempts: attemptsAfter(payout.attempts, leg.device, end),
    // After a power cut the machine does not start paying by itself: a person decides.
    isParked: payout.isParked || end === 'power-lost' || end === 'counted',
  };
  return goOn(progressed, {
    lines: [...corrections.before, settlement, ...corrections.after],
    facts: { ...facts, holdings: corrections.holdings },
  });
}

function attemptsAfter(
  attempts: Payout['attempts'],
  device: string,
  end: DispenseEnd,
): Payout['attempts'] {
  if (end === 'complete') return attempts;
  const used = end === 'not-executed' ? (attempts[device] ?? 0) + 1 : ATTEMPTS_MAX;
  return { ...attempts, [device]: used };
}

function unknown(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-unknown' }>,
  facts: LegFacts,
): PayoutStep {
  const open = openLeg(payout, event.leg);
  if (open === undefined || open.kind === 'preparing') return unchanged(payout);
  const { leg, evidence } = open;
  const { reason, detail } = event;
  const body = { payoutId: payout.payoutId, leg: leg.leg, device: leg.device, reason, detail };
  // Asked again and none the wiser: that is no news, and no new line.
  const isNews = open.kind !== 'unresolved' || open.reason !== reason;
  const waiting = replaceLeg(payout, {
    kind: 'unresolved',
    leg,
    evidence,
    reason,
    isAsking: false,
  });
  if (!isNews) return unchanged(waiting);
  return goOn(waiting, { lines: [{ kind: 'dispense-unresolved', body }], facts });
}

/** Every order that may be out is asked after by itself; none is sent again. */
function recovered(payout: Payout, facts: LegFacts): PayoutStep {
  // What an operator had begun does not go on by itself either: they look at it and begin anew.
  const isStale = payout.purpose === 'operation' || isUnattended(payout.startedAtMs, facts.nowMs);
  const isParked = payout.isParked || isStale;
  const legs = payout.legs.filter(({ kind }) => kind !== 'preparing' || !isParked).map(asked);
  if (legs.length === 0) return finished(payout, []);
  return {
    kind: 'open',
    payout: { ...payout, isParked, legs },
    lines: [],
    // Devices are still coming up: a leg that was planned waits for its own.
    effects: legs.map((open) =>
      open.kind === 'preparing'
        ? prepare(payout, open.leg)
        : order('settle-dispense', payout, open),
    ),
  };
}

/** Asks the devices what became of their orders; sends none. */
function askUnresolved(payout: Payout, devices: readonly string[]): PayoutStep {
  const due = payout.legs.filter(
    (open) => open.kind === 'unresolved' && !open.isAsking && devices.includes(open.leg.device),
  );
  if (due.length === 0) return unchanged(payout);
  return {
    kind: 'open',
    payout: {
      ...payout,
      legs: payout.legs.map((open) => (due.includes(open) ? asked(open) : open)),
    },
    lines: [],
    effects: due.flatMap((open) =>
      open.kind === 'preparing' ? [] : [order('settle-dispense', payout, open)],
    ),
  };
}

function asked(open: OpenLeg): OpenLeg {
  return open.kind === 'unresolved' ? { ...open, isAsking: true } : open;
}

function openLeg({ legs }: Payout, number: number): OpenLeg | undefined {
  return legs.find(({ leg }) => leg.leg === number);
}

function withoutLeg(payout: Payout, { leg: number }: Leg): Payout {
  return { ...payout, legs: payout.legs.filter(({ leg }) => leg.leg !== number) };
}

function replaceLeg(payout: Payout, open: OpenLeg): Payout {
  const legs = payout.legs.map((one) => (one.leg.leg === open.leg.leg ? open : one));
  return { ...payout, legs };
}

function unchanged(payout: Payout): PayoutStep {
  return { kind: 'open', payout, lines: [], effects: [] };
}

function prepare({ payoutId, to }: Payout, { leg, device }: Leg): PayoutEffect {
  return { kind: 'prepare-dispense', payoutId, leg, device, to: to ?? 'customer' };
}

function order(
  kind: 'dispense' | 'settle-dispense',
  { payoutId, to }: Payout,
  { leg, evidence }: { readonly leg: Leg; readonly evidence: string },
): PayoutEffect {
  const { device, count } = leg;
  return { kind, payoutId, leg: leg.leg, device, count, evidence, to: to ?? 'customer' };
}
