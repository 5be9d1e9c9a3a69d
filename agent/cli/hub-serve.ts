import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { HubAuthority } from '../../sync/hub/hub-parts.ts';
import type { HubTls } from '../../sync/hub/hub-server.ts';
import { requireRole } from '../../sync/hub/licences/vendor.ts';
import { readMailSettings } from '../../sync/hub/mail/mail-settings.ts';
import { startHub, type ReleaseSettings } from '../../sync/hub/main.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import { parseSigningKey } from '../../sync/trust/signing-key.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { parseReleaseKey } from '../../sync/trust/tuf/release-key.ts';
import { aborted } from './aborted.ts';
import { UsageError, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { hubFolder, openOffice, vendorFiles, type HubAction } from './hub-action.ts';
import { countOf } from './values.ts';

const PORT = '7400';
const PORT_MAX = 65_535;
const EPOCH_BYTES = 24;
const PINS_MAX = 8;

/** Where the build puts the hub's page. */
const PAGE_FOLDER = 'dist/hub-page';

export const serveAction: HubAction = {
  usage: `hub --data FOLDER [--port N] [--host ADDRESS --tls-cert FILE --tls-key FILE]
      [--trust FILE] [--issuer-key FILE] [--time-key FILE]      whose hub it is, and what it signs
      [--director-key FILE] [--releases FOLDER --freshness-key FILE]    what tills are to run
      [--mail FILE]            how mail goes out and comes in
      [--vault-key FILE] [--webhook-allow ADDRESS ...]    what it seals with, where it may send
      [--pin SHA256 ...]       keys one of which tills will insist on: hub pins
      [--restored]             at the first start after a backup was put back`,
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: PORT },
      host: { type: 'string', default: '127.0.0.1' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      trust: { type: 'string' },
      'issuer-key': { type: 'string' },
      'time-key': { type: 'string' },
      'director-key': { type: 'string' },
      releases: { type: 'string' },
      'freshness-key': { type: 'string' },
      mail: { type: 'string' },
      'vault-key': { type: 'string' },
      'webhook-allow': { type: 'string', multiple: true, default: [] },
      pin: { type: 'string', multiple: true, default: [] },
      restored: { type: 'boolean', default: false },
    },
  }).values;
}

type Flags = ReturnType<typeof parse>;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const flags = parse(argv);
  const folder = hubFolder(flags.data);
  const files = vendorFiles(flags);
  if (flags.restored) {
    await using office = await openOffice({ data: folder }, io);
    await office.noteRestored(`n${randomBytes(EPOCH_BYTES).toString('base64url')}`);
  }
  const log = pino({ level: 'info', base: null }, io.stdout);
  await using hub = await startHub({
    folder,
    listen: { host: flags.host, port: portOf(flags.port), tls: tlsOf(flags) },
    pins: pinsOf(flags.pin),
    version: io.version,
    pageFolder: join(io.root, PAGE_FOLDER),
    clock: systemClock,
    authority: { ...files, ...(await timeAuthority(flags['time-key'], files.trust)) },
    releases: releasesOf(flags),
    mail: flags.mail === undefined ? undefined : readMailSettings(flags.mail),
    vaultKeyFile: flags['vault-key'],
    webhookAllow: flags['webhook-allow'],
    onEvent: ({ kind, ...facts }) => log.info(facts, kind),
    onError: (cause) => log.error({ err: cause }, 'request-failed'),
  });
  // Standard output is the log, one object a line.
  io.stderr.write(demoBanner(hub.isDemo));
  await aborted(io.signal);
  log.info({ url: hub.url }, 'hub-stopped');
  return 0;
}

function tlsOf({ 'tls-cert': cert, 'tls-key': key }: Flags): HubTls | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UsageError('a certificate needs its key: --tls-cert FILE --tls-key FILE');
  }
  return { certificate: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

function releasesOf({ releases, 'freshness-key': key }: Flags): ReleaseSettings | undefined {
  if (releases === undefined && key === undefined) return undefined;
  if (releases === undefined || key === undefined) {
    throw new UsageError('releases are signed fresh: --releases FOLDER --freshness-key FILE');
  }
  return { folder: releases, freshnessKey: parseReleaseKey(readFileSync(key, 'utf8')) };
}

function pinsOf(pins: readonly string[]): readonly string[] {
  if (pins.length > PINS_MAX) throw new UsageError(`tills keep at most ${PINS_MAX} pins`);
  const bad = pins.find((pin) => !/^[A-Za-z0-9_-]{43}$/.test(pin));
  if (bad === undefined) return pins;
  throw new UsageError(`--pin takes what tillwarden hub pins prints, not ${bad}`);
}

/** A key that may sign time makes the hub's answers proof of it. */
async function timeAuthority(
  path: string | undefined,
  trust: TrustFile | undefined,
): Promise<Pick<HubAuthority, 'signTime'>> {
  if (path === undefined) return {};
  const signer = parseSigningKey(readFileSync(path, 'utf8'));
  if (trust !== undefined) await requireRole(signer, 'time', trust);
  return {
    signTime: (station, nonce) => {
      const issuedAt = new Date(systemClock.wallMs()).toISOString();
      return signDocument('time', { station, nonce, issuedAt }, signer);
    },
  };
}

function portOf(text: string): number {
  return countOf('--port', text, { min: 0, max: PORT_MAX });
}
