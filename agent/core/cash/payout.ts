/**
 * One payout, leg by leg. Each leg is a single order to a single dispenser, and the next one is
 * planned only after the last has been settled from the device's counters: no command is repeated,
 * and nothing is made up elsewhere, before the device has positively said what was not done.
 */
import { invariant } from '../invariant.ts';
import type { DispenseEnd, LineDraft, PayoutPurpose } from '../journal-line.ts';
import { isUnattended } from './attendance.ts';
import { countOf } from './counts.ts';
import { heldAt, type Holdings } from './holdings.ts';
import { planDispense, type DispenseSource } from './plan.ts';

/** Orders to one dispenser that came to nothing before a payout gives it up. */
const ATTEMPTS_MAX = 3;

export interface Leg {
  readonly leg: number;
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
}

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

export interface Payout {
  readonly payoutId: string;
  readonly purpose: PayoutPurpose;
  /** The sale or the debt it is for. */
  readonly ownerId: string;
  readonly amountMinor: number;
  readonly paidMinor: number;
  readonly startedAtMs: number;
  readonly phase: PayoutPhase;
  /** Orders that came to nothing, a device. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Nobody waits for it any more: the leg under way is settled, and the rest becomes owed. */
  readonly isParked: boolean;
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
    }
  | ({ readonly kind: 'dispense' } & SentOrder)
  | ({ readonly kind: 'settle-dispense' } & SentOrder);

interface SentOrder {
  readonly payoutId: string;
  readonly leg: number;
  readonly device: string;
  readonly count: number;
  readonly evidence: string;
}

export interface PayoutFacts {
  readonly nowMs: number;
  readonly holdings: Holdings;
  /** Dispensers that can be asked now, and how many coins one order may have. */
  readonly dispensers: readonly ReadyDispenser[];
}

export interface ReadyDispenser {
  readonly device: string;
  readonly valueMinor: number;
  readonly countMax: number;
}

/** `finished` is told apart from going on because the payout is gone then and its owner moves. */
export type PayoutStep =
  | {
      readonly kind: 'open';
      readonly payout: Payout;
      readonly lines: readonly LineDraft[];
      readonly effects: readonly PayoutEffect[];
    }
  | {
      readonly kind: 'finished';
      readonly lines: readonly LineDraft[];
      readonly paidMinor: number;
      readonly shortMinor: number;
    };

/** What a payout is made of before its first leg is known. */
export type PayoutOrder = Pick<Payout, 'payoutId' | 'purpose' | 'ownerId' | 'amountMinor'>;

/** Plans the first leg; finishes at once, short, where no dispenser can pay anything. */
export function startPayout(order: PayoutOrder, facts: PayoutFacts): PayoutStep {
  invariant(order.amountMinor > 0, 'a payout has an amount');
  const { payoutId, purpose, ownerId, amountMinor } = order;
  const started: LineDraft = {
    kind: 'payout-started',
    body: { payoutId, purpose, ownerId, amountMinor },
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
export function stepPayout(payout: Payout, event: PayoutEvent, facts: PayoutFacts): PayoutStep {
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

/** The dispensers as sources for a plan, by what they really hold. */
export function sourcesOf(
  dispensers: readonly ReadyDispenser[],
  holdings: Holdings,
): readonly DispenseSource[] {
  return dispensers.map(({ device, valueMinor }) => ({
    device,
    valueMinor,
    available: countOf(heldAt(holdings, device), valueMinor),
  }));
}

type Progress = Omit<Payout, 'phase'>;

interface Planning {
  readonly progress: Progress;
  /** Number of the last leg. */
  readonly after: number;
  readonly lines: readonly LineDraft[];
  readonly facts: PayoutFacts;
}

function nextLeg({ progress, after, lines, facts }: Planning): PayoutStep {
  const leg = planLeg(progress, after + 1, facts);
  if (leg === undefined) return finished(progress, lines);
  return {
    kind: 'open',
    payout: { ...progress, phase: { kind: 'preparing', leg } },
    lines,
    effects: [prepare(progress.payoutId, leg)],
  };
}

function planLeg(progress: Progress, leg: number, facts: PayoutFacts): Leg | undefined {
  const restMinor = progress.amountMinor - progress.paidMinor;
  if (progress.isParked || restMinor <= 0) return undefined;
  if (isUnattended(progress.startedAtMs, facts.nowMs)) return undefined;
  const usable = facts.dispensers.filter(
    ({ device, countMax }) => countMax > 0 && (progress.attempts[device] ?? 0) < ATTEMPTS_MAX,
  );
  const [first] = planDispense(restMinor, sourcesOf(usable, facts.holdings)).dispenses;
  if (first === undefined) return undefined;
  const countMax = usable.find(({ device }) => device === first.device)?.countMax ?? 1;
  return { ...first, leg, count: Math.min(first.count, countMax) };
}

function finished(progress: Progress, lines: readonly LineDraft[]): PayoutStep {
  const { payoutId, amountMinor, paidMinor } = progress;
  const shortMinor = Math.max(amountMinor - paidMinor, 0);
  const excessMinor = Math.max(paidMinor - amountMinor, 0);
  const line: LineDraft = {
    kind: 'payout-finished',
    body: { payoutId, paidMinor, shortMinor, excessMinor },
  };
  return { kind: 'finished', lines: [...lines, line], paidMinor, shortMinor };
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
    lines: [{ kind: 'dispense-started', body: { payoutId, ...leg, evidence } }],
    effects: [order('dispense', payoutId, { leg, evidence })],
  };
}

function refused(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-refused' }>,
  facts: PayoutFacts,
): PayoutStep {
  const { phase, ...progress } = payout;
  if (phase.kind !== 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const attempts = { ...progress.attempts, [phase.leg.device]: ATTEMPTS_MAX };
  return nextLeg({ progress: { ...progress, attempts }, after: event.leg, lines: [], facts });
}

function settled(
  payout: Payout,
  event: Extract<PayoutEvent, { kind: 'dispense-settled' }>,
  facts: PayoutFacts,
): PayoutStep {
  const { phase, ...progress } = payout;
  if (phase.kind === 'preparing' || phase.leg.leg !== event.leg) return unchanged(payout);
  const { leg } = phase;
  const { paid, end } = event;
  const settlement: LineDraft = {
    kind: 'dispense-settled',
    body: { payoutId: payout.payoutId, ...leg, paid, end },
  };
  const corrections = correctionsOf(leg, event, facts.holdings);
  return nextLeg({
    progress: {
      ...progress,
      paidMinor: progress.paidMinor + paid * leg.valueMinor,
      attempts: attemptsAfter(progress.attempts, leg.device, end),
      // After a power cut the machine does not start paying by itself: a person decides.
      isParked: progress.isParked || end === 'power-lost' || end === 'counted',
    },
    after: leg.leg,
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

interface Corrections {
  readonly before: readonly LineDraft[];
  readonly after: readonly LineDraft[];
  readonly holdings: Holdings;
}

/** Where a settlement proves the tube to hold other than expected, the journal is put right. */
function correctionsOf(
  leg: Leg,
  { paid, end }: Extract<PayoutEvent, { kind: 'dispense-settled' }>,
  holdings: Holdings,
): Corrections {
  const { device: place, valueMinor } = leg;
  // `holdings` is the state with the whole leg in transit: it counts what was left in the tube.
  const left = countOf(heldAt(holdings, place), valueMinor);
  const excess = Math.max(paid - leg.count, 0);
  const more = Math.max(excess - left, 0);
  const remaining = left + more - excess + Math.max(leg.count - paid, 0);
  const isShort = end === 'empty' && remaining > 0;
  return {
    before: more > 0 ? [correction({ place, valueMinor }, more, 'paid-more-than-held')] : [],
    after: isShort ? [correction({ place, valueMinor }, -remaining, 'found-empty')] : [],
    holdings: {
      ...holdings,
      [place]: isShort || remaining === 0 ? [] : [{ valueMinor, count: remaining }],
    },
  };
}

function correction(
  tube: { readonly place: string; readonly valueMinor: number },
  change: number,
  cause: 'found-empty' | 'paid-more-than-held',
): LineDraft {
  return { kind: 'holding-corrected', body: { ...tube, change, cause } };
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

function recovered(payout: Payout, facts: PayoutFacts): PayoutStep {
  const { phase, ...progress } = payout;
  const isStale = isUnattended(payout.startedAtMs, facts.nowMs);
  const current = { ...payout, isParked: payout.isParked || isStale };
  if (phase.kind !== 'preparing') return ask(current);
  if (current.isParked) return finished({ ...progress, isParked: true }, []);
  // Devices are still coming up: the leg that was planned waits for its own.
  const effects = [prepare(payout.payoutId, phase.leg)];
  return { kind: 'open', payout: current, lines: [], effects };
}

function isReachable({ phase }: Payout, { dispensers }: PayoutFacts): boolean {
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
    effects: [order('settle-dispense', payout.payoutId, phase)],
  };
}

function unchanged(payout: Payout): PayoutStep {
  return { kind: 'open', payout, lines: [], effects: [] };
}

function prepare(payoutId: string, { leg, device }: Leg): PayoutEffect {
  return { kind: 'prepare-dispense', payoutId, leg, device };
}

function order(
  kind: 'dispense' | 'settle-dispense',
  payoutId: string,
  { leg, evidence }: { readonly leg: Leg; readonly evidence: string },
): PayoutEffect {
  const { device, count } = leg;
  return { kind, payoutId, leg: leg.leg, device, count, evidence };
}
