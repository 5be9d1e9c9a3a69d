/** Contract plans at the till's border: what comes in is verified here, and decided on by the shell. */
import type { TrustFile } from '../sync/trust/trust-file.ts';
import type { Tray } from './compose-inbox.ts';
import { verifyBy, type LicenceParts } from './compose-licence.ts';
import { readOfferedPlans, removeOfferedPlan } from './config/offered-plans.ts';
import type { HeldPlan, UnsealedPlan } from './core/contract/held-plans.ts';
import type { Answer } from './core/till/events.ts';
import type { EntitlementSource } from './core/vendor-line.ts';
import { PLANS } from './plans/plans.ts';

/** Verifies a plan and hands it to the till; the answer is durable. Rejects with `ShellError`. */
export async function offerPlan(
  text: string,
  source: EntitlementSource,
  { trust, tell }: Pick<LicenceParts, 'trust' | 'tell'>,
): Promise<Answer> {
  const document = text.trim();
  const verified = await verifyBy(trust, document, 'plan');
  if (verified.kind === 'refused') {
    return tell({ kind: 'plan-rejected', code: verified.code, source });
  }
  const { plan } = verified.payload;
  return tell({ kind: 'plan-offered', plan, document, source, builtIn: PLANS });
}

/** Where plans wait that were laid down in the station's folder. */
export function planTray(parts: Pick<LicenceParts, 'trust' | 'tell'>, folder: string): Tray {
  return {
    waiting: () => readOfferedPlans(folder),
    take: (document) => offerPlan(document, 'file', parts),
    remove: (document) => removeOfferedPlan(folder, document),
  };
}

/** Looks again at the plans the store holds. */
export function unsealedPlans(
  held: readonly HeldPlan[],
  trust: TrustFile | undefined,
): Promise<readonly UnsealedPlan[]> {
  return Promise.all(
    held.map(async ({ id, version, document }): Promise<UnsealedPlan> => {
      const verified = await verifyBy(trust, document, 'plan');
      return verified.kind === 'verified'
        ? { id, version, kind: 'verified', plan: verified.payload.plan }
        : { id, version, kind: 'refused', code: verified.code };
    }),
  );
}
