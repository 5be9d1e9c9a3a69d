import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { LicenceChanges } from '../../sync/hub/licences/decide.ts';
import { DOCUMENT_CHARS_MAX } from '../../sync/trust/limits.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { refusalLines } from './refusal-lines.ts';
import { intervalOf, required } from './values.ts';

export const sendAction: HubAction = {
  usage: `hub send --data FOLDER --trust FILE --station ID --entitlement FILE
                               a licence that was issued offline, once it is verified`,
  run: send,
};

export const issueAction: HubAction = {
  usage: `hub issue --data FOLDER --trust FILE --issuer-key FILE --station ID
      [--maintenance FROM/TO ...] [--revoke REASON | --not-revoked]
                               its next licence: what it had, and this; TO is the first day not covered`,
  run: issue,
};

async function send(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      trust: { type: 'string' },
      station: { type: 'string' },
      entitlement: { type: 'string' },
    },
  });
  const station = required(values.station, 'to whom: --station ID');
  const path = required(values.entitlement, 'what: --entitlement FILE');
  await using office = await openOffice(values, io);
  const outcome = await office.sendEntitlement(station, textOf(path));
  if (outcome.kind === 'sent') return lies(outcome.seq, station, io);
  io.stderr.write(refusalLines(outcome));
  return 1;
}

async function issue(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      trust: { type: 'string' },
      'issuer-key': { type: 'string' },
      station: { type: 'string' },
      maintenance: { type: 'string', multiple: true, default: [] },
      revoke: { type: 'string' },
      'not-revoked': { type: 'boolean', default: false },
    },
  });
  const station = required(values.station, 'to whom: --station ID');
  const addedMaintenance = values.maintenance.map(intervalOf);
  const revocation = revocationOf(values.revoke, values['not-revoked']);
  await using office = await openOffice(values, io);
  const outcome = await office.issue(station, { addedMaintenance, revocation });
  if (outcome.kind === 'refused') {
    io.stderr.write(`Not issued (${outcome.code}): ${outcome.detail}\n`);
    return 1;
  }
  const { keyEpoch, n } = outcome.entitlement.generation;
  io.stdout.write(`Generation ${n} of key epoch ${keyEpoch} is issued.\n`);
  return lies(outcome.seq, station, io);
}

function revocationOf(
  reason: string | undefined,
  isTakenBack: boolean,
): LicenceChanges['revocation'] {
  if (reason === undefined) return isTakenBack ? 'take-back' : undefined;
  if (isTakenBack) throw new UsageError('say --revoke REASON or --not-revoked, not both');
  return { reason: required(reason, 'why: --revoke REASON') };
}

function lies(seq: number, station: string, { stdout }: CommandIo): number {
  stdout.write(`Command ${seq} lies in the mailbox of ${station}.\n`);
  return 0;
}

/** More than any licence is enough to see that it is none. */
function textOf(path: string): string {
  if (statSync(path).size > 2 * DOCUMENT_CHARS_MAX) {
    throw new UsageError(`${path} is longer than any licence`);
  }
  return readFileSync(path, 'utf8').trim();
}
