/** What a licence file says, and whether it can be believed: for people, and for programs with --json. */
import { readFileSync, statSync } from 'node:fs';
import { addDays } from '../core/calendar.ts';
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../core/entitlement/clock-evidence.ts';
import type { Entitlement } from '../core/entitlement/entitlement.ts';
import { licenceStatus } from '../core/entitlement/licence-status.ts';
import { NEW_LICENSING, stepLicensing } from '../core/entitlement/licensing.ts';
import type { EntitlementRefusal } from '../core/entitlement/refusal.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { Certificate } from '../../sync/trust/certificate.ts';
import { inspectDocument } from '../../sync/trust/inspect-document.ts';
import { DOCUMENT_CHARS_MAX } from '../../sync/trust/limits.ts';
import { parseTrustFile, type TrustFile } from '../../sync/trust/trust-file.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import type { CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { refusalLines } from './refusal-lines.ts';
import { required } from './values.ts';

/** Shows what the file says; nothing of it is checked. Exit code 1 when it is no licence. */
export function showLicence(path: string, isJson: boolean, io: CommandIo): number {
  const read = inspectDocument(licenceTextOf(path), 'entitlement');
  if (read.kind === 'refused') return tellRefusal(read, { isJson, isDemo: false }, io);
  const { payload, claimed } = read;
  if (isJson) return json({ isVerified: false, claimed, entitlement: payload }, io);
  io.stdout.write(
    demoBanner(claimed?.isDemo ?? false) +
      linesOf(payload, claimed) +
      'Not checked: anybody can write such a file. See: tillwarden licence verify\n',
  );
  return 0;
}

interface VerifyFlags {
  readonly trust?: string | undefined;
  readonly station?: string | undefined;
  readonly json: boolean;
}

/** Exit code 0 when the licence is genuine, and for the station where one is named. */
export async function verifyLicence(
  path: string,
  { trust: trustPath, station, json: isJson }: VerifyFlags,
  io: CommandIo,
): Promise<number> {
  const trust = parseTrustFile(readFileSync(required(trustPath, '--trust FILE'), 'utf8'));
  const shape = { isJson, isDemo: trust.isDemo };
  const verified = await verifyDocument(licenceTextOf(path), 'entitlement', trust);
  if (verified.kind === 'refused') return tellRefusal(verified, shape, io);
  const { payload, certificate } = verified;
  const wrong = stationRefusal(payload, station);
  if (wrong !== undefined) return tellRefusal(wrong, shape, io);
  const { state, lastCoveredDay, newLicenceFrom } = statusOf(payload, trust);
  if (isJson) {
    const { vendor, isDemo } = trust;
    return json({ isVerified: true, vendor, isDemo, state, entitlement: payload }, io);
  }
  io.stdout.write(
    demoBanner(trust.isDemo) +
      linesOf(payload, certificate) +
      `State        ${state} by this computer's clock; last covered day ${lastCoveredDay}, ` +
      `a new licence is needed from ${newLicenceFrom}\n` +
      `Genuine: signed for ${trust.vendor}.\n`,
  );
  return 0;
}

/** More than any licence is enough to see that it is none. */
export function licenceTextOf(path: string): string {
  if (statSync(path).size > 2 * DOCUMENT_CHARS_MAX) return ' '.repeat(DOCUMENT_CHARS_MAX + 1);
  return readFileSync(path, 'utf8').trim();
}

/** Why a licence is not believed, or not for this station. */
export interface Refusal {
  readonly code: EntitlementRefusal;
  readonly detail: string;
}

/** Where a station is named, the licence must be for it. */
export function stationRefusal(entitlement: Entitlement, station?: string): Refusal | undefined {
  if (station === undefined) return undefined;
  const event = { kind: 'entitlement-offered', entitlement, document: '', station } as const;
  const { answer } = stepLicensing(NEW_LICENSING, event);
  if (answer.kind !== 'refused') return undefined;
  const detail = `it is for ${entitlement.licence.issuedTo.station}, not for ${station}`;
  return { code: answer.code, detail };
}

function statusOf(entitlement: Entitlement, { activationGraceDays }: TrustFile) {
  return licenceStatus({
    entitlement,
    clockMs: systemClock.wallMs(),
    evidence: NO_EVIDENCE,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays,
  });
}

/** Says why not, to people or to programs; the exit code. */
export function tellRefusal(
  { code, detail }: Refusal,
  { isJson, isDemo }: { readonly isJson: boolean; readonly isDemo: boolean },
  io: CommandIo,
): number {
  if (isJson) {
    json({ isVerified: false, isDemo, code, detail }, io);
    return 1;
  }
  io.stdout.write(demoBanner(isDemo));
  io.stderr.write(refusalLines({ code, detail }));
  return 1;
}

function json(value: object, { stdout }: CommandIo): number {
  stdout.write(`${JSON.stringify(value)}\n`);
  return 0;
}

function linesOf(entitlement: Entitlement, certificate: Certificate | undefined): string {
  const { licence, generation, maintenance, revocation, contract } = entitlement;
  const { customer, site, station } = licence.issuedTo;
  const rows = [
    ['Licence', `${licence.id} (${licence.product}, ${licence.edition})`],
    ['Issued to', `${customer}, ${site}, station ${station}`],
    ['Vendor', certificate?.vendor ?? 'it does not say'],
    ['Generation', `${generation.n} of key epoch ${generation.keyEpoch}`],
    ['Installed', `${entitlement.installedOn}, days of ${entitlement.zone}`],
    ...maintenance.map(({ from, to }) => [
      'Maintenance',
      `${from} to ${addDays(to, -1)}, both covered`,
    ]),
    ['Computer', computerText(entitlement)],
    ['Contract', contract === undefined ? 'none: the defaults apply' : contract.plan.id],
    ['Issued at', entitlement.issuedAt],
    ...(revocation === undefined ? [] : [['WITHDRAWN', `${revocation.on}: ${revocation.reason}`]]),
  ];
  return rows.map(([name = '', text]) => `${name.padEnd(13)}${text}\n`).join('');
}

function computerText({ fingerprint }: Entitlement): string {
  if (fingerprint === undefined) return 'any: it is bound to none';
  return `${fingerprint.k} of its ${fingerprint.hashes.length} parts must be found again`;
}
