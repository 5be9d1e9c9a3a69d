/**
 * How a till's chain stands to what the hub holds of it. A till names its head and places before it;
 * the hub knows which of them it holds, and with which hash. Chains that part never come together
 * again, since every hash covers everything before it.
 */
import { GENESIS, type Place } from '../../protocol/fields.ts';

/** A till's chain as it tells of it: its head, and places before it. */
export interface ToldChain {
  readonly head: Place;
  readonly trail: readonly Place[];
}

/** One branch as the hub holds it. */
export interface HeldBranch {
  readonly epoch: number;
  readonly durableTo: number;
  readonly headHash: string;
  /** The hash of each place the till has named that this branch holds, and of where branches end. */
  readonly hashes: ReadonlyMap<number, string>;
}

export type Standing =
  /** The hub's head is on the till's chain: the till goes on after it. */
  | { readonly kind: 'descendant'; readonly common: Place }
  /** Up to `common` they agree, and no place tells of the rest: the till sends it, and it will show. */
  | { readonly kind: 'overlap'; readonly common: Place }
  /** The till was restored: the hub holds lines that the till has lost. */
  | { readonly kind: 'ancestor'; readonly common: Place; readonly lost: Place }
  /** They part somewhere after `common`. */
  | { readonly kind: 'fork'; readonly common: Place };

export function compareChain({ head, trail }: ToldChain, branch: HeldBranch): Standing {
  const { durableTo, headHash } = branch;
  const told = [head, ...trail, GENESIS].toSorted((a, b) => a.seq - b.seq);
  const parted = told.find(({ seq, hash }) => isHeld(branch, seq) && hashOf(branch, seq) !== hash);
  const agreed = told.filter(({ seq, hash }) => hashOf(branch, seq) === hash);
  const common = agreed.findLast(({ seq }) => parted === undefined || seq < parted.seq) ?? GENESIS;
  if (parted !== undefined) return { kind: 'fork', common };
  if (common.seq === durableTo) return { kind: 'descendant', common };
  const isBehind = head.seq < durableTo && isHeld(branch, head.seq);
  if (isBehind) return { kind: 'ancestor', common: head, lost: { seq: durableTo, hash: headHash } };
  return { kind: 'overlap', common };
}

export type Decision =
  | { readonly kind: 'resume'; readonly epoch: number; readonly standing: Standing }
  /** Goes on from `common` of `parent` under an epoch that was never used before. */
  | {
      readonly kind: 'open';
      readonly epoch: number;
      readonly parent: number | undefined;
      readonly common: Place;
    };

/**
 * Which branch a till goes on with. That of its epoch, where it fits; else one that was opened for
 * this chain before, whose answer was lost; else a new one, from the furthest place in common.
 */
export function chooseBranch(
  claimedEpoch: number,
  chain: ToldChain,
  branches: readonly HeldBranch[],
): Decision {
  const known = withShared(chain, branches);
  const compared = branches.map((branch) => ({
    epoch: branch.epoch,
    standing: compareChain(known, branch),
  }));
  const furthest = furthestOf(compared);
  const claimed = compared.find(({ epoch }) => epoch === claimedEpoch);
  if (claimed !== undefined && claimed.standing.kind !== 'fork') return resumed(claimed);
  const fitting = compared
    .filter(({ standing }) => standing.kind !== 'fork')
    .toSorted((a, b) => b.epoch - a.epoch);
  // A branch that was opened for this chain and is still empty ends where they were then known to
  // part; that may be before where they are known to part now.
  const newest =
    fitting.find(({ standing }) => standing.common.seq === furthest) ??
    fitting.find(({ standing }) => standing.kind === 'descendant');
  const wasGivenAnother = claimed !== undefined || claimedEpoch < (newest?.epoch ?? 0);
  if (newest !== undefined && wasGivenAnother) return resumed(newest);
  const parent = compared.findLast(({ standing }) => standing.common.seq === furthest);
  return {
    kind: 'open',
    epoch: nextEpoch(claimedEpoch, branches),
    parent: parent?.epoch,
    common: parent?.standing.common ?? GENESIS,
  };
}

/**
 * What is known of the till's chain: the places it tells of, and those the hub holds before the
 * furthest of them that they share.
 */
function withShared(chain: ToldChain, branches: readonly HeldBranch[]): ToldChain {
  const compared = branches.map((branch) => ({ branch, standing: compareChain(chain, branch) }));
  const furthest = furthestOf(compared);
  const sharing = compared.find(({ standing }) => standing.common.seq === furthest);
  const shared = [...(sharing?.branch.hashes ?? [])]
    .filter(([seq]) => seq < furthest)
    .map(([seq, hash]) => ({ seq, hash }));
  return { ...chain, trail: [...chain.trail, ...shared] };
}

function furthestOf(compared: readonly { readonly standing: Standing }[]): number {
  return Math.max(0, ...compared.map(({ standing }) => standing.common.seq));
}

/** An epoch the hub has not heard of is taken when it is above all it has: it was given out here. */
function nextEpoch(claimedEpoch: number, branches: readonly HeldBranch[]): number {
  const highest = Math.max(0, ...branches.map(({ epoch }) => epoch));
  return claimedEpoch > highest ? claimedEpoch : highest + 1;
}

function resumed(found: { readonly epoch: number; readonly standing: Standing }): Decision {
  return { kind: 'resume', epoch: found.epoch, standing: found.standing };
}

function isHeld({ hashes }: HeldBranch, seq: number): boolean {
  return seq === GENESIS.seq || hashes.has(seq);
}

function hashOf({ hashes }: HeldBranch, seq: number): string | undefined {
  return seq === GENESIS.seq ? GENESIS.hash : hashes.get(seq);
}
