import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { causeOf, disagree, piecesOf, type Evidence } from './payout-decision.ts';
import type { PayoutEnd } from './unit-cursor.ts';

/** What a unit says of itself once nothing moves into its cash box any more. */
export interface CollectReading extends Evidence {
  /** How it told the end of the last order, since that; undefined when it told none. */
  readonly end: PayoutEnd | undefined;
  /** Pieces of the value that its last move into the cash box took (command 53); null: it does not say. */
  readonly moved: number | null;
  /** Whether each command moves a single note: then the end is that of the last note alone. */
  readonly isMovedSingly: boolean;
}

/**
 * What became of an order into the cash box: two of the unit's event, its own count and the drop of its
 * level have to agree. A piece that the power stopped on its way ends in the cash box as well, which no
 * event counts.
 */
export function decideCollect(
  order: DispenseOrder,
  evidence: Evidence,
  reading: CollectReading,
): DispenseOutcome {
  if (reading.serial !== evidence.serial) {
    return disagree(`unit ${reading.serial} stands where ${evidence.serial} was`);
  }
  const { isMovedSingly } = reading;
  const moved = isMovedSingly ? movedSingly(evidence, reading) : movedSince(evidence, reading);
  if (typeof moved === 'string') return disagree(moved);
  if (moved > order.count) return disagree(`${moved} pieces moved, ${order.count} were ordered`);
  const cause = isMovedSingly ? causeOf : causeOfCollect;
  return { kind: 'settled', paid: moved, cause: cause(moved, order.count, reading.end) };
}

/**
 * Note by note: the store has lost as many as the unit counts, or one more that its last event accounts
 * for. A note that is stuck is not in the cash box yet; one that the power stopped ends there.
 */
function movedSingly(evidence: Evidence, reading: CollectReading): number | string {
  const drop = evidence.level - reading.level;
  const counted = lifetimeOf(evidence, reading);
  const isTold = reading.end !== undefined && IN_CASHBOX.has(reading.end.kind);
  if (counted === undefined && (drop === 0 || isTold)) return drop;
  if (counted === undefined || drop < 0) return `${drop} are gone, and nothing tells where`;
  if (drop === counted) return drop;
  const isOneOff = drop === counted + 1 && reading.end !== undefined;
  if (!isOneOff) return `${counted} counted, ${drop} are gone`;
  return isTold ? drop : counted;
}

const IN_CASHBOX: ReadonlySet<PayoutEnd['kind']> = new Set(['collected', 'incomplete-collect']);

function movedSince(evidence: Evidence, reading: CollectReading): number | string {
  const { end } = reading;
  const drop = evidence.level - reading.level;
  if (end === undefined) return movedUntold(drop, evidence, reading);
  if (end.kind === 'dispensed' || end.kind === 'incomplete') return `${end.kind}, not collected`;
  const told = piecesOf(end.paidMinor, evidence.valueMinor);
  if (told === undefined) return `${end.paidMinor} is no multiple of ${evidence.valueMinor}`;
  if (end.kind === 'incomplete-collect') {
    const isOnItsWay = drop === told || drop === told + 1;
    return isOnItsWay ? drop : `${told} told, ${drop} are gone`;
  }
  const counted = countedBy(evidence, reading);
  if (told === drop || told === counted) return told;
  return counted === drop && drop >= 0 ? drop : `${told} told, ${drop} are gone`;
}

/** Nothing was told: either nothing was done, or the unit's own counts say the same twice. */
function movedUntold(drop: number, evidence: Evidence, reading: CollectReading): number | string {
  if (drop === 0) return 0;
  const counted = lifetimeOf(evidence, reading) ?? reading.moved;
  return counted === drop ? drop : `${drop} are gone, and the unit told of nothing`;
}

function countedBy(evidence: Evidence, reading: CollectReading): number | null {
  return reading.moved ?? lifetimeOf(evidence, reading) ?? null;
}

function lifetimeOf(evidence: Evidence, reading: CollectReading): number | undefined {
  if (evidence.dispensed === null || reading.dispensed === null) return undefined;
  return reading.dispensed - evidence.dispensed;
}

/** A unit that has ended by itself and moved less than it believed to have has no more. */
function causeOfCollect(moved: number, count: number, end: PayoutEnd | undefined) {
  const isExhausted = end?.kind === 'collected' && moved < count;
  return isExhausted ? 'empty' : causeOf(moved, count, end);
}
