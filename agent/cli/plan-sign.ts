/** A plan as a signed document: made with the vendor's key folder, checked with the trust file. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { PLAN_CHARS_MAX } from '../../sync/trust/limits.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import { signPlanDocument } from '../../sync/vendor/sign-plan.ts';
import { readVendorFile } from '../../sync/vendor/vendor-file.ts';
import type { PlanRefusal } from '../core/contract/held-plans.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { openKeyFolder } from './key-folder.ts';
import { namedPlan } from './named-plan.ts';
import { passphrasesOf } from './passphrases.ts';
import { required } from './values.ts';

interface SignFlags {
  readonly keys?: string | undefined;
  readonly out?: string | undefined;
  readonly 'passphrase-file'?: readonly string[] | undefined;
}

const PLAN_FILE_MODE = 0o644;

/** Signs a plan that is as it should be; every till that trusts this vendor can check it. */
export async function signPlan(name: string, flags: SignFlags, io: CommandIo): Promise<number> {
  const folder = required(flags.keys, '--keys FOLDER');
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const plan = namedPlan(name);
  const out = flags.out ?? join(folder, 'issued', `${plan.id}-${plan.version}.plan`);
  if (existsSync(out)) throw new UsageError(`${out} is there already; choose another --out`);
  const files = openKeyFolder(folder);
  const { isDemo } = readVendorFile(files);
  const content = { plan, issuedAt: new Date(systemClock.wallMs()).toISOString() };
  const passphrases = passphrasesOf({ files: flags['passphrase-file'] ?? [], isDemo }, io);
  const { document } = await signPlanDocument(files, content, passphrases);
  mkdirSync(dirname(out), { recursive: true });
  replaceFile(out, `${document}\n`, PLAN_FILE_MODE);
  io.stdout.write(
    `${demoBanner(isDemo)}${out} is written: plan ${plan.id}, version ${plan.version}, signed.\n`,
  );
  return 0;
}

interface VerifyFlags {
  readonly trust?: string | undefined;
  readonly json: boolean;
}

/** Exit code 0 when the vendor has signed it, and 1 when it cannot be believed. */
export async function verifyPlan(
  path: string,
  { trust: trustPath, json }: VerifyFlags,
  io: CommandIo,
): Promise<number> {
  const trust = parseTrustFile(readFileSync(required(trustPath, '--trust FILE'), 'utf8'));
  const { vendor, isDemo } = trust;
  const verified = await verifyDocument(planDocumentIn(path), 'plan', trust);
  if (verified.kind === 'refused') return tellPlanRefusal(verified, { isJson: json, isDemo }, io);
  const { plan, issuedAt } = verified.payload;
  io.stdout.write(
    json
      ? `${JSON.stringify({ isVerified: true, vendor, isDemo, issuedAt, plan })}\n`
      : `${demoBanner(isDemo)}Genuine: plan ${plan.id}, version ${plan.version}, ` +
          `signed for ${vendor} at ${issuedAt}.\n`,
  );
  return 0;
}

/** Says why a plan is not believed, to people or to programs; the exit code. */
export function tellPlanRefusal(
  { code, detail }: { readonly code: PlanRefusal; readonly detail: string },
  { isJson, isDemo }: { readonly isJson: boolean; readonly isDemo: boolean },
  { stdout, stderr }: CommandIo,
): number {
  if (isJson) stdout.write(`${JSON.stringify({ isVerified: false, isDemo, code, detail })}\n`);
  else stderr.write(`Not to be believed (${code}): ${detail}\n`);
  return 1;
}

/** More than any document is enough to see that it is none. */
export function planDocumentIn(path: string): string {
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  if (statSync(path).size > 2 * PLAN_CHARS_MAX) return ' '.repeat(PLAN_CHARS_MAX + 1);
  return readFileSync(path, 'utf8').trim();
}
