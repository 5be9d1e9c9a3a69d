/** The update in the till's turns: what the director orders, and when the program may make way. */
import { withEvidence } from '../entitlement/clock-evidence.ts';
import { instantMs } from '../calendar.ts';
import { stepUpdating } from '../update/step-updating.ts';
import type { Working } from '../update/health.ts';
import type {
  Rollback,
  Trial,
  UpdateAnswer,
  UpdateEvent,
  UpdateFacts,
} from '../update/updating.ts';
import { refuse, type Answered } from './answered.ts';
import { tillLicence } from './licence-turn.ts';
import { isPaying, isSelling, type Till } from './till.ts';
import { withEffects, withLines, type Turn } from './turn.ts';

type EventOf<Kind extends UpdateEvent['kind']> = Extract<UpdateEvent, { readonly kind: Kind }>;

/** Asked by the vendor's director, or by somebody at the till. */
export interface UpdateRequest {
  readonly kind: 'update-requested';
  readonly request: EventOf<
    'ordered' | 'order-rejected' | 'shown' | 'asked' | 'locked' | 'unlocked'
  >;
}

/** What an effect of an update came to. */
export interface UpdateTold {
  readonly kind: 'update-told';
  readonly said: EventOf<'checked' | 'fetched' | 'releases-seen' | 'faulted' | 'healthy'>;
}

/** What the supervisor says at the start. */
export interface UpdateStart {
  readonly trial?: Trial | undefined;
  readonly rollbacks: readonly Rollback[];
}

/** The tree a program is installed in. */
export interface Installation {
  readonly platform: string;
  /** What its supervisor can go back to. */
  readonly previous?: string | undefined;
  readonly working: Working;
}

export function answerUpdate(turn: Turn, { request }: UpdateRequest): Answered {
  const { turn: stepped, answer } = updateMoved(turn, request);
  return answer.kind === 'refused'
    ? refuse(stepped, { code: answer.code })
    : { turn: stepped, answer };
}

/** What was told about an update; a release that is genuine also shows how late it is. */
export function updateTold(turn: Turn, { said }: UpdateTold): Turn {
  const isOfReleases = said.kind === 'checked' || said.kind === 'releases-seen';
  const seen = isOfReleases ? withReleaseSeen(turn, said) : turn;
  const told = updateMoved(seen, said).turn;
  // A program on trial has asked for nothing.
  return said.kind === 'healthy' ? updateWatched(told) : told;
}

/** Whatever waits looks again: time has passed, or money no longer moves. */
export function updateLooked(turn: Turn): Turn {
  return updateMoved(turn, { kind: 'looked' }).turn;
}

/** Whether what the till may have is still what it last was told. */
export function updateWatched(turn: Turn): Turn {
  if (turn.facts.installation === undefined) return turn;
  return updateMoved(turn, { kind: 'watched' }).turn;
}

export function updateStarted(turn: Turn, start: UpdateStart | undefined): Turn {
  if (turn.facts.installation === undefined) return turn;
  const { turn: begun } = updateMoved(turn, {
    kind: 'started',
    trial: start?.trial,
    rollbacks: start?.rollbacks ?? [],
  });
  return updateWatched(begun);
}

function updateMoved(
  turn: Turn,
  event: UpdateEvent,
): { readonly turn: Turn; readonly answer: UpdateAnswer } {
  const { updating, lines, effects, answer } = stepUpdating(
    turn.till.updating,
    event,
    updateFacts(turn),
  );
  const moved = { ...turn, till: { ...turn.till, updating } };
  return { turn: withEffects(withLines(moved, lines), effects), answer };
}

function updateFacts({ till, facts }: Turn): UpdateFacts {
  const { nowMs, station, version, installation } = facts;
  return {
    nowMs,
    station,
    installed: version,
    isInstalled: installation !== undefined,
    platform: installation?.platform ?? '',
    previous: installation?.previous,
    working: installation?.working,
    entitlement: till.licensing.entitlement,
    status: tillLicence(till, facts),
    isBusy: isMoneyMoving(till),
  };
}

/** A sale, a deposit, a payout or an operation is under way. */
export function isMoneyMoving(till: Till): boolean {
  return isSelling(till) || isPaying(till) || Object.keys(till.cashOperations).length > 0;
}

/** It cannot be earlier than the newest release. */
function withReleaseSeen(turn: Turn, { releases }: EventOf<'checked' | 'releases-seen'>): Turn {
  const { licensing } = turn.till;
  const newestMs = Math.max(0, ...releases.map(({ releasedAt }) => instantMs(releasedAt)));
  const evidence = withEvidence(licensing.evidence, 'release', newestMs);
  return { ...turn, till: { ...turn.till, licensing: { ...licensing, evidence } } };
}
