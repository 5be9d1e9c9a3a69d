/** Sends what waits. A mail keeps its Message-ID however often it is tried, so that a repetition is known as one. */
import { createTransport } from 'nodemailer';
import type { HubDatabase } from '../store/hub-database.ts';
import { keepMail, mailsDue, type MailOut } from '../store/mails-out.ts';
import { tlsOf, type MailServer, type MailSettings } from './mail-settings.ts';
import { retryDelayMs } from './queue-delays.ts';

const TIMEOUT_MS = 20_000;
/** With the delays in between this is about a day. */
const ATTEMPTS_MAX = 14;
const ERROR_MAX_CHARS = 300;
const REFUSED_STATUS = 500;

export interface Sender {
  /** Rejects where the server does not take it. */
  readonly send: (mail: OutgoingMail) => Promise<void>;
  /** Signs in, and sends nothing. */
  readonly verify: () => Promise<void>;
  readonly close: () => void;
}

export type OutgoingMail = Pick<
  MailOut,
  'messageId' | 'to' | 'subject' | 'text' | 'inReplyTo' | 'references' | 'queuedAtMs'
>;

/** Over SMTP; the server's certificate is verified whatever the settings say. */
export function smtpSender({ smtp, from }: Pick<MailSettings, 'smtp' | 'from'>): Sender {
  const transport = createTransport(transportOptions(smtp));
  return {
    close: () => transport.close(),
    verify: async () => void (await transport.verify()),
    send: async ({ messageId, to, subject, text, inReplyTo, references, queuedAtMs }) => {
      await transport.sendMail({
        from: { name: from.name, address: from.address },
        to: { name: '', address: to },
        subject,
        text,
        messageId,
        date: new Date(queuedAtMs),
        ...(inReplyTo === undefined ? {} : { inReplyTo, references: [...references] }),
        // So that no other program answers it (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
  };
}

export interface SendParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly chance: () => number;
  readonly sender: Pick<Sender, 'send'>;
  readonly onSetAside: (mail: MailOut) => void;
}

/** Tries what is due. A server that is not there is asked no more in this round. */
export async function sendDue(parts: SendParts): Promise<void> {
  const { database, nowMs, sender } = parts;
  for (const mail of await mailsDue(database, nowMs())) {
    const failure = await failureOf(() => sender.send(mail));
    const attempts = mail.attempts + 1;
    if (failure === undefined) {
      const sentAtMs = nowMs();
      await keepMail(database, {
        ...mail,
        state: 'sent',
        attempts,
        sentAtMs,
        lastError: undefined,
      });
      continue;
    }
    await keepFailed(parts, { ...mail, attempts, lastError: failure.text }, failure.isForGood);
    if (!failure.isOfMail) return;
  }
}

interface Failure {
  readonly text: string;
  /** It is this mail that the server does not take. */
  readonly isOfMail: boolean;
  readonly isForGood: boolean;
}

async function keepFailed(
  { database, nowMs, chance, onSetAside }: SendParts,
  failed: MailOut,
  isForGood: boolean,
): Promise<void> {
  if (isForGood || failed.attempts >= ATTEMPTS_MAX) {
    await keepMail(database, { ...failed, state: 'set-aside' });
    return onSetAside(failed);
  }
  const dueAtMs = nowMs() + retryDelayMs(failed.attempts, chance());
  return keepMail(database, { ...failed, dueAtMs });
}

async function failureOf(send: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await send();
    return undefined;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const status =
      cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : 0;
    const said = cause instanceof Error && 'response' in cause ? ` ${String(cause.response)}` : '';
    const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
    return {
      text: `${code}${said}`.slice(0, ERROR_MAX_CHARS),
      isOfMail,
      isForGood: isOfMail && status >= REFUSED_STATUS,
    };
  }
}

function transportOptions(server: MailServer) {
  const { host, port, security, user, password } = server;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plaintext',
    tls: tlsOf(server),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
}
