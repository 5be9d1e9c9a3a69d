/** A till has shown who it is: what it goes on with, decided and written down before it is told. */
import type { Place } from '../../protocol/fields.ts';
import type { HelloRequest } from '../../protocol/hello.ts';
import type { Fork } from '../../protocol/wire-error.ts';
import { heldBranches, openBranch } from '../store/branches.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { noteSighting } from '../store/stations.ts';
import { chooseBranch, type Decision } from './decide.ts';

export interface Resumption {
  readonly epoch: number;
  readonly durableTo: number;
  /** The till goes on under another epoch than it named. */
  readonly fork: Fork | undefined;
  readonly lost: Place | undefined;
}

export function signOn(
  database: HubDatabase,
  { station, epoch, journal, versions, ...seen }: HelloRequest,
  atMs: number,
): Promise<Resumption> {
  const seqs = [journal.head, ...journal.trail].map(({ seq }) => seq);
  return database.transaction().execute(async (transaction) => {
    const decision = chooseBranch(epoch, journal, await heldBranches(transaction, station, seqs));
    if (decision.kind === 'open') await openBranch(transaction, { ...decision, station, atMs });
    await noteSighting(transaction, {
      station,
      agentVersion: versions.agent,
      generation: seen.generation,
      directorCounter: seen.directorCounter,
      platform: seen.platform,
      atMs,
    });
    return resumptionOf(decision, epoch);
  });
}

function resumptionOf(decision: Decision, claimedEpoch: number): Resumption {
  const { epoch } = decision;
  const common = decision.kind === 'open' ? decision.common : decision.standing.common;
  const isAncestor = decision.kind === 'resume' && decision.standing.kind === 'ancestor';
  return {
    epoch,
    durableTo: common.seq,
    fork: epoch === claimedEpoch ? undefined : { ...common, epoch },
    lost: isAncestor && decision.standing.kind === 'ancestor' ? decision.standing.lost : undefined,
  };
}
