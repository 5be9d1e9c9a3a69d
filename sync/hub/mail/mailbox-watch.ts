/**
 * Reads a mailbox over IMAP as mails come, and only reads: nothing there is moved, marked or deleted.
 * How far it is read stands in the database, beside what came of each mail.
 */
import { ImapFlow, type MailboxObject } from 'imapflow';
import type { Clock } from '../../../hardware/kit/clock.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  keepMailboxCursor,
  mailboxCursor,
  newestReceivedMs,
  type MailboxCursor,
  type MailIn,
} from '../store/mails-in.ts';
import { tlsOf, type MailServer } from './mail-settings.ts';
import { readMail } from './read-mail.ts';
import type { ArrivedMail } from './take-in.ts';

/** Of a mail so much is fetched; texts stand before what is attached. */
const SOURCE_MAX_BYTES = 512 * 1_024;
/** A server that does not say when mail comes is asked. */
const LOOK_EVERY_MS = 60_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 5 * 60_000;
/** A mailbox that was numbered anew is read again from so long before its newest mail. */
const OVERLAP_MS = 24 * 60 * 60_000;

export interface MailboxWatchParts {
  readonly server: MailServer & { readonly mailbox: string };
  readonly database: HubDatabase;
  readonly clock: Clock;
  readonly takeIn: (arrived: ArrivedMail) => Promise<MailIn | undefined>;
  readonly onTaken: (mail: MailIn) => void;
  readonly onLost: (reason: string) => void;
  /** It is fetched, and has had no effect yet. */
  readonly onFetched: () => void;
}

export class MailboxWatch implements AsyncDisposable {
  readonly #parts: MailboxWatchParts;
  readonly #running: Promise<void>;
  #client: ImapFlow | undefined;
  #isOver = false;
  #hasNews = false;
  #wake: () => void = () => undefined;

  constructor(parts: MailboxWatchParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#client?.close();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let retryMs = RETRY_FIRST_MS; !this.#isOver;) {
      const isRead = await this.#session();
      if (this.#isOver) return;
      retryMs = isRead ? RETRY_FIRST_MS : Math.min(RETRY_MAX_MS, retryMs * 2);
      await this.#pause(retryMs);
    }
  }

  /** One connection, until it is gone; whether it came to reading. */
  async #session(): Promise<boolean> {
    const client = new ImapFlow(optionsOf(this.#parts.server));
    this.#client = client;
    let isRead = false;
    // Whatever it says there ends the connection, and is told below.
    client.on('error', () => undefined);
    client.on('close', () => this.#wake());
    client.on('exists', () => {
      this.#hasNews = true;
      this.#wake();
    });
    try {
      await client.connect();
      const opened = await client.mailboxOpen(this.#parts.server.mailbox, { readOnly: true });
      while (!this.#isOver && client.usable) {
        this.#hasNews = false;
        await this.#drain(client, opened);
        isRead = true;
        await this.#news(client);
      }
      if (!this.#isOver) this.#parts.onLost('closed');
    } catch (cause) {
      if (!this.#isOver) this.#parts.onLost(reasonOf(cause));
    } finally {
      client.close();
    }
    return isRead;
  }

  /** Everything that is there and has had no effect yet, in the order it came. */
  async #drain(client: ImapFlow, opened: MailboxObject): Promise<void> {
    const uidValidity = String(opened.uidValidity);
    const cursor = await this.#cursor(uidValidity, opened.uidNext);
    const sinceMs = cursor.isNumberedAnew ? await this.#overlapMs() : undefined;
    const range = { uid: `${cursor.lastUid + 1}:*` };
    const since = sinceMs === undefined ? {} : { since: new Date(sinceMs) };
    const uids = (await client.search({ ...range, ...since }, { uid: true })) || [];
    for (const uid of uids.toSorted((a, b) => a - b)) {
      // `n:*` names the last mail even where it is below n.
      if (uid <= cursor.lastUid || this.#isOver) continue;
      await this.#takeIn(client, { uid, uidValidity });
    }
  }

  async #takeIn(
    client: ImapFlow,
    { uid, uidValidity }: Pick<ArrivedMail, 'uid' | 'uidValidity'>,
  ): Promise<void> {
    const { server, takeIn, onTaken, onFetched, clock } = this.#parts;
    const wanted = { internalDate: true, source: { maxLength: SOURCE_MAX_BYTES } };
    const found = await client.fetchOne(String(uid), wanted, { uid: true });
    // Deleted by somebody else meanwhile.
    if (found === false || found.source === undefined) return;
    const { internalDate, source } = found;
    const receivedAtMs = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
    const mail = await readMail(source);
    onFetched();
    const taken = await takeIn({
      mailbox: mailboxName(server),
      uidValidity,
      uid,
      receivedAtMs: Number.isFinite(receivedAtMs) ? receivedAtMs : clock.wallMs(),
      mail,
    });
    if (taken !== undefined) onTaken(taken);
  }

  /** A mailbox that was never read is read from now on: what lies there is of another time. */
  async #cursor(
    uidValidity: string,
    uidNext: number,
  ): Promise<MailboxCursor & { readonly isNumberedAnew: boolean }> {
    const { database, server } = this.#parts;
    const name = mailboxName(server);
    const kept = await mailboxCursor(database, name);
    if (kept?.uidValidity === uidValidity) return { ...kept, isNumberedAnew: false };
    if (kept !== undefined) return { uidValidity, lastUid: 0, isNumberedAnew: true };
    const first = { uidValidity, lastUid: uidNext - 1 };
    await keepMailboxCursor(database, name, first);
    return { ...first, isNumberedAnew: false };
  }

  async #overlapMs(): Promise<number> {
    const { database, clock } = this.#parts;
    return ((await newestReceivedMs(database)) ?? clock.wallMs()) - OVERLAP_MS;
  }

  /** Until the server says that mail has come, or it is time to ask. */
  async #news(client: ImapFlow): Promise<void> {
    if (this.#hasNews) return;
    const news = this.#pause(LOOK_EVERY_MS);
    // It ends with the next command, or with the connection; both are seen elsewhere.
    client.idle().catch(() => this.#wake());
    await news;
  }

  #pause(delayMs: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#parts.clock.startTimer(delayMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}

/** Signs in and opens the mailbox, and no more. Rejects where that fails. */
export async function checkMailbox(server: MailboxWatchParts['server']): Promise<void> {
  const client = new ImapFlow(optionsOf(server));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.mailboxOpen(server.mailbox, { readOnly: true });
  } finally {
    client.close();
  }
}

/** A mailbox of one user at one server; the cursor is kept under it. */
function mailboxName({ host, port, user = '', mailbox }: MailboxWatchParts['server']): string {
  return `imap://${encodeURIComponent(user)}@${host}:${port}/${encodeURIComponent(mailbox)}`;
}

function optionsOf(server: MailServer) {
  const { host, port, security, user, password } = server;
  return {
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    tls: tlsOf(server),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    disableAutoIdle: true,
    logger: false,
  } as const;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  if ('authenticationFailed' in cause && cause.authenticationFailed === true)
    return 'sign-in-refused';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
