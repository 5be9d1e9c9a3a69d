/** All that goes out and comes in by itself while a hub runs: mails both ways, and webhooks. */
import { randomBytes } from 'node:crypto';
import type { HubParts } from '../hub-parts.ts';
import { mailMarkKeyOf } from '../store/meta.ts';
import { deliverDue } from '../webhooks/deliver.ts';
import { allowedAddresses } from '../webhooks/outside-address.ts';
import type { MailSettings } from './mail-settings.ts';
import { MailboxWatch } from './mailbox-watch.ts';
import { QueueRunner } from './queue-runner.ts';
import { sendDue, smtpSender } from './send-mail.ts';
import { spread } from './spread.ts';
import { takeInMail } from './take-in.ts';

/** What people wait for goes out within so long. */
const LOOK_EVERY_MS = 1_000;
const MARK_KEY_BYTES = 32;

type Shared = Pick<
  HubParts,
  'database' | 'clock' | 'keys' | 'webhookAllowed' | 'onEvent' | 'onError' | 'onPoint'
>;

interface MailRoomSettings {
  readonly mail: MailSettings | undefined;
  /** A mail has opened a ticket, which the desk has to look at. */
  readonly onOpened: () => void;
}

export async function openMailRoom(
  parts: Shared,
  { mail, onOpened }: MailRoomSettings,
): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { database, clock, onError } = parts;
  const nowMs = (): number => clock.wallMs();
  const looking = { clock, everyMs: LOOK_EVERY_MS, onError };
  const markKey = await mailMarkKeyOf(database, randomBytes(MARK_KEY_BYTES).toString('base64url'));
  const spreading = { database, nowMs, ...(mail && { mail: { ...mail, markKey } }) };
  stack.use(new QueueRunner({ ...looking, round: () => spread(spreading) }));
  useWebhooks(stack, parts);
  if (mail !== undefined) {
    const sender = smtpSender(mail);
    stack.defer(() => sender.close());
    const onSetAside = ({ mail: id, attempts }: { mail: string; attempts: number }): void =>
      parts.onEvent({ kind: 'mail-set-aside', mail: id, attempts });
    const sending = { database, nowMs, chance: Math.random, sender, onSetAside };
    stack.use(new QueueRunner({ ...looking, round: () => sendDue(sending) }));
    useMailbox(stack, parts, { mail, markKey, onOpened });
  }
  return stack.move();
}

function useWebhooks(
  stack: AsyncDisposableStack,
  { database, clock, keys, webhookAllowed, onEvent, onError }: Shared,
): void {
  if (keys === undefined) return;
  const delivering = {
    database,
    nowMs: (): number => clock.wallMs(),
    chance: Math.random,
    keys,
    allowed: webhookAllowed ?? allowedAddresses([]),
    onGivenUp: ({ webhook, delivery }: { webhook: string; delivery: string }): void =>
      onEvent({ kind: 'webhook-given-up', webhook, delivery }),
  };
  const round = (): Promise<void> => deliverDue(delivering);
  stack.use(new QueueRunner({ clock, everyMs: LOOK_EVERY_MS, onError, round }));
}

interface Reading extends MailRoomSettings {
  readonly mail: MailSettings;
  readonly markKey: string;
}

function useMailbox(
  stack: AsyncDisposableStack,
  { database, clock, onEvent, onPoint }: Shared,
  { mail, markKey, onOpened }: Reading,
): void {
  const { imap: server, from, language } = mail;
  if (server === undefined) return;
  const nowMs = (): number => clock.wallMs();
  const ownAddress = from.address;
  const taking = { database, nowMs, ownAddress, language, markKey };
  const watch = new MailboxWatch({
    server,
    database,
    clock,
    takeIn: (arrived) => takeInMail(taking, arrived),
    onFetched: () => onPoint('mail-fetched'),
    onTaken: ({ mail: id, effect }) => {
      onPoint('mail-taken');
      onEvent({ kind: 'mail-taken', mail: id, effect });
      if (effect === 'opened') onOpened();
    },
    onLost: (reason) => onEvent({ kind: 'mailbox-lost', reason }),
  });
  stack.use(watch);
}
