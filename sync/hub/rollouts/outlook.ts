/** What a rollout means for one station: whether it has it, may have it, was told, and what came of it. */
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { LicenceStatus } from '../../../agent/core/entitlement/licence-status.ts';
import type { Release } from '../../../agent/core/update/release.ts';
import {
  judgeRelease,
  latestEntitled,
  nextStep,
  RELEASE_REFUSALS,
  type ReleaseFacts,
  type ReleaseRefusal,
} from '../../../agent/core/update/release-choice.ts';
import type { UpdateFault } from '../../../agent/core/update/updating.ts';
import { compareVersions } from '../../../agent/core/update/version.ts';
import type { Pickable } from './group-of.ts';
import type { Rollout, RolloutPlan } from './rollout.ts';
import type { LinePlace, UpdateSaid, UpdateStanding, UpdateWord } from './update-standing.ts';

/** What was put into a station's mailbox. */
export interface Told {
  readonly version: string;
  /** The group it was in when it was told: it stays there. */
  readonly group: number;
  readonly atMs: number;
  /** What the station had said of updates before; absent: nothing. */
  readonly after?: LinePlace | undefined;
  /** A later order has taken its place, or the till has taken a higher one. */
  readonly isOvertaken: boolean;
  readonly isWithdrawn: boolean;
  /** It should have been called back, and cannot be. */
  readonly isStranded?: boolean;
  /** Its failure does not count any more; and it is told again, or left alone. */
  readonly pardon?: Pardon | undefined;
}

export const PARDONS = ['retry', 'leave'] as const;

export type Pardon = (typeof PARDONS)[number];

export interface RolloutStation extends Pickable {
  readonly platform: string | undefined;
  readonly isRevoked: boolean;
  /** The version its agent last said it is. */
  readonly running: string;
  readonly standing: UpdateStanding;
  readonly entitlement: Entitlement | undefined;
  readonly status: LicenceStatus;
  /** By this rollout. */
  readonly told?: Told | undefined;
  /** Another rollout has something under way there. */
  readonly isElsewhere: boolean;
  /** It says to have taken so high an order that the hub cannot number one above it. */
  readonly isSpent: boolean;
}

export type BarReason =
  | ReleaseRefusal
  | 'revoked'
  /** The release is not there for its platform. */
  | 'not-published'
  | 'cannot-be-ordered';

export type FailureReason = 'rolled-back' | 'silent' | 'fault' | 'order-refused';

export type Outlook =
  | { readonly kind: 'has' }
  /** No till of this station has said yet what it runs on. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'barred';
      readonly reason: BarReason;
      readonly latest?: string | undefined;
      readonly step?: string | undefined;
    }
  /** To be told, once its group is open. */
  | { readonly kind: 'due'; readonly version: string }
  | UnderWayOutlook
  | {
      readonly kind: 'failed';
      readonly version: string;
      readonly reason: FailureReason;
      readonly code?: string | undefined;
      /** It counts towards stopping the rollout. */
      readonly isCounted: boolean;
    };

interface UnderWayOutlook {
  readonly kind: UnderWay;
  readonly version: string;
  readonly code?: string | undefined;
  /** It should have been called back, and cannot be: what the station runs is not published. */
  readonly isStranded?: true;
}

export type UnderWay = 'told' | 'taken' | 'trying' | 'ready' | 'installing';

/** What a release can be had by. */
export interface OutlookFacts {
  /** Of all channels and platforms; none that was withdrawn. */
  readonly releases: readonly Release[];
  readonly nowMs: number;
}

export function outlookOf(
  { plan }: Pick<Rollout, 'plan'>,
  station: RolloutStation,
  { releases, nowMs }: OutlookFacts,
): Outlook {
  const { platform, told } = station;
  const hasIt = runsIt(station, plan.version);
  if (platform === undefined) return { kind: hasIt ? 'has' : 'unheard' };
  const facts = releaseFacts(station, { platform, channel: plan.channel, releases });
  const goal = facts.releases.find(({ version }) => version === plan.version);
  const isBack = goal !== undefined && isWayBack(goal, facts);
  if (hasIt && !isBack) return { kind: 'has' };
  if (station.isRevoked) return { kind: 'barred', reason: 'revoked' };
  const way = goal === undefined ? NOT_PUBLISHED : wayTo(goal, facts);
  if (told !== undefined && (isBack ? isAsked(told) : isOpen(told, station))) {
    const word = wordOn(told, station.standing, { plan, nowMs });
    if (word.kind !== 'failed' || told.pardon !== 'retry') return marked(word, told);
  }
  if (way.kind === 'barred') return way;
  if (station.isSpent) return { kind: 'barred', reason: 'cannot-be-ordered' };
  return station.isElsewhere ? { kind: 'elsewhere' } : way;
}

/** What has begun, or has come to something, needs no calling back any more. */
function marked(word: ReturnType<typeof wordOn>, { isStranded }: Told): Outlook {
  return isStranded === true && isRecallable(word) ? { ...word, isStranded } : word;
}

/** What has begun comes to its end: a till that makes way cannot be called back. */
const RECALLABLE = ['told', 'taken', 'trying', 'ready'] as const satisfies readonly UnderWay[];

export function isRecallable(
  outlook: Outlook,
): outlook is UnderWayOutlook & { readonly kind: (typeof RECALLABLE)[number] } {
  return RECALLABLE.some((kind) => kind === outlook.kind);
}

/** Whether its order may still come to something, and has not begun. */
export function mayBeRecalled(station: RolloutStation): boolean {
  const { told, standing } = station;
  if (told === undefined || told.isStranded === true || !isOpen(told, station)) return false;
  const { said } = standing;
  const isAnswer = said?.version === told.version && isAfter(said, told.after);
  return !isAnswer || !BEYOND_RECALL.includes(said.word);
}

const BEYOND_RECALL: readonly UpdateWord[] = [
  'begun',
  'on-trial',
  'confirmed',
  'rolled-back',
  'refused',
  'order-refused',
];

/** The facts of the choice that hub and till share. */
export function releaseFacts(
  { running, entitlement, status }: Pick<RolloutStation, 'running' | 'entitlement' | 'status'>,
  {
    platform,
    channel,
    releases,
  }: { readonly platform: string; readonly channel: string } & Pick<OutlookFacts, 'releases'>,
): ReleaseFacts {
  const own = releases.filter((one) => one.platform === platform && one.channel === channel);
  const securityFloor = undefined;
  return { installed: running, platform, entitlement, status, securityFloor, releases: own };
}

/** It runs, and has passed its trial. */
export function runsIt(
  { running, standing }: Pick<RolloutStation, 'running' | 'standing'>,
  version: string,
): boolean {
  return standing.trial === undefined && compareVersions(running, version) >= 0;
}

const NOT_PUBLISHED = { kind: 'barred', reason: 'not-published' } as const;

type Way = Extract<Outlook, { kind: 'barred' | 'due' }>;

/** Over the floors; what the entitlement does not cover is not gone towards either. */
export function wayTo(goal: Release, facts: ReleaseFacts): Way {
  const verdict = judgeRelease(goal, facts);
  if (verdict.kind === 'may') return { kind: 'due', version: goal.version };
  const { code: reason } = verdict;
  const step = nextStep(goal, facts);
  if (reason === 'below-floor' && step !== undefined) return { kind: 'due', version: step.version };
  const latest = latestEntitled(facts)?.version;
  return { kind: 'barred', reason, latest, step: step?.version };
}

/**
 * What runs is above it and was never the station's to run, such as from a medium before its licence
 * was taken back: the latest release it is entitled to may be put in its place.
 */
function isWayBack(goal: Release, facts: ReleaseFacts): boolean {
  const isBelow = compareVersions(goal.version, facts.installed) < 0;
  return isBelow && judgeRelease(goal, facts).kind === 'may';
}

/** One that was a step is over once its version runs. */
function isOpen(told: Told, station: RolloutStation): boolean {
  return isAsked(told) && !runsIt(station, told.version);
}

function isAsked({ isWithdrawn, isOvertaken }: Told): boolean {
  return !isWithdrawn && !isOvertaken;
}

interface WordFacts {
  readonly plan: Pick<RolloutPlan, 'mode' | 'silenceTimeoutMs' | 'version'>;
  readonly nowMs: number;
}

/** What a station has said of an order since it was given. */
export function wordOn(
  told: Told,
  { said }: UpdateStanding,
  { plan, nowMs }: WordFacts,
): Extract<Outlook, { kind: UnderWay | 'failed' | 'has' | 'barred' }> {
  const { version } = told;
  if (said?.version !== version || !isAfter(said, told.after)) return { kind: 'told', version };
  const { code } = said;
  const isCounted = told.pardon === undefined;
  const failed = (reason: FailureReason) =>
    ({ kind: 'failed', version, reason, code, isCounted }) as const;
  switch (said.word) {
    case 'ordered':
    case 'approved':
    case 'confirmed':
      return { kind: 'taken', version };
    case 'ready':
      return plan.mode === 'download-only' && version === plan.version
        ? { kind: 'has' }
        : { kind: 'ready', version };
    case 'begun':
    case 'on-trial':
      return nowMs - said.heardAtMs < plan.silenceTimeoutMs
        ? { kind: 'installing', version }
        : failed('silent');
    case 'rolled-back':
      return failed('rolled-back');
    case 'order-refused':
      return failed('order-refused');
    case 'refused':
      return barredByTill(said);
    case 'failing':
      return isPassing(code) ? { kind: 'trying', version, code } : failed('fault');
  }
}

function isAfter({ epoch, seq }: LinePlace, place: LinePlace | undefined): boolean {
  if (place === undefined) return true;
  return epoch === place.epoch ? seq > place.seq : epoch > place.epoch;
}

function barredByTill({ code, latest, step }: UpdateSaid): Extract<Outlook, { kind: 'barred' }> {
  const reason = RELEASE_REFUSALS.find((each) => each === code) ?? 'licence-state';
  return { kind: 'barred', reason, latest, step };
}

/** Nothing that is wrong with the release: the till tries again by itself. */
const PASSING: readonly UpdateFault[] = ['unreachable', 'metadata-expired', 'disk', 'wrong-source'];

function isPassing(code: string | undefined): boolean {
  return PASSING.some((fault) => fault === code);
}
