import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { KEY_ROLES, type KeyRole } from '../../sync/trust/certificate.ts';
import { signingKeyText } from '../../sync/trust/signing-key.ts';
import { ACTIVATION_GRACE_DAYS } from '../../sync/trust/trust-file.ts';
import { readCertifiedKey, type CertifiedKey } from '../../sync/vendor/certified-key.ts';
import { makeKey, recertifyKey, type KeyOrder } from '../../sync/vendor/certify-key.ts';
import { initKeys } from '../../sync/vendor/init-keys.ts';
import type { KeyFiles, Passphrases } from '../../sync/vendor/key-files.ts';
import { keyFileName, keyNamesOf, newestKeyHere } from '../../sync/vendor/key-names.ts';
import { trustFileOf } from '../../sync/vendor/trust-file-of.ts';
import { readVendorFile } from '../../sync/vendor/vendor-file.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { openKeyFolder } from './key-folder.ts';
import { passphrasesOf } from './passphrases.ts';
import { countOf, instantOf, required } from './values.ts';

export const keysCommand: Command = {
  usage: `keys --folder F
      init --vendor NAME [--roots N --threshold K] [--demo]     make the root keys
      certify issuer|time|director [--from DATE] [--until DATE] [--root NAME ...] [--hub-file FILE]
                                     make and certify a key, or certify it for another time
      rotate issuer|time|director [--new-epoch] [...]           replace a key by a new one
      trust-file --out FILE [--grace-days N]                    what every till is installed with
      show                                                      which keys there are
      [--passphrase-file FILE ...]   or TILLWARDEN_PASSPHRASE, or you are asked`,
  summary: "Make and certify the vendor's keys, offline.",
  run,
};

const OPTIONS = {
  folder: { type: 'string' },
  vendor: { type: 'string' },
  roots: { type: 'string', default: '1' },
  threshold: { type: 'string' },
  demo: { type: 'boolean', default: false },
  from: { type: 'string' },
  until: { type: 'string' },
  root: { type: 'string', multiple: true },
  'hub-file': { type: 'string' },
  'new-epoch': { type: 'boolean', default: false },
  out: { type: 'string' },
  'grace-days': { type: 'string', default: String(ACTIVATION_GRACE_DAYS) },
  'passphrase-file': { type: 'string', multiple: true },
} as const;

type Flags = ReturnType<typeof parse>['values'];

const DAY_MS = 24 * 60 * 60 * 1_000;
const CERTIFICATE_DAYS = 5 * 365;
const ROOTS_MAX = 16;
const GRACE_DAYS_MAX = 3_650;

/** A day's start ahead, for a hub whose clock is behind the one that certified its key. */
const CERTIFICATE_LEAD_MS = DAY_MS;

const PUBLIC_FILE_MODE = 0o644;
const SECRET_FILE_MODE = 0o600;

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
}

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const [action, role] = positionals;
  const folder = required(values.folder, '--folder FOLDER');
  switch (action) {
    case 'init':
      return await init(folder, values, io);
    case 'certify':
      return await certify({ folder, role: roleOf(role) }, values, io);
    case 'rotate':
      return await rotate({ folder, role: roleOf(role) }, values, io);
    case 'trust-file':
      return trustFile(existing(folder), values, io);
    case 'show':
      return show(existing(folder), io);
    default:
      throw new UsageError('say keys init, certify, rotate, trust-file or show');
  }
}

async function init(folder: string, values: Flags, io: CommandIo): Promise<number> {
  const roots = countOf('--roots', values.roots, { min: 1, max: ROOTS_MAX });
  const threshold = countOf('--threshold', values.threshold ?? values.roots, {
    min: 1,
    max: roots,
  });
  const vendor = required(values.vendor, '--vendor NAME');
  const passphrases = passphrasesFor(values, values.demo, io);
  const wanted = { vendor, isDemo: values.demo, roots, threshold };
  const made = await initKeys(openKeyFolder(folder), wanted, passphrases);
  io.stdout.write(
    `${demoBanner(made.isDemo)}${roots} root ${roots === 1 ? 'key is' : 'keys are'} made in ${folder}; ` +
      `${threshold} of ${roots} must sign.\n` +
      `Keep copies offline, and the passphrases elsewhere: without them no key can be certified again.\n` +
      `Next: tillwarden keys certify issuer --folder ${folder}\n`,
  );
  return 0;
}

interface Target {
  readonly folder: string;
  readonly role: KeyRole;
}

async function certify({ folder, role }: Target, values: Flags, io: CommandIo): Promise<number> {
  const files = existing(folder);
  const isNew = newestKeyHere(files, role) === undefined || values['hub-file'] !== undefined;
  if (isNew) return await rotate({ folder, role }, values, io);
  const passphrases = passphrasesFor(values, readVendorFile(files).isDemo, io);
  return told(await recertifyKey(files, orderOf(role, values), passphrases), io);
}

async function rotate({ folder, role }: Target, values: Flags, io: CommandIo): Promise<number> {
  const files = existing(folder);
  const { 'hub-file': hubFile, 'new-epoch': isNewEpoch } = values;
  if (hubFile !== undefined && existsSync(hubFile)) {
    throw new UsageError(`${hubFile} is there already; a key is never overwritten`);
  }
  const passphrases = passphrasesFor(values, readVendorFile(files).isDemo, io);
  const keeper = hubFile === undefined ? 'folder' : 'hub';
  const order = { ...orderOf(role, values), keeper, isNewEpoch } as const;
  const key = await makeKey(files, order, passphrases);
  if (hubFile !== undefined) replaceFile(hubFile, signingKeyText(key), SECRET_FILE_MODE);
  const code = told(key, io);
  if (hubFile !== undefined) {
    io.stdout.write(`Its private half is in ${hubFile}, unencrypted, for the hub alone.\n`);
  }
  return code;
}

function orderOf(role: KeyRole, { from, until, root }: Flags): KeyOrder {
  const nowMs = systemClock.wallMs();
  const validFrom = instantOf('--from', from) ?? instantAt(nowMs - CERTIFICATE_LEAD_MS);
  const validUntil = instantOf('--until', until) ?? instantAt(nowMs + CERTIFICATE_DAYS * DAY_MS);
  if (validFrom >= validUntil) throw new UsageError('--until must be after --from');
  return { role, validFrom, validUntil, roots: root ?? [] };
}

function instantAt(ms: number): string {
  return new Date(ms).toISOString();
}

function told({ name, certified }: CertifiedKey, { stdout }: CommandIo): number {
  stdout.write(`${demoBanner(certified.isDemo)}${keyLine(name, certified)}\n`);
  return 0;
}

function keyLine(
  name: string,
  { validFrom, validUntil, keyEpoch }: CertifiedKey['certified'],
): string {
  return `${name} is certified from ${validFrom} until ${validUntil}, key epoch ${keyEpoch}.`;
}

function trustFile(files: KeyFiles, values: Flags, io: CommandIo): number {
  const out = required(values.out, '--out FILE');
  const days = countOf('--grace-days', values['grace-days'], { min: 0, max: GRACE_DAYS_MAX });
  const trust = trustFileOf(files, days);
  replaceFile(out, `${JSON.stringify(trust, null, 2)}\n`, PUBLIC_FILE_MODE);
  io.stdout.write(
    `${demoBanner(trust.isDemo)}${out} is written. It belongs to the installed program of every till ` +
      `and hub of ${trust.vendor}, owned by root.\n`,
  );
  return 0;
}

function show(files: KeyFiles, { stdout }: CommandIo): number {
  const { vendor, isDemo, roots, rootThreshold, keyEpoch } = readVendorFile(files);
  stdout.write(`${demoBanner(isDemo)}Keys of ${vendor}, key epoch ${keyEpoch}\n`);
  for (const { name } of roots) {
    const isHere = files.read(keyFileName(name)) !== undefined;
    stdout.write(`${name} is ${isHere ? 'in this folder' : 'kept elsewhere'}.\n`);
  }
  stdout.write(`${rootThreshold} of ${roots.length} root keys must sign.\n`);
  for (const name of KEY_ROLES.flatMap((role) => keyNamesOf(files, role))) {
    stdout.write(`${keyLine(name, readCertifiedKey(files, name).certified)}\n`);
  }
  return 0;
}

/** A folder that is there: only `init` makes one. */
function existing(folder: string): KeyFiles {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  return openKeyFolder(folder);
}

function passphrasesFor(values: Flags, isDemo: boolean, io: CommandIo): Passphrases {
  return passphrasesOf({ files: values['passphrase-file'] ?? [], isDemo }, io);
}

function roleOf(text: string | undefined): KeyRole {
  const role = KEY_ROLES.find((candidate) => candidate === text);
  if (role === undefined) throw new UsageError(`say which key: ${KEY_ROLES.join(', ')}`);
  return role;
}
