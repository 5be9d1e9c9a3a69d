/** What people do to a rollout. Whoever made it cannot approve it. */
import type { Pardon } from './outlook.ts';
import type { Rollout, RolloutState } from './rollout.ts';

export const ROLLOUT_ACTS = ['submit', 'return', 'approve', 'pause', 'resume', 'abort'] as const;

export type RolloutActKind = (typeof ROLLOUT_ACTS)[number];

/** Who does it. */
interface Doer {
  readonly name: string;
  /** Absent at the hub's own computer, where nobody has said who it is. */
  readonly user: string | undefined;
}

export interface RolloutAct {
  readonly kind: RolloutActKind;
  readonly by: Doer;
  /** Of resuming: what becomes of those that have failed. */
  readonly pardon?: Pardon | undefined;
}

export type ActRefusal =
  /** It is not in a state for that. */
  | 'wrong-state'
  /** A second person has to approve it. */
  | 'own-rollout'
  /** Nobody knows who does it, so that it may be the same person. */
  | 'nameless'
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
      if (by.user === undefined) return { kind: 'refused', code: 'nameless' };
      if (by.user === rollout.madeByUser) return { kind: 'refused', code: 'own-rollout' };
      return isYanked ? YANKED : moved({ ...rollout, approvedBy: by.name }, 'running');
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
