/** Decides what becomes of an update; see `updating.ts` for what it knows and what it can come to. */
import { canonicalJson } from '../canonical/canonical-json.ts';
import { isOpen } from '../contract/hours.ts';
import { compareGenerations } from '../entitlement/licensing.ts';
import type { LineDraft } from '../journal-line.ts';
import { lookIfDue, lookNow, withLookFailed, withReleasesSeen, type Looking } from './look.ts';
import { judgeRelease } from './release-choice.ts';
import { endLock, isAhead, lockHeld, takeLock } from './update-lock.ts';
import type { DirectorCounter, UpdateOrder } from './update-order.ts';
import { rollbackGoal } from './version.ts';
import {
  type OrderRefusal,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateFacts,
  type UpdatePhase,
  type UpdateRequestRefusal,
  type UpdateStep,
  type Updating,
} from './updating.ts';

/** Attempts are spread: the second after a minute, then twice as long each, at most six hours. */
const RETRY_FIRST_MS = 60_000;
const RETRY_MAX_MS = 6 * 60 * 60 * 1_000;

/** Same state, event and facts: same step. What asks for more waits for its next `looked`. */
export function stepUpdating(
  updating: Updating,
  event: UpdateEvent,
  facts: UpdateFacts,
): UpdateStep {
  switch (event.kind) {
    case 'ordered':
      return ordered(updating, event, facts);
    case 'order-rejected':
      return refuseOrder(updating, event);
    case 'checked':
      return checked(updating, event, facts);
    case 'fetched':
      return fetched(updating, event.of, facts);
    case 'faulted':
      return faulted(updating, event, facts);
    case 'looked':
      return looked(updating, facts);
    case 'releases-seen':
      return step(withReleasesSeen(updating, event.releases, facts));
    case 'watched':
      return looking(lookIfDue(updating, facts));
    case 'shown':
      return looking(lookNow(updating, facts, event.folder));
    case 'asked':
      return asked(updating, event, facts);
    case 'locked':
      return locked(updating, event, facts);
    case 'unlocked':
      return unlocked(updating, event.client, facts);
    case 'started':
      return started(updating, event, facts);
    case 'healthy':
      return healthy(updating);
  }
}

/** Whether a new sale could be cut off: the program is about to make way, or may have to go back. */
export function isMakingWay({ phase }: Updating): boolean {
  return phase.kind === 'handing-over' || phase.kind === 'on-trial';
}

/** Whether anything waits for time to pass. */
export function isWaitingForUpdate({ phase }: Updating): boolean {
  return phase.kind === 'ready' || phase.kind === 'waiting-to-retry';
}

/** What is in the way of an update; nothing where there is none. */
export type UpdateWait = 'sale' | 'lock' | 'window' | 'word' | 'retry';

/** All that an ordered version waits for now. */
export function waitsFor(
  updating: Updating,
  { nowMs, isBusy }: Pick<UpdateFacts, 'nowMs' | 'isBusy'>,
): readonly UpdateWait[] {
  const { phase, order } = updating;
  if (phase.kind === 'waiting-to-retry') return ['retry'];
  if (phase.kind !== 'ready' || order === undefined) return [];
  const isLocked = lockHeld(updating, nowMs) !== undefined;
  return [
    ...(isBusy ? (['sale'] as const) : []),
    ...(isLocked ? (['lock'] as const) : []),
    ...(phase.isAsked ? [] : waitsForItself(order, nowMs)),
  ];
}

/** What would have it begin with nobody's word. */
function waitsForItself(order: UpdateOrder, nowMs: number): readonly UpdateWait[] {
  if (order.mode !== 'forced') return ['word'];
  return order.window === undefined || isOpen(order.window, nowMs) ? [] : ['window'];
}

function ordered(
  updating: Updating,
  event: Extract<UpdateEvent, { kind: 'ordered' }>,
  facts: UpdateFacts,
): UpdateStep {
  const { order, source, folder } = event;
  const { rollout, mode, counter } = order;
  const { version } = order.application;
  if (isSame(order, updating.order)) return again({ ...updating, folder }, updating, facts);
  const code = orderRefusal(updating, order, facts);
  if (code !== undefined) return refuseOrder(updating, { code, source, version, rollout });
  const line: LineDraft = { kind: 'update-ordered', body: { version, rollout, mode, source } };
  const { rolledBack: _, ...rest } = updating;
  const taken: Updating = { ...rest, counter, order, folder };
  // What is making way or on trial comes to its end first; the order is looked at after that.
  if (isUnderWay(updating.phase)) return step(taken, [line]);
  return after(check(taken, 1), { lines: [line] });
}

/**
 * The order it has had: a command that is carried out again after a crash, or the same document on a
 * medium, whose files may be had where those of the network were not.
 */
function again(offered: Updating, updating: Updating, { installed }: UpdateFacts): UpdateStep {
  const { phase, order, rolledBack } = updating;
  const version = order?.application.version;
  switch (phase.kind) {
    case 'handing-over':
    case 'on-trial':
    case 'ready':
      return step(updating);
    case 'checking':
    case 'fetching':
      return offered.folder === updating.folder ? step(updating) : check(offered, 1);
    case 'waiting-to-retry':
      return check(offered, 1);
    case 'idle':
      return version === installed || version === rolledBack?.version
        ? step(updating)
        : check(offered, 1);
  }
}

function isSame(order: UpdateOrder, held: UpdateOrder | undefined): boolean {
  return held !== undefined && canonicalJson(order) === canonicalJson(held);
}

function orderRefusal(
  { counter }: Updating,
  order: UpdateOrder,
  { station, isInstalled }: UpdateFacts,
): OrderRefusal | undefined {
  if (order.station !== station) return 'wrong-station';
  if (counter !== undefined && compareGenerations(order.counter, counter) <= 0) return 'replayed';
  return isInstalled ? undefined : 'not-installed';
}

function refuseOrder(
  updating: Updating,
  { code, source, version, rollout }: OrderRefused,
): UpdateStep {
  const body = { code, source, version, rollout };
  const answer = { kind: 'update-order-refused', reason: code } as const;
  return { ...step(updating, [{ kind: 'update-order-refused', body }]), answer };
}

type OrderRefused = Extract<LineDraft, { kind: 'update-order-refused' }>['body'];

/** The entitlement is asked before any byte of the release is downloaded. */
function checked(
  updating: Updating,
  { of, release, releases }: Extract<UpdateEvent, { kind: 'checked' }>,
  facts: UpdateFacts,
): UpdateStep {
  const { order, folder, phase } = updating;
  if (order === undefined || phase.kind !== 'checking') return step(updating);
  // What came of an order before this one says nothing of this one.
  if (!isOf(order, of)) return step(updating);
  const { rollout } = order;
  const { version } = order.application;
  const all = { ...facts, releases, securityFloor: updating.securityFloor };
  const verdict = judgeRelease(release, all);
  const known: Updating = { ...withReleasesSeen(updating, releases, facts), approved: release };
  if (verdict.kind === 'refused') {
    const { code, latest, step: first } = verdict;
    if (code === 'same-version') return step(idle(known));
    const body = { version, rollout, code, latest, step: first };
    return step(idle(known), [{ kind: 'update-refused', body }]);
  }
  const line: LineDraft = { kind: 'update-approved', body: { version, rollout } };
  return {
    ...step({ ...known, phase: { kind: 'fetching', attempts: phase.attempts } }, [line]),
    effects: [{ kind: 'fetch-release', order, folder }],
  };
}

function fetched(updating: Updating, of: DirectorCounter, facts: UpdateFacts): UpdateStep {
  const { order, phase } = updating;
  if (order === undefined || phase.kind !== 'fetching' || !isOf(order, of)) return step(updating);
  const { rollout } = order;
  const { version } = order.application;
  const ready: Updating = { ...updating, phase: { kind: 'ready', isAsked: false } };
  const line: LineDraft = { kind: 'update-ready', body: { version, rollout } };
  return after(looked(ready, facts), { lines: [line] });
}

function faulted(
  updating: Updating,
  fault: Extract<UpdateEvent, { kind: 'faulted' }>,
  { nowMs }: UpdateFacts,
): UpdateStep {
  const { order, phase } = updating;
  if (fault.stage === 'look') return step(withLookFailed(updating, fault.code));
  if (phase.kind === 'handing-over')
    return notHandedOver(updating, phase.version, { fault, nowMs });
  if (order === undefined || (phase.kind !== 'checking' && phase.kind !== 'fetching')) {
    return step(updating);
  }
  if (fault.of === undefined || !isOf(order, fault.of)) return step(updating);
  return tryLater(updating, phase.attempts, { fault, nowMs, named: namesOf(order) });
}

interface Failing {
  readonly fault: Extract<UpdateEvent, { kind: 'faulted' }>;
  readonly nowMs: number;
}

/** Whatever was to be begun, the program goes on: new sales too. */
function notHandedOver(updating: Updating, version: string, failing: Failing): UpdateStep {
  const { order } = updating;
  if (order?.application.version === version) {
    return tryLater(updating, 1, { ...failing, named: namesOf(order) });
  }
  const { stage, code, detail } = failing.fault;
  const body = { version, rollout: ROLLBACK, stage, code, detail };
  return step(idle(updating), [{ kind: 'update-failed', body }]);
}

function tryLater(
  updating: Updating,
  attempts: number,
  { fault, nowMs, named }: Failing & { readonly named: ReturnType<typeof namesOf> },
): UpdateStep {
  const { stage, code, detail } = fault;
  const retryAtMs = nowMs + Math.min(RETRY_FIRST_MS * 2 ** (attempts - 1), RETRY_MAX_MS);
  const body = { ...named, stage, code, detail, retryAtMs };
  const waiting: UpdatePhase = { kind: 'waiting-to-retry', attempts, retryAtMs };
  return step({ ...updating, phase: waiting }, [{ kind: 'update-failed', body }]);
}

function namesOf({ application, rollout }: UpdateOrder): { version: string; rollout: string } {
  return { version: application.version, rollout };
}

/** Whether an answer is about this order, and not one before it. */
function isOf({ counter }: UpdateOrder, of: DirectorCounter): boolean {
  return compareGenerations(counter, of) === 0;
}

/** The one place from which an update begins: whatever was in the way may be gone. */
function looked(updating: Updating, facts: UpdateFacts): UpdateStep {
  const { order, phase } = updating;
  if (order === undefined) return step(updating);
  if (phase.kind === 'waiting-to-retry') {
    return isAhead(phase.retryAtMs, facts.nowMs, RETRY_MAX_MS)
      ? step(updating)
      : check(updating, phase.attempts + 1);
  }
  if (phase.kind !== 'ready' || waitsFor(updating, facts).length > 0) return step(updating);
  const refused = notAnyMore(updating, order, facts);
  if (refused !== undefined) return refused;
  return begin(updating, { version: order.application.version, rollout: order.rollout, facts });
}

/** It may have waited for days: the licence may have been withdrawn, a floor raised meanwhile. */
function notAnyMore(
  updating: Updating,
  order: UpdateOrder,
  facts: UpdateFacts,
): UpdateStep | undefined {
  const { approved, securityFloor } = updating;
  if (approved === undefined) return check(updating, 1);
  const verdict = judgeRelease(approved, { ...facts, releases: [approved], securityFloor });
  if (verdict.kind === 'may') return undefined;
  const { code } = verdict;
  const body = { ...namesOf(order), code, latest: updating.latest };
  return step(idle(updating), [{ kind: 'update-refused', body }]);
}

interface Beginning {
  readonly version: string;
  readonly rollout: string;
  readonly facts: UpdateFacts;
}

function begin(updating: Updating, { version, rollout, facts }: Beginning): UpdateStep {
  const body = { version, rollout, from: facts.installed };
  return {
    ...step({ ...updating, phase: { kind: 'handing-over', version }, before: facts.working }, [
      { kind: 'update-begun', body },
    ]),
    effects: [{ kind: 'hand-over', version }],
  };
}

/** Somebody at the till may bring it forward, past its window; never past a sale or a lock. */
function asked(
  updating: Updating,
  { what, client, operator }: Extract<UpdateEvent, { kind: 'asked' }>,
  facts: UpdateFacts,
): UpdateStep {
  const { phase } = updating;
  const line: LineDraft = { kind: 'update-asked', body: { what, client, operator } };
  if (what === 'check') return checkAsked(updating, line, facts);
  if (lockHeld(updating, facts.nowMs) !== undefined) return refuse(updating, 'update-lock-held');
  if (what === 'apply') {
    if (phase.kind !== 'ready') return refuse(updating, 'no-update-ready');
    return after(looked({ ...updating, phase: { kind: 'ready', isAsked: true } }, facts), {
      lines: [line],
    });
  }
  const previous = rollbackGoal(facts.installed, facts.previous);
  if (previous === undefined || isUnderWay(phase) || facts.isBusy) {
    return refuse(updating, 'no-version-to-go-back-to');
  }
  const back = begin(idle(updating), { version: previous, rollout: ROLLBACK, facts });
  return after(back, { lines: [line] });
}

/** Looks again at once: what was refused may be covered by now, what failed may be there. */
function checkAsked(updating: Updating, line: LineDraft, facts: UpdateFacts): UpdateStep {
  const { order, phase } = updating;
  if (order === undefined) {
    const look = lookNow(updating, facts);
    return look.effects.length === 0
      ? refuse(updating, 'no-update-ordered')
      : after(looking(look), { lines: [line] });
  }
  const isResting = phase.kind === 'idle' || phase.kind === 'waiting-to-retry';
  return isResting ? after(check(updating, 1), { lines: [line] }) : step(updating);
}

/** In place of a rollout: an operator at the till has asked for the version before. */
const ROLLBACK = 'rollback';

function locked(
  updating: Updating,
  event: Extract<UpdateEvent, { kind: 'locked' }>,
  { nowMs }: UpdateFacts,
): UpdateStep {
  if (isMakingWay(updating)) return refuse(updating, 'update-lock-held');
  const lock = takeLock(updating, event, nowMs);
  if (typeof lock === 'string') return refuse(updating, lock);
  const { client, reason, untilMs } = lock;
  const body = { client, reason, untilMs };
  return step({ ...updating, lock }, [{ kind: 'update-lock-taken', body }]);
}

function unlocked(updating: Updating, client: string, facts: UpdateFacts): UpdateStep {
  const held = lockHeld(updating, facts.nowMs);
  if (held === undefined) return step(updating);
  if (held.client !== client) return refuse(updating, 'update-lock-held');
  const free: Updating = { ...updating, lock: endLock(held, facts.nowMs) };
  return after(looked(free, facts), {
    lines: [{ kind: 'update-lock-released', body: { client } }],
  });
}

/** After a restart nothing is assumed: the supervisor says what runs and what it had to undo. */
function started(
  updating: Updating,
  { trial, rollbacks }: Extract<UpdateEvent, { kind: 'started' }>,
  facts: UpdateFacts,
): UpdateStep {
  // What the journal has already, the supervisor may not have forgotten yet.
  const news = rollbacks.filter(({ version }) => version !== updating.rolledBack?.version);
  const undone = news.map((body): LineDraft => ({ kind: 'update-rolled-back', body }));
  const forget: readonly UpdateEffect[] =
    rollbacks.length === 0
      ? []
      : [{ kind: 'forget-rollbacks', versions: rollbacks.map(({ version }) => version) }];
  const last = rollbacks.at(-1);
  const rolledBack =
    last === undefined ? updating.rolledBack : { version: last.version, cause: last.cause };
  const kept: Updating = { ...updating, rolledBack };
  if (trial !== undefined) {
    const { version, from } = trial;
    const line: LineDraft = { kind: 'update-on-trial', body: { version, from } };
    const onTrial: UpdatePhase = { kind: 'on-trial', version, from };
    return { ...step({ ...kept, phase: onTrial }, [...undone, line]), effects: forget };
  }
  return after(resumed(kept, facts), { lines: undone, effects: forget });
}

/** An order that was not done with is begun again, unless what it names runs or was rolled back. */
function resumed(updating: Updating, { installed }: UpdateFacts): UpdateStep {
  const { order, rolledBack, phase } = updating;
  const version = order?.application.version;
  const isOver = phase.kind === 'idle' || version === installed || version === rolledBack?.version;
  return isOver ? step(idle(updating)) : check(updating, 1);
}

function healthy(updating: Updating): UpdateStep {
  const { phase, order } = updating;
  if (phase.kind !== 'on-trial') return step(updating);
  const { version, from } = phase;
  const line: LineDraft = { kind: 'update-confirmed', body: { version, from } };
  const isDone = order === undefined || order.application.version === version;
  const confirm: UpdateEffect = { kind: 'confirm-trial', version };
  return after(isDone ? step(idle(updating)) : check(updating, 1), {
    lines: [line],
    effects: [confirm],
  });
}

function check(updating: Updating, attempts: number): UpdateStep {
  const { order, folder } = updating;
  if (order === undefined) return step(updating);
  return {
    ...step({ ...updating, phase: { kind: 'checking', attempts } }),
    effects: [{ kind: 'check-release', order, folder }],
  };
}

/** The order stays: the same document is no news, and no older one is taken after it. */
function idle(updating: Updating): Updating {
  return { ...updating, phase: { kind: 'idle' } };
}

function isUnderWay({ kind }: UpdatePhase): boolean {
  return kind === 'handing-over' || kind === 'on-trial';
}

function looking({ updating, effects }: Looking): UpdateStep {
  return { ...step(updating), effects };
}

function step(updating: Updating, lines: readonly LineDraft[] = []): UpdateStep {
  return { updating, lines, effects: [], answer: { kind: 'done' } };
}

/** What came before goes before. */
function after(
  next: UpdateStep,
  {
    lines,
    effects = [],
  }: { readonly lines: readonly LineDraft[]; readonly effects?: readonly UpdateEffect[] },
): UpdateStep {
  return { ...next, lines: [...lines, ...next.lines], effects: [...effects, ...next.effects] };
}

function refuse(updating: Updating, code: UpdateRequestRefusal): UpdateStep {
  return { ...step(updating), answer: { kind: 'refused', code } };
}
