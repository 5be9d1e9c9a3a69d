/** What people do to a rollout. Whoever made it cannot approve it. */
import type { Pardon } from './outlook.ts';
import type { Rollout, RolloutState } from './rollout.ts';

export const ROLLOUT_ACTS = ['submit', 'return', 'approve', 'pause', 'resume', 'abort'] as const;

export type RolloutActKind = (typeof ROLLOUT_ACTS)[number];

export interface RolloutAct {
  readonly kind: RolloutActKind;
  /** Who does it. */
  readonly by: string;
  /** Of resuming: what becomes of those that have failed. */
  readonly pardon?: Pardon | undefined;
}

export type ActRefusal =
  /** It is not in a state for that. */
  | 'wrong-state'
  /** A second person has to approve it. */
  | 'own-rollout'
  /** Its release was withdrawn. */
  | 'yanked';

export type Acted =
  | { readonly kind: 'acted'; readonly rollout: Rollout }
  | { readonly kind: 'refused'; readonly code: ActRefusal };

export function act(
  rollout: Rollout,
  { kind, by }: Pick<RolloutAct, 'kind' | 'by'>,
  { isYanked }: { readonly isYanked: boolean },
): Acted {
  if (!FROM[kind].includes(rollout.state)) return { kind: 'refused', code: 'wrong-state' };
  switch (kind) {
    case 'submit':
      return isYanked ? YANKED : moved(rollout, 'awaiting-approval');
    case 'return':
      return moved(rollout, 'draft');
    case 'approve':
      if (by === rollout.madeBy) return { kind: 'refused', code: 'own-rollout' };
      return isYanked ? YANKED : moved({ ...rollout, approvedBy: by }, 'running');
    case 'pause':
      return moved(rollout, 'paused');
    case 'resume':
      return isYanked ? YANKED : moved({ ...rollout, halt: undefined }, 'running');
    case 'abort':
      return moved(rollout, 'aborted');
  }
}

const YANKED: Acted = { kind: 'refused', code: 'yanked' };

const FROM: Readonly<Record<RolloutActKind, readonly RolloutState[]>> = {
  submit: ['draft'],
  return: ['awaiting-approval'],
  approve: ['awaiting-approval'],
  pause: ['running'],
  resume: ['paused', 'stopped'],
  abort: ['draft', 'awaiting-approval', 'running', 'paused', 'stopped'],
};

function moved(rollout: Rollout, state: RolloutState): Acted {
  return { kind: 'acted', rollout: { ...rollout, state } };
}
