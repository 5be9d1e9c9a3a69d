import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { HubAuthority } from '../../sync/hub/hub-parts.ts';
import type { HubTls } from '../../sync/hub/hub-server.ts';
import { startHub } from '../../sync/hub/main.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import { parseSigningKey } from '../../sync/trust/signing-key.ts';
import { aborted } from './aborted.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';

const PORT = '7400';
const MS_PER_HOUR = 3_600_000;
const CODE_HOURS_MAX = 24 * 30;
const EPOCH_BYTES = 24;

/** The hub's folder holds its database: for its own user alone. */
const FOLDER_MODE = 0o700;

export const hubCommand: Command = {
  usage:
    'hub --data FOLDER [--port N] [--host ADDRESS --tls-cert FILE --tls-key FILE] [--time-key FILE]' +
    ' [--restored] | hub code --data FOLDER --name NAME [--site SITE] [--station ID] [--hours N]' +
    ' | hub send --data FOLDER --station ID --entitlement FILE | hub stations --data FOLDER',
  summary: 'Run the vendor’s hub, make one-time codes for tills, send them entitlements.',
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: PORT },
      host: { type: 'string', default: '127.0.0.1' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'time-key': { type: 'string' },
      restored: { type: 'boolean', default: false },
      name: { type: 'string' },
      site: { type: 'string', default: 'main' },
      station: { type: 'string' },
      hours: { type: 'string', default: '24' },
      entitlement: { type: 'string' },
    },
  });
}

type Flags = ReturnType<typeof parse>['values'];

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const folder = values.data;
  if (folder === undefined) throw new UsageError('say where the hub keeps its data: --data FOLDER');
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const [action = 'run'] = positionals;
  if (action === 'run') return serve(folder, values, io);
  await using office = await openOffice(folder);
  if (action === 'code') return await makeCode(office, values, io);
  if (action === 'send') return await send(office, values, io);
  if (action === 'stations') return await list(office, io);
  throw new UsageError(
    `there is no hub ${action}: say code, send or stations, or nothing to run it`,
  );
}

function openOffice(folder: string): Promise<HubOffice> {
  return HubOffice.open(folder, { nowMs: () => systemClock.wallMs(), randomBytes });
}

async function serve(folder: string, flags: Flags, io: CommandIo): Promise<number> {
  if (flags.restored) {
    await using office = await openOffice(folder);
    await office.noteRestored(`n${randomBytes(EPOCH_BYTES).toString('base64url')}`);
  }
  const log = pino({ level: 'info', base: null }, io.stdout);
  await using hub = await startHub({
    folder,
    listen: { host: flags.host, port: portOf(flags.port), tls: tlsOf(flags) },
    pins: [],
    version: io.version,
    clock: systemClock,
    authority: authorityOf(flags['time-key']),
    onEvent: ({ kind, ...facts }) => log.info(facts, kind),
    onError: (cause) => log.error({ err: cause }, 'request-failed'),
  });
  await aborted(io.signal);
  log.info({ url: hub.url }, 'hub-stopped');
  return 0;
}

async function makeCode(
  office: HubOffice,
  { name, site, station, hours }: Flags,
  { stdout }: CommandIo,
): Promise<number> {
  if (name === undefined) throw new UsageError('say what the till is called: --name NAME');
  const count = Number(hours);
  if (!Number.isSafeInteger(count) || count < 1 || count > CODE_HOURS_MAX) {
    throw new UsageError(`say for how many hours, 1 to ${CODE_HOURS_MAX}: --hours N`);
  }
  const terms = { name, site, validMs: count * MS_PER_HOUR };
  const code = await office.makeCode(station === undefined ? terms : { ...terms, station });
  stdout.write(`${code}\n`);
  return 0;
}

async function send(
  office: HubOffice,
  { station, entitlement }: Flags,
  { stdout }: CommandIo,
): Promise<number> {
  if (station === undefined || entitlement === undefined) {
    throw new UsageError('say to whom and what: --station ID --entitlement FILE');
  }
  const document = readFileSync(entitlement, 'utf8').trim();
  const seq = await office.sendEntitlement(station, document);
  stdout.write(`Command ${seq} lies in the mailbox of ${station}.\n`);
  return 0;
}

async function list(office: HubOffice, { stdout }: CommandIo): Promise<number> {
  for (const { station, name, site, isRevoked } of await office.stations()) {
    const account = await office.account(station);
    const lines = account?.totals.lines_applied ?? 0;
    const branches = account?.branches.length ?? 0;
    const marks = `${isRevoked ? ', revoked' : ''}${branches > 1 ? `, ${branches} branches` : ''}`;
    stdout.write(`${station}  ${name} (${site}): ${lines} lines${marks}\n`);
  }
  return 0;
}

function tlsOf({ 'tls-cert': cert, 'tls-key': key }: Flags): HubTls | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UsageError('a certificate needs its key: --tls-cert FILE --tls-key FILE');
  }
  return { certificate: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

/** A key that may sign time makes the hub's answers proof of it. */
function authorityOf(timeKey: string | undefined): HubAuthority {
  if (timeKey === undefined) return {};
  const signer = parseSigningKey(readFileSync(timeKey, 'utf8'));
  return {
    signTime: (station, nonce) => {
      const issuedAt = new Date(systemClock.wallMs()).toISOString();
      return signDocument('time', { station, nonce, issuedAt }, signer);
    },
  };
}

const PORT_MAX = 65_535;

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isSafeInteger(port) && port >= 0 && port <= PORT_MAX) return port;
  throw new UsageError(`${text} is no port`);
}
