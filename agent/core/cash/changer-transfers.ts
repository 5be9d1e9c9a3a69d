/** How the lines of a whole machine move its pieces. */
import type { ChangerLineBodies, ChangerTask, PlacedCount } from '../changer-line.ts';
import type { LineDraft } from '../journal-line.ts';
import { countsAt, placedDifference, placesIn } from './placed-counts.ts';
import type { Account, Transfer } from './transfers.ts';

const DIFFERENCE: Account = { kind: 'difference' };

/** A line that only a whole machine gives rise to. */
export type ChangerLine = Extract<LineDraft, { readonly kind: keyof ChangerLineBodies }>;

export function isChangerLine(line: LineDraft): line is ChangerLine {
  return (
    line.kind === 'job-ordered' ||
    line.kind === 'job-opened' ||
    line.kind === 'job-unresolved' ||
    line.kind === 'job-moved' ||
    line.kind === 'job-ended' ||
    line.kind === 'levels-read' ||
    line.kind === 'sale-difference'
  );
}

/** The pieces such a line moves, in the order in which they move. */
export function changerTransfers(line: ChangerLine): readonly Transfer[] {
  switch (line.kind) {
    case 'job-moved':
      return jobTransfers(line.body);
    case 'levels-read':
      return levelTransfers(line.body);
    case 'job-ordered':
    case 'job-opened':
    case 'job-unresolved':
    case 'job-ended':
    case 'sale-difference':
      return [];
  }
}

/** What a job moved: in first, so that a piece can go out that has just come in. */
function jobTransfers(body: ChangerLineBodies['job-moved']): readonly Transfer[] {
  const partner = partnerOf(body.task);
  const cashIn = placesIn(body.in).map((place) => ({
    from: partner,
    to: placeOf(place),
    counts: countsAt(body.in, place),
  }));
  const cashOut = placesIn(body.out).map((place) => ({
    from: placeOf(place),
    to: partner,
    counts: countsAt(body.out, place),
  }));
  return [...cashIn, ...cashOut];
}

/**
 * What a reading found more or less than expected. Pieces less in one place and more in another have
 * moved inside the machine: both sides pass through the differences, and leave nothing there.
 */
function levelTransfers(body: ChangerLineBodies['levels-read']): readonly Transfer[] {
  const change = placedDifference(body.found, body.expected);
  const more = change.filter(({ count }) => count > 0);
  const less = change.filter(({ count }) => count < 0).map(turned);
  const partner: Account = body.isFirst ? { kind: 'operator' } : DIFFERENCE;
  const taken = placesIn(less).map((place) => ({
    from: placeOf(place),
    to: partner,
    counts: countsAt(less, place),
  }));
  const added = placesIn(more).map((place) => ({
    from: partner,
    to: placeOf(place),
    counts: countsAt(more, place),
  }));
  return [...taken, ...added];
}

/** Whether a task moves a customer's money, and not the operator's. */
export function isCustomerTask(task: ChangerTask): boolean {
  switch (task) {
    case 'sale':
    case 'payout':
    case 'deposit':
    case 'deposit-of-amount':
    case 'exchange':
      return true;
    case 'load':
    case 'withdrawal':
    case 'to-cassette':
    case 'take-notes':
    case 'take-coins':
      return false;
  }
}

/** Whether what a task moves is what a sale or deposit has taken and given. */
export function isSaleTask(task: ChangerTask): boolean {
  switch (task) {
    case 'sale':
    case 'deposit':
    case 'load':
      return true;
    case 'payout':
    case 'deposit-of-amount':
    case 'exchange':
    case 'withdrawal':
    case 'to-cassette':
    case 'take-notes':
    case 'take-coins':
      return false;
  }
}

function partnerOf(task: ChangerTask): Account {
  return { kind: isCustomerTask(task) ? 'customer' : 'operator' };
}

function placeOf(place: string): Account {
  return { kind: 'place', place };
}

function turned(entry: PlacedCount): PlacedCount {
  return { ...entry, count: -entry.count };
}
