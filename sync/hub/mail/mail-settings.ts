/** How mail goes out and comes in; with its passwords in a file of its own that nobody else may read. */
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { LANGUAGES } from '../../../agent/words/language.ts';
import { mailAddressField } from '../books/entry-fields.ts';
import { HubError } from '../hub-error.ts';

const PORT_MAX = 65_535;
const TEXT_MAX_CHARS = 256;
const NETWORKS_LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Group and others may do nothing with it. */
const FOREIGN_MODE = 0o077;

/** `tls` from the first byte, `starttls` or nothing at all; `plaintext` on this computer alone. */
const SECURITIES = ['tls', 'starttls', 'plaintext'] as const;

const text = z.string().min(1).max(TEXT_MAX_CHARS);
const serverSchema = z
  .strictObject({
    host: text,
    port: z.int().min(1).max(PORT_MAX),
    security: z.enum(SECURITIES),
    user: text.optional(),
    password: text.optional(),
    /** Of a server whose certificate no public authority has signed; its path. */
    caFile: text.optional(),
  })
  .refine(({ security, host }) => security !== 'plaintext' || NETWORKS_LOOPBACK.includes(host), {
    path: ['security'],
    message: 'plaintext is for this computer only',
  })
  .readonly();

const settingsSchema = z
  .strictObject({
    /** As whom the hub writes, and where it is answered. */
    from: z.strictObject({ name: text, address: mailAddressField }).readonly(),
    /** Of whoever has not said theirs. */
    language: z.enum(LANGUAGES).default('en'),
    smtp: serverSchema,
    imap: serverSchema.and(z.object({ mailbox: text.default('INBOX') })).optional(),
  })
  .readonly();

type Server = z.output<typeof serverSchema>;

export interface MailServer extends Omit<Server, 'caFile'> {
  /** As PEM. */
  readonly ca: string | undefined;
}

export interface MailSettings extends Omit<z.output<typeof settingsSchema>, 'smtp' | 'imap'> {
  readonly smtp: MailServer;
  readonly imap: (MailServer & { readonly mailbox: string }) | undefined;
}

/** Throws `HubError` `mail-settings-unreadable`. */
export function readMailSettings(path: string): MailSettings {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & FOREIGN_MODE) !== 0) {
      throw unreadable(`${path} may be read by others: chmod 600 it`);
    }
    const { smtp, imap, ...rest } = parse(path, readFileSync(path, 'utf8'));
    return {
      ...rest,
      smtp: withCa(smtp),
      imap: imap === undefined ? undefined : { ...withCa(imap), mailbox: imap.mailbox },
    };
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw unreadable(`${path} cannot be read: ${codeOf(cause)}`);
  }
}

/** What a socket to the server is opened with: its certificate is always verified. */
export function tlsOf({ host, ca }: MailServer) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  } as const;
}

function parse(path: string, content: string): z.output<typeof settingsSchema> {
  const parsed = settingsSchema.safeParse(jsonOf(path, content));
  if (parsed.success) return parsed.data;
  // Where it is unfit and how; never what stands there, which may be a password.
  const issues = parsed.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`);
  throw unreadable(`${path} does not say how mail goes: ${issues.join('; ')}`);
}

function jsonOf(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw unreadable(`${path} is no JSON`);
  }
}

function withCa({ caFile, ...server }: Server): MailServer {
  return { ...server, ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8') };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'it is unfit';
}

function unreadable(message: string): HubError {
  return new HubError('mail-settings-unreadable', message);
}
