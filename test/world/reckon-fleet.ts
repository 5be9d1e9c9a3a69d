/**
 * What must hold in the end, both ends healed and drained.
 *
 * - Every line of the till's journal is at the hub, byte for byte, under the epoch the two agreed on;
 *   a fork is there for each time the till's disk was put back at most, and none without that.
 * - Every command is received once, in its order, and settled once; what the mailbox calls delivered
 *   is received. The generation in force, and the one the hub knows of, never fall.
 * - Money: the till's books agree with its machine. Where the disk was put back, they begin behind
 *   the machine, as if the till had been off while somebody used it. Credits that the acceptor's
 *   counter shows are then lines again, or `credits-lost`, so that the books still account for each
 *   coin but for what the acceptor itself has forgotten. Coins that hoppers gave out meanwhile are
 *   missing from the books by no more than what they gave out, never twice, and stand in them as a
 *   difference once somebody has counted.
 * - Over all disks there ever were no coin is missing and none is made up: a coin is told of twice
 *   only where a disk was put back that did not know of it.
 */
import { auditJournal } from '../../agent/core/cash/audit.ts';
import { totalMinor } from '../../agent/core/cash/counts.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import type { FleetWorld } from './fleet-world.ts';
import { chainOf, holdingsOf, type Holdings } from './hub-ledger.ts';
import { countAll, reckonMoney } from './reckon-money.ts';
import { HOPPERS } from './till-deeds.ts';

/** Sentences; empty when all holds. */
export function fleetProblems(world: FleetWorld): readonly string[] {
  const holdings = holdingsOf(world.hub.disk);
  const lines = world.lines();
  world.ledger.noteWritten(lines);
  return [
    ...world.agent.faults,
    ...world.hub.faults,
    ...world.ledger.problems(holdings),
    ...uploadProblems(world, holdings, lines),
    ...commandProblems(world, lines),
    ...generationProblems(world, lines),
    ...moneyProblems(world, lines),
    ...coinProblems(world),
    ...auditsOfBranches(holdings),
  ];
}

function uploadProblems(
  { agent, tillRestorations }: FleetWorld,
  holdings: Holdings,
  lines: readonly JournalLine[],
): readonly string[] {
  const { epoch, durableTo } = agent.cursor;
  const chain = chainOf(holdings, epoch);
  const differing = lines.find(({ hash }, index) => chain[index]?.hash !== hash);
  const forks = holdings.branches.length - 1;
  return [
    ...(differing === undefined ? [] : [`line ${differing.seq} is not at the hub`]),
    ...(chain.length === lines.length ? [] : [`the hub holds ${chain.length} of ${lines.length}`]),
    ...(durableTo === lines.length ? [] : [`the till believes the hub has ${durableTo}`]),
    ...(forks <= tillRestorations ? [] : [`${forks} forks of ${tillRestorations} restorations`]),
  ];
}

interface CommandPlace {
  readonly hubEpoch: string;
  readonly seq: number;
}

function commandProblems(world: FleetWorld, lines: readonly JournalLine[]): readonly string[] {
  const received = lines.flatMap((line) => (line.kind === 'command-received' ? [line.body] : []));
  const settled = lines.flatMap((line) => (line.kind === 'command-settled' ? [line.body] : []));
  const { hubEpoch, disk } = world.hub;
  const sent = count(disk.prepare<[], { n: number }>('SELECT count(*) n FROM commands').get());
  const delivered = count(
    disk.prepare<[], { n: number }>('SELECT mailbox_to n FROM stations').get(),
  );
  const ofNow = received.filter((place) => place.hubEpoch === hubEpoch).length;
  const isInOrder = received.every(
    (place, index) => place.seq === nextSeq(received.slice(0, index), place),
  );
  return [
    ...(isInOrder ? [] : ['commands were received out of their order, or twice']),
    ...(namesOf(received) === namesOf(settled) ? [] : ['commands were not settled once, in order']),
    ...(ofNow === sent ? [] : [`${ofNow} of ${sent} commands were received`]),
    ...(delivered === sent ? [] : [`${delivered} of ${sent} commands count as delivered`]),
  ];
}

function namesOf(places: readonly CommandPlace[]): string {
  return places.map(({ hubEpoch, seq }) => `${hubEpoch} ${seq}`).join();
}

function nextSeq(before: readonly CommandPlace[], { hubEpoch }: CommandPlace): number {
  return before.filter((place) => place.hubEpoch === hubEpoch).length + 1;
}

function count(row: { readonly n: number } | undefined): number {
  return row?.n ?? 0;
}

function generationProblems(world: FleetWorld, lines: readonly JournalLine[]): readonly string[] {
  const accepted = lines.flatMap((line) =>
    line.kind === 'entitlement-accepted' ? [line.body.generation.n] : [],
  );
  const isRising = accepted.every((n, index) => n > (accepted[index - 1] ?? -1));
  const inForce = world.till().licensing.generation?.n;
  return [
    ...(isRising ? [] : [`generations were accepted in the order ${accepted.join()}`]),
    ...(inForce === accepted.at(-1) ? [] : [`generation ${inForce} is in force`]),
  ];
}

/** Of all disks there ever were: no coin is missing from every one of them, and none is made up. */
function coinProblems({ ledger, sim, retold }: FleetWorld): readonly string[] {
  const accepted = countAll(sim.truth().accepted);
  const told = ledger.written.filter(({ kind }) => kind === 'cash-inserted').length;
  const admitted = ledger.written.reduce((sum, line) => {
    return sum + (line.kind === 'credits-lost' ? line.body.countMax : 0);
  }, 0);
  const isMissing = !retold.isAcceptorMute && accepted - told > admitted;
  return [
    ...(isMissing ? [`no disk ever told of ${accepted - told} coins, ${admitted} admitted`] : []),
    ...(told > accepted + retold.coins ? [`${told} coins were told of, ${accepted} taken`] : []),
  ];
}

function moneyProblems(world: FleetWorld, lines: readonly JournalLine[]): readonly string[] {
  const { unseen, restoredAfter = Infinity, sim } = world;
  const audit = auditJournal(lines);
  const isCounted = lines
    .slice(restoredAfter)
    .some((line) => line.kind === 'dispense-settled' && line.body.end === 'counted');
  const truth = sim.truth();
  const reckoned = { audit, lines, sales: world.sales(), truth, unseen: { ...unseen, isCounted } };
  const tubes = HOPPERS.filter((place) => {
    const bookedMinor = totalMinor(audit.balances.get(`place:${place}`) ?? []);
    return bookedMinor !== worthMinor(truth.tubes[place] ?? {});
  });
  return [
    ...reckonMoney(reckoned).problems,
    ...tubes.map((place) => `${place} was counted, and the books say something else`),
  ];
}

/** A branch that ended with its disk is whole as far as it goes. */
function auditsOfBranches(holdings: Holdings): readonly string[] {
  return holdings.branches.flatMap(({ epoch }) => {
    const lines = chainOf(holdings, epoch).map(({ kind, body }) => {
      return { kind, body: JSON.parse(body) as object } as JournalLine;
    });
    return auditJournal(lines).problems.map((problem) => `epoch ${epoch}, ${problem}`);
  });
}
