/** The till's update as its API shows it. */
import { waitsFor } from '../core/update/step-updating.ts';
import { lockHeld } from '../core/update/update-lock.ts';
import { rollbackGoal } from '../core/update/version.ts';
import { isMoneyMoving } from '../core/till/update-turn.ts';
import type { TillView } from '../shell/till-view.ts';
import type { StatusView } from './schema.ts';
import type { UpdateView } from './update-schema.ts';

export function updateView(
  { till, settings, installation }: TillView,
  { nowMs }: { readonly nowMs: number },
): UpdateView {
  const { updating } = till;
  const { phase, order, latest, look, rolledBack } = updating;
  const lock = lockHeld(updating, nowMs);
  return {
    version: settings.version,
    isInstalled: installation !== undefined,
    previous: rollbackGoal(settings.version, installation?.previous) ?? null,
    phase: phase.kind,
    ordered: order === undefined ? null : orderView(order, updating.folder),
    waitsFor: waitsFor(updating, { nowMs, isBusy: isMoneyMoving(till) }),
    retryAt: phase.kind === 'waiting-to-retry' ? instant(phase.retryAtMs) : null,
    lock: lock === undefined ? null : lockView(lock),
    latestEntitled: latest ?? null,
    lookFault: look?.fault ?? null,
    rolledBack: rolledBack ?? null,
  };
}

type Ordered = NonNullable<TillView['till']['updating']['order']>;

function orderView(
  { application, rollout, mode }: Ordered,
  folder: string | undefined,
): UpdateView['ordered'] {
  return { version: application.version, rollout, mode, folder: folder ?? null };
}

function lockView({
  client,
  reason,
  untilMs,
}: NonNullable<ReturnType<typeof lockHeld>>): UpdateView['lock'] {
  return { client, reason, until: instant(untilMs) };
}

function instant(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** As the page tells it: nothing where nothing is to be installed. */
export function updateStatus({ phase, order }: TillView['till']['updating']): StatusView['update'] {
  if (phase.kind === 'idle') return null;
  const version = 'version' in phase ? phase.version : (order?.application.version ?? '');
  const waitsForWord = phase.kind === 'ready' && !phase.isAsked && order?.mode === 'soft';
  return { phase: phase.kind, version, waitsForWord };
}
