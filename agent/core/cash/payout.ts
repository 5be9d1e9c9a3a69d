/**
 * One payout, leg by leg. Each leg is a single order to a single dispenser, and the next one is
 * planned only after the last has been settled from the device's counters: no command is repeated,
 * and nothing is made up elsewhere, before the device has positively said what was not done.
 */
import { invariant } from '../invariant.ts';
import type { DispenseEnd, DispenseTarget, LineDraft, PayoutPurpose } from '../journal-line.ts';
import { isUnattended } from './attendance.ts';
import type { CashCounts } from './counts.ts';
import { ATTEMPTS_MAX, planLeg, type Leg, type LegFacts, type LegProgress } from './payout-leg.ts';
import { choiceAfter, countsOf } from './piece-choice.ts';
import { correctionsOf } from './tube-corrections.ts';

export type PayoutPhase =
  /** The device is asked for its counters; nothing has moved. */
  | { readonly kind: 'preparing'; readonly leg: Leg }
  /** The order is written down and may have been carried out. */
  | { readonly kind: 'dispensing'; readonly leg: Leg; readonly evidence: string }
  /** The order may have been carried out and nobody can say yet; `reason`: why not. */
  | {
      readonly kind: 'unresolved';
      readonly leg: Leg;
      readonly evidence: string;
      readonly reason: string;
      /** The device is being asked; one question at a time. */
      readonly isAsking: boolean;
    };

export interface Payout extends LegProgress {
  readonly payoutId: string;
  readonly purpose: PayoutPurpose;
  /** The sale, the debt or the operation it is for. */
  readonly ownerId: string;
  readonly phase: PayoutPhase;
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

/** Plans the first leg; finishes at once, short, where no dispenser can pay anything. */
export function startPayout(order: PayoutOrder, facts: LegFacts): PayoutStep {
  invariant(order.amountMinor > 0, 'a payout has an amount');
  const { payoutId, purpose, ownerId, amountMinor, currency } = order;
  const started: LineDraft = {
    kind: 'payout-started',
    body: { payoutId, purpose, ownerId, amountMinor, currency },
  };
  const progress = {
    ...order,
    paidMinor: 0,
    startedAtMs: facts.nowMs,
    attempts: {},
    isParked: false,
  };
  return nextLeg({ progress, after: 0, lines: [started], facts });
}

/** Moves one payout on. An event about a leg that is no longer under way changes nothing. */
export function stepPayout(payout: Payout, event: PayoutEvent, facts: LegFacts): PayoutStep {
  switch (event.kind) {
    case 'dispense-prepared':
      return prepared(payout, event);
    case 'dispense-refused':
      return refused(payout, event, facts);
    case 'dispense-settled':
      return settled(payout, event, facts);
    case 'dispense-unknown':
      return unknown(payout, event);
    case 'device-appeared':
      return payout.phase.leg.device === event.device ? askIfUnresolved(payout) : unchanged(payout);
    case 'time-passed':
      return isReachable(payout, facts) ? askIfUnresolved(payout) : unchanged(payout);
    case 'agent-started':
      return recovered(payout, facts);
    case 'parked':
      return unchanged({ ...payout, isParked: true });
  }
}

type Progress = Omit<Payout, 'phase'>;

interface Planning {
  readonly progress: Progress;
  /** Number of the last leg. */
  readonly after: number;
  readonly lines: readonly LineDraft[];
  readonly facts: LegFacts;
}

function nextLeg({ progress, after, lines, facts }: Planning): PayoutStep {
  const leg = planLeg(progress, after + 1, facts);
  if (leg === undefined) return finished(progress, lines);
  return {
    kind: 'open',
    payout: { ...progress, phase: { kind: 'preparing', leg } },
    lines,
    effects: [prepare(progress, leg)],
  };
}

function finished(progress: Progress, lines: readonly LineDraft[]): PayoutStep {
  const { payoutId, amountMinor, paidMinor } = progress;
  const shortMinor = Math.max(amountMinor - paidMinor, 0);
  const excessMinor = Math.max(paidMinor - amountMinor, 0);
  const line: LineDraft = {
    kind: 'payout-finished',
    body: { payoutId, paidMinor, shortMinor, excessMinor },
  };
  const short = countsOf(progress.choice);
  return { kind: 'finished', lines: [...lines, line], paidMinor, shortMinor, short };
}

function prepared(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-prepared' }>,
): PayoutStep {
  const { phase, payoutId } = payout;
  if (phase.kind !== 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const { leg } = phase;
  const { evidence } = event;
  return {
    kind: 'open',
    payout: { ...payout, phase: { kind: 'dispensing', leg, evidence } },
    lines: [{ kind: 'dispense-started', body: { payoutId, ...leg, evidence, to: payout.to } }],
    effects: [order('dispense', payout, { leg, evidence })],
  };
}

function refused(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-refused' }>,
  facts: LegFacts,
): PayoutStep {
  const { phase, ...progress } = payout;
  if (phase.kind !== 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const attempts = { ...progress.attempts, [phase.leg.device]: ATTEMPTS_MAX };
  return nextLeg({ progress: { ...progress, attempts }, after: event.leg, lines: [], facts });
}

function settled(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-settled' }>,
  facts: LegFacts,
): PayoutStep {
  const { phase, ...progress } = payout;
  if (phase.kind === 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const { leg } = phase;
  const { paid, end } = event;
  const settlement: LineDraft = {
    kind: 'dispense-settled',
    body: { payoutId: payout.payoutId, ...leg, paid, end, to: payout.to },
  };
  const corrections = correctionsOf({ ...leg, paid, isEmpty: end === 'empty' }, facts.holdings);
  return nextLeg({
    progress: {
      ...progress,
      paidMinor: progress.paidMinor + paid * leg.valueMinor,
      choice: choiceAfter(progress.choice, leg, paid),
      ...(isWatched(payout) ? { watchedAtMs: facts.nowMs } : {}),
      attempts: attemptsAfter(progress.attempts, leg.device, end),
      // After a power cut the machine does not start paying by itself: a person decides.
      isParked: progress.isParked || end === 'power-lost' || end === 'counted',
    },
    after: leg.leg,
    lines: [...corrections.before, settlement, ...corrections.after],
    facts: { ...facts, holdings: corrections.holdings },
  });
}

/** An operator stands by while an operation goes on, however long it takes. */
function isWatched({ purpose, phase }: Payout): boolean {
  return purpose === 'operation' && phase.kind === 'dispensing';
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
): PayoutStep {
  const { phase, payoutId } = payout;
  if (phase.kind === 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const { leg, evidence } = phase;
  const { reason, detail } = event;
  const body = { payoutId, leg: leg.leg, device: leg.device, reason, detail };
  // Asked again and none the wiser: that is no news, and no new line.
  const isNews = phase.kind !== 'unresolved' || phase.reason !== reason;
  return {
    kind: 'open',
    payout: { ...payout, phase: { kind: 'unresolved', leg, evidence, reason, isAsking: false } },
    lines: isNews ? [{ kind: 'dispense-unresolved', body }] : [],
    effects: [],
  };
}

function recovered(payout: Payout, facts: LegFacts): PayoutStep {
  const { phase, ...progress } = payout;
  // What an operator had begun does not go on by itself either: they look at it and begin anew.
  const isStale = payout.purpose === 'operation' || isUnattended(payout.startedAtMs, facts.nowMs);
  const current = { ...payout, isParked: payout.isParked || isStale };
  if (phase.kind !== 'preparing') return ask(current);
  if (current.isParked) return finished({ ...progress, isParked: true }, []);
  // Devices are still coming up: the leg that was planned waits for its own.
  const effects = [prepare(payout, phase.leg)];
  return { kind: 'open', payout: current, lines: [], effects };
}

function isReachable({ phase }: Payout, { dispensers }: LegFacts): boolean {
  return dispensers.some(({ device }) => device === phase.leg.device);
}

function askIfUnresolved(payout: Payout): PayoutStep {
  const { phase } = payout;
  return phase.kind === 'unresolved' && !phase.isAsking ? ask(payout) : unchanged(payout);
}

/** Asks the device what became of the order; sends none. */
function ask(payout: Payout): PayoutStep {
  const { phase } = payout;
  invariant(phase.kind !== 'preparing', 'only an order that was sent can be settled');
  const asking = phase.kind === 'unresolved' ? { ...phase, isAsking: true } : phase;
  return {
    kind: 'open',
    payout: { ...payout, phase: asking },
    lines: [],
    effects: [order('settle-dispense', payout, phase)],
  };
}

function unchanged(payout: Payout): PayoutStep {
  return { kind: 'open', payout, lines: [], effects: [] };
}

function prepare({ payoutId, to }: Progress, { leg, device }: Leg): PayoutEffect {
  return { kind: 'prepare-dispense', payoutId, leg, device, to: to ?? 'customer' };
}

function order(
  kind: 'dispense' | 'settle-dispense',
  { payoutId, to }: Progress,
  { leg, evidence }: { readonly leg: Leg; readonly evidence: string },
): PayoutEffect {
  const { device, count } = leg;
  return { kind, payoutId, leg: leg.leg, device, count, evidence, to: to ?? 'customer' };
}
