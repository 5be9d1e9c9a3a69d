/** A whole machine on the network: shown to be compared first, spoken to only after that. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { cashdroConfigSchema, type CashdroConfig } from '../../hardware/drivers/cashdro/config.ts';
import { CashdroMachine, refusalOf, type Heard } from '../../hardware/drivers/cashdro/machine.ts';
import { readPin } from '../../hardware/kit/certificate-pin.ts';
import { shownCertificate, type TlsAddress } from '../../hardware/kit/shown-certificate.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { WebClient } from '../../hardware/kit/web-client.ts';
import { webConfigSchema } from '../../hardware/kit/web-config.ts';
import { CredentialsError, WebCredentials } from '../../hardware/kit/web-credentials.ts';
import { replaceFile } from '../config/replace-file.ts';
import { askHidden, askShown, hasTerminal } from './ask-hidden.ts';
import { UsageError, type CommandIo } from './command.ts';
import { unwrittenPath, writeNewConfig } from './new-config.ts';

export interface HttpsScan {
  readonly address: TlsAddress;
  /** What the certificate has to be, where somebody has compared it already. */
  readonly pin: string | undefined;
  /** The file of the name and the password, which is written when it is not there yet. */
  readonly credentials: string | undefined;
  /** Where the configuration goes; without it the certificate is shown and no more. */
  readonly write: string | undefined;
  readonly till: string;
  readonly currency: string;
  readonly apiPort: string;
}

const CREDENTIALS_FILE = 'cashdro.json';
const OWNER_ALONE = 0o600;
const HTTPS_PORT = 443;
const YES = 'yes';

/**
 * Shows the certificate of the CashDro at an address, and, once somebody has said that it is the
 * machine's own, asks it whether it takes the credentials and writes the configuration with the pin.
 * No name and no password is sent before that. 1 when nothing was found or written.
 */
export async function scanHttps(scan: HttpsScan, io: CommandIo): Promise<number> {
  const options = optionsOf(scan);
  // Not after somebody has typed a password.
  if (scan.write !== undefined) unwrittenPath(scan.write);
  const { host, port } = scan.address;
  const where = `${host}:${port}`;
  const shown = await shownCertificate(scan.address, systemClock);
  if (shown.kind === 'none') {
    io.stderr.write(`${where}: it shows no certificate (${shown.reason})\n`);
    return 1;
  }
  io.stdout.write(
    `${where} shows a certificate, valid until ${shown.validTo}:\n  ${shown.certificate}\n  ${shown.publicKey}\n`,
  );
  const pin = await comparedPin(scan.pin, [shown.certificate, shown.publicKey], io);
  if (pin.kind === 'refused') {
    io.stderr.write(`${where}: ${pin.why}\n`);
    return 1;
  }
  if (scan.write === undefined) {
    io.stdout.write(
      'Nothing was sent. With --write FILE the machine is asked, and written down.\n',
    );
    return 0;
  }
  return await tryAndWrite({ ...scan, write: scan.write, pin: pin.pin }, options, io);
}

function optionsOf({ till, currency }: HttpsScan): CashdroConfig {
  const options = { device: 'cashdro', currency, terminal: till };
  const parsed = cashdroConfigSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--till is the till's name at the machine: up to 40 letters, digits, ., _ and -, not ${till}`,
  );
}

/** `HOST` or `HOST:PORT`. */
export function httpsAddressOf(text: string): TlsAddress {
  const { host = '', port = String(HTTPS_PORT) } =
    /^(?<host>[^:/@\s]+)(?::(?<port>[0-9]{1,5}))?$/.exec(text)?.groups ?? {};
  const fields = { kind: 'https', host, port: Number(port), credentials: CREDENTIALS_FILE };
  const parsed = webConfigSchema.safeParse(fields);
  if (parsed.success) return { host: parsed.data.host, port: parsed.data.port };
  throw new UsageError(`--https takes HOST or HOST:PORT such as 192.168.1.60, not ${text}`);
}

type Compared =
  | { readonly kind: 'same'; readonly pin: string }
  | { readonly kind: 'refused'; readonly why: string };

/** The pin to be written: one that was said beforehand, or the one that somebody now says is right. */
async function comparedPin(
  said: string | undefined,
  shown: readonly [certificate: string, publicKey: string],
  io: CommandIo,
): Promise<Compared> {
  if (said !== undefined) return samePin(said, shown);
  const isLookedAt = hasTerminal(io);
  const [certificate] = shown;
  const unsaid = `compare it with what the machine itself shows, then say --pin ${certificate}`;
  if (!isLookedAt) return { kind: 'refused', why: unsaid };
  const question = `Is the first one what the machine itself shows? Type ${YES}: `;
  const isSame = (await askShown(question, io)).trim().toLowerCase() === YES;
  return isSame ? { kind: 'same', pin: certificate } : { kind: 'refused', why: unsaid };
}

function samePin(said: string, shown: readonly string[]): Compared {
  const pin = readPin(said);
  if (pin === undefined) {
    throw new UsageError('--pin takes certificate:… or public-key:… and its SHA-256');
  }
  const text = `${pin.of}:${pin.sha256Hex}`;
  if (shown.includes(text)) return { kind: 'same', pin: text };
  return { kind: 'refused', why: 'this is NOT the certificate of --pin. Nothing was sent to it.' };
}

type Writing = HttpsScan & { readonly write: string; readonly pin: string };

async function tryAndWrite(scan: Writing, options: CashdroConfig, io: CommandIo): Promise<number> {
  const { address, pin, write, till, currency, apiPort } = scan;
  const held = await heldCredentials(scan, io);
  if (held.kind === 'none') {
    io.stderr.write(`${held.why}\n`);
    return 1;
  }
  const transport = { kind: 'https', ...address, pin, credentials: held.name };
  const why = await whyNot(transport, { options, credentials: held.credentials });
  if (why !== undefined) {
    io.stderr.write(`${address.host}:${address.port}: ${why}. Nothing is written.\n`);
    return 1;
  }
  if (held.isNew) {
    const text = `${JSON.stringify(held.credentials.reveal())}\n`;
    replaceFile(held.path, text, OWNER_ALONE);
    io.stdout.write(`${held.path} is written: name and password, for this user alone.\n`);
  }
  const { device, terminal } = options;
  const ports = [
    { id: device, driver: 'cashdro', transport, options: { device, currency, terminal } },
  ];
  const path = writeNewConfig(write, { till, currency, apiPort, ports });
  io.stdout.write(
    `A CashDro that takes these credentials. ${path} is written. Next: tillwarden client add NAME --config ${path}\n`,
  );
  return 0;
}

type Held =
  | {
      readonly kind: 'held';
      readonly credentials: WebCredentials;
      /** As the configuration names the file. */
      readonly name: string;
      readonly path: string;
      readonly isNew: boolean;
    }
  | { readonly kind: 'none'; readonly why: string };

/** Out of the file, or typed where somebody sits at a terminal. */
async function heldCredentials({ credentials, write }: Writing, io: CommandIo): Promise<Held> {
  const path = resolve(credentials ?? resolve(dirname(write), CREDENTIALS_FILE));
  const isBeside = dirname(path) === resolve(dirname(write));
  const place = { name: isBeside ? basename(path) : path, path };
  if (existsSync(path)) {
    try {
      return { kind: 'held', credentials: WebCredentials.read(path), ...place, isNew: false };
    } catch (error) {
      if (error instanceof CredentialsError) return { kind: 'none', why: error.message };
      throw error;
    }
  }
  if (!hasTerminal(io)) {
    const form = '{"name": "...", "password": "..."}';
    return { kind: 'none', why: `${path} is not there: write ${form} into it and chmod 600 it` };
  }
  const name = await askShown("The till's user at the machine: ", io);
  const password = await askHidden('Its password: ', io);
  return { kind: 'held', credentials: new WebCredentials(name, password), ...place, isNew: true };
}

interface Asking {
  readonly options: CashdroConfig;
  readonly credentials: WebCredentials;
}

/** Undefined when what stands there is a CashDro that takes the credentials and has the currency. */
async function whyNot(
  transport: object,
  { options, credentials }: Asking,
): Promise<string | undefined> {
  const client = new WebClient(webConfigSchema.parse(transport), systemClock);
  const machine = new CashdroMachine({ client, credentials, config: options });
  try {
    const heard: Heard<unknown> = await machine.test();
    if (heard.kind !== 'said') return reasonOf(heard);
    const levels = await machine.levels();
    if (levels.kind !== 'said') return reasonOf(levels);
    return levels.said.length === 0 ? `it has no pieces of ${options.currency}` : undefined;
  } finally {
    await client.close();
  }
}

function reasonOf(heard: Exclude<Heard<unknown>, { readonly kind: 'said' }>): string {
  if (heard.kind === 'refused') return `it refuses (${refusalOf(heard.code)})`;
  return `no CashDro answers there (${heard.reason})`;
}
