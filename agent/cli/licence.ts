import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Contract, Entitlement } from '../core/entitlement/entitlement.ts';
import { maintenanceYear } from '../core/entitlement/maintenance-year.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { contractSchema } from '../../sync/trust/contract-schema.ts';
import { issueLicence, type IssuedLicence } from '../../sync/vendor/issue-licence.ts';
import { readVendorFile } from '../../sync/vendor/vendor-file.ts';
import { readJsonFile } from '../config/config.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { boundTo, writeComputer } from './licence-computer.ts';
import { installLicence } from './licence-install.ts';
import { openKeyFolder } from './key-folder.ts';
import { showLicence, verifyLicence } from './licence-check.ts';
import { showStatus } from './licence-status.ts';
import { EDITION, PRODUCT } from '../core/entitlement/licence-defaults.ts';
import { passphrasesOf } from './passphrases.ts';
import { countOf, dayOf, instantOf, intervalOf, required } from './values.ts';

export const licenceCommand: Command = {
  usage: `licence issue --keys F --customer NAME --site NAME --station ID --installed-on DATE
      --zone ZONE [--maintenance FROM/TO ...] [--licence ID] [--product NAME] [--edition NAME]
      [--contract FILE] [--computer FILE] [--refresh-by DATE] [--revoke REASON] [--above N] [--out FILE]
      [--passphrase-file FILE ...]      TO is the first day not covered; without it, one free year
  licence show FILE [--json]            what it says, unproven
  licence verify FILE --trust FILE [--station ID] [--json]
  licence install FILE [--config FILE]  for this till, whose agent takes it in at once
  licence status [--lang en|de|es|it] [--json] [--config FILE]
                                        where this till stands with it
  licence computer --out FILE           this computer's parts, hashed, for --computer at the vendor's`,
  summary: 'Issue a licence for one station offline, show it, check it, or give it to this till.',
  run,
};

const OPTIONS = {
  keys: { type: 'string' },
  customer: { type: 'string' },
  site: { type: 'string' },
  station: { type: 'string' },
  'installed-on': { type: 'string' },
  zone: { type: 'string' },
  maintenance: { type: 'string', multiple: true },
  licence: { type: 'string' },
  product: { type: 'string', default: PRODUCT },
  edition: { type: 'string', default: EDITION },
  contract: { type: 'string' },
  computer: { type: 'string' },
  lang: { type: 'string' },
  'refresh-by': { type: 'string' },
  revoke: { type: 'string' },
  above: { type: 'string', default: '0' },
  out: { type: 'string' },
  trust: { type: 'string' },
  json: { type: 'boolean', default: false },
  config: { type: 'string' },
  'passphrase-file': { type: 'string', multiple: true },
} as const;

type Flags = ReturnType<typeof parse>['values'];

const LICENCE_FILE_MODE = 0o644;
const GENERATION_MAX = 2 ** 31 - 1;

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
}

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const [action, file] = positionals;
  switch (action) {
    case 'issue':
      return await issue(values, io);
    case 'show':
      return showLicence(required(file, 'which file: licence show FILE'), values.json, io);
    case 'verify':
      return await verifyLicence(required(file, 'which file: licence verify FILE'), values, io);
    case 'install':
      return await installLicence(required(file, 'which file: licence install FILE'), values, io);
    case 'status':
      return await showStatus(values, io);
    case 'computer':
      return writeComputer(required(values.out, '--out FILE'), io);
    default:
      throw new UsageError('say licence issue, show, verify, install, status or computer');
  }
}

async function issue(values: Flags, io: CommandIo): Promise<number> {
  const folder = required(values.keys, '--keys FOLDER');
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  if (values.out !== undefined && existsSync(values.out)) {
    throw new UsageError(`${values.out} is there already; choose another --out`);
  }
  const files = openKeyFolder(folder);
  const { isDemo } = readVendorFile(files);
  const content = contentOf(values);
  const aboveGeneration = countOf('--above', values.above, { min: 0, max: GENERATION_MAX });
  const passphrases = passphrasesOf({ files: values['passphrase-file'] ?? [], isDemo }, io);
  const issued = await issueLicence(files, { content, aboveGeneration }, passphrases);
  const path = values.out ?? join(folder, 'issued', fileNameOf(issued));
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, `${issued.document}\n`, LICENCE_FILE_MODE);
  io.stdout.write(
    `${demoBanner(isDemo)}${path} is written: licence ${content.licence.id}, ` +
      `generation ${generationText(issued)}.\nSee: tillwarden licence show ${path}\n`,
  );
  return 0;
}

function contentOf(values: Flags): Omit<Entitlement, 'generation'> {
  const installedOn = dayOf(
    '--installed-on',
    required(values['installed-on'], '--installed-on DATE'),
  );
  const issuedAt = new Date(systemClock.wallMs()).toISOString();
  const refreshBy = instantOf('--refresh-by', values['refresh-by']);
  const { revoke, contract, computer } = values;
  return {
    licence: {
      id: values.licence ?? `licence-${randomUUID()}`,
      product: values.product,
      edition: values.edition,
      issuedTo: {
        customer: required(values.customer, '--customer NAME'),
        site: required(values.site, '--site NAME'),
        station: required(values.station, '--station ID'),
      },
    },
    installedOn,
    zone: required(values.zone, '--zone ZONE, such as Europe/Madrid'),
    maintenance: values.maintenance?.map(intervalOf) ?? [maintenanceYear(installedOn)],
    ...(contract === undefined ? {} : { contract: contractIn(contract) }),
    ...(computer === undefined ? {} : boundTo(computer)),
    ...(revoke === undefined
      ? {}
      : { revocation: { on: issuedAt.slice(0, 'YYYY-MM-DD'.length), reason: revoke } }),
    issuedAt,
    ...(refreshBy === undefined ? {} : { refreshBy }),
  };
}

function contractIn(path: string): Contract {
  const parsed = contractSchema.safeParse(readJsonFile(path));
  if (!parsed.success) throw new UsageError(`${path}: ${parsed.error.message}`);
  return parsed.data;
}

function fileNameOf({ entitlement }: IssuedLicence): string {
  const { keyEpoch, n } = entitlement.generation;
  return `${entitlement.licence.issuedTo.station}-${keyEpoch}-${n}.licence`;
}

function generationText({ entitlement }: IssuedLicence): string {
  const { keyEpoch, n } = entitlement.generation;
  return `${n} of key epoch ${keyEpoch}`;
}
