import { readConfig } from '../config/config.ts';
import { readTrust } from '../config/trust-place.ts';
import { plansInForce } from '../core/contract/held-plans.ts';
import type { Plan } from '../core/contract/plan.ts';
import { PLANS } from '../plans/plans.ts';
import { openForReading } from '../store/database.ts';
import { StoreError } from '../store/store-error.ts';
import { TillStore } from '../store/till-store.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import { configPath, type CommandIo } from './command.ts';

/**
 * The plans that a till was sent and that this program believes, read beside a running agent. None
 * where no configuration is named: most who ask for a plan are at no till.
 */
export async function tillPlans(
  named: string | undefined,
  { env, root }: Pick<CommandIo, 'env' | 'root'>,
): Promise<readonly Plan[]> {
  if (named === undefined && env['TILLWARDEN_CONFIG'] === undefined) return [];
  const documents = documentsIn(readConfig(configPath(named, env)).store);
  const trust = readTrust(root);
  if (trust === undefined) return [];
  const verified = await Promise.all(
    documents.map((document) => verifyDocument(document, 'plan', trust)),
  );
  const held = verified.flatMap((each) => {
    if (each.kind !== 'verified') return [];
    const { plan } = each.payload;
    return [{ id: plan.id, version: plan.version, document: '', plan }];
  });
  return plansInForce(PLANS, held).slice(PLANS.length);
}

function documentsIn(path: string): readonly string[] {
  try {
    using store = new TillStore(openForReading(path));
    return store.load().plans.map(({ document }) => document);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'missing') return [];
    throw cause;
  }
}
