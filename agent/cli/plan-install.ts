import { readConfig } from '../config/config.ts';
import { writeOfferedPlan } from '../config/offered-plans.ts';
import { stationFolder } from '../config/station-folder.ts';
import { readTrust } from '../config/trust-place.ts';
import { planOffered } from '../core/contract/held-plans.ts';
import { PLANS } from '../plans/plans.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import { configPath, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { planDocumentIn, tellPlanRefusal } from './plan-sign.ts';

/** Checks a signed plan as this till will, and lays it down for the agent. Exit code 1 when it is not taken. */
export async function installPlan(
  path: string,
  { config: named, json: isJson }: { readonly config?: string | undefined; readonly json: boolean },
  io: CommandIo,
): Promise<number> {
  const folder = stationFolder(readConfig(configPath(named, io.env)));
  const trust = readTrust(io.root);
  if (trust === undefined) {
    io.stderr.write(
      'This installation has no trust.json beside its program, so it can believe no plan. ' +
        'Nothing was installed. Ask the vendor for a complete installation.\n',
    );
    return 1;
  }
  const { isDemo } = trust;
  const document = planDocumentIn(path);
  const verified = await verifyDocument(document, 'plan', trust);
  if (verified.kind === 'refused') return tellPlanRefusal(verified, { isJson, isDemo }, io);
  const { plan } = verified.payload;
  const { id, version } = plan;
  const known = { held: [], builtIn: PLANS, agreed: undefined };
  const offer = planOffered({ plan, document }, known);
  if (offer.kind === 'refused') {
    const detail = `this program brings another plan ${id} of version ${version}`;
    return tellPlanRefusal({ code: offer.code, detail }, { isJson, isDemo }, io);
  }
  writeOfferedPlan(folder, document, plan);
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ isInstalled: true, plan: id, version })}\n`
      : `${demoBanner(isDemo)}Plan ${id}, version ${version}, waits for the agent, which takes it in ` +
          'in a few seconds, or at its next start. See: tillwarden journal show\n',
  );
  return 0;
}
