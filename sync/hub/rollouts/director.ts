/** The hub's online director key signs what one station is to install. */
import type { DirectorCounter, UpdateOrder } from '../../../agent/core/update/update-order.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { isValidAt, type Issuer } from '../licences/vendor.ts';
import type { RolloutPlan } from './rollout.ts';
import type { ShelvedRelease } from './shelf.ts';

export interface DirectorOrder {
  readonly station: string;
  readonly counter: DirectorCounter;
  readonly rollout: string;
  readonly plan: Pick<RolloutPlan, 'mode' | 'window'>;
  readonly release: ShelvedRelease;
  readonly issuedAtMs: number;
}

/** The signed document. Throws `TrustError` where no till would take it. */
export function signOrder(director: Issuer, order: DirectorOrder): Promise<string> {
  const { station, counter, rollout, plan, release, issuedAtMs } = order;
  const payload: UpdateOrder = {
    station,
    counter,
    rollout,
    mode: plan.mode,
    application: release.application,
    runtime: release.runtimeFile,
    ...(plan.window === undefined ? {} : { window: plan.window }),
    issuedAt: new Date(issuedAtMs).toISOString(),
  };
  return signDocument('director', payload, director.signer);
}

/** Whether what the key signs now is believed. */
export function canDirectAt(director: Issuer | undefined, atMs: number): director is Issuer {
  return director !== undefined && isValidAt(director, new Date(atMs).toISOString());
}
