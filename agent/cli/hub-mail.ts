/** `tillwarden hub mail`: whether mail works, and what is on its way. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { readMailSettings } from '../../sync/hub/mail/mail-settings.ts';
import { checkMailbox } from '../../sync/hub/mail/mailbox-watch.ts';
import { smtpSender } from '../../sync/hub/mail/send-mail.ts';
import { addAudit, CONSOLE } from '../../sync/hub/store/audit.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { listMailsIn } from '../../sync/hub/store/mails-in.ts';
import { listMailsOut, queueAgain } from '../../sync/hub/store/mails-out.ts';
import { mailWords } from '../words/mail-text.ts';
import { UsageError, type CommandIo } from './command.ts';
import { hubFolder, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

export const mailAction: HubAction = {
  usage: `hub mail check --mail FILE                     sign in at both servers, and send nothing
  hub mail test --mail FILE --to ADDRESS         send one mail to see that it arrives
  hub mail queue|inbox --data FOLDER             what goes out; what came, and what came of it
  hub mail again --data FOLDER --id MAIL         try a mail again that was set aside`,
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      mail: { type: 'string' },
      to: { type: 'string' },
      id: { type: 'string' },
    },
  });
}

type Flags = ReturnType<typeof parse>['values'];

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(argv);
  const [action, ...more] = positionals;
  if (more.length === 0) {
    if (action === 'check') return check(values, io);
    if (action === 'test') return test(values, io);
    if (action === 'queue') return withDatabase(values, (database) => queue(database, io));
    if (action === 'inbox') return withDatabase(values, (database) => inbox(database, io));
    if (action === 'again') return withDatabase(values, (database) => again(database, values, io));
  }
  throw new UsageError('say hub mail check, test, queue, inbox or again');
}

async function check(flags: Flags, { stdout, stderr }: CommandIo): Promise<number> {
  const settings = readMailSettings(settingsFile(flags));
  const sender = smtpSender(settings);
  const faults = [await faultOf(() => sender.verify())];
  sender.close();
  stdout.write(`out (${settings.smtp.host}): ${faults[0] ?? 'works'}\n`);
  const { imap } = settings;
  if (imap === undefined) {
    stdout.write('in: no mailbox is set\n');
  } else {
    faults.push(await faultOf(() => checkMailbox(imap)));
    stdout.write(`in (${imap.host}): ${faults[1] ?? 'works'}\n`);
  }
  if (faults.every((fault) => fault === undefined)) return 0;
  stderr.write('Mail does not work yet.\n');
  return 1;
}

async function test(flags: Flags, { stdout, stderr }: CommandIo): Promise<number> {
  const settings = readMailSettings(settingsFile(flags));
  const to = required(flags.to, 'to whom: --to ADDRESS');
  const { subject, paragraphs } = mailWords(settings.language).test;
  const messageId = `<${randomUUID()}@${settings.from.address.split('@').at(-1) ?? 'localhost'}>`;
  const text = paragraphs.join('\n\n');
  const queuedAtMs = systemClock.wallMs();
  const mail = { messageId, to, subject, text, references: [], queuedAtMs };
  const sender = smtpSender(settings);
  const fault = await faultOf(() => sender.send(mail));
  sender.close();
  if (fault === undefined) {
    stdout.write(`The server took it for ${to}.\n`);
    return 0;
  }
  stderr.write(`The server did not take it: ${fault}.\n`);
  return 1;
}

async function queue(database: HubDatabase, { stdout }: CommandIo): Promise<number> {
  const rows = (await listMailsOut(database)).map((mail) => [
    mail.mail,
    mail.state,
    String(mail.attempts),
    new Date(mail.dueAtMs).toISOString(),
    mail.to,
    mail.lastError ?? '',
  ]);
  const headings = ['MAIL', 'STATE', 'TRIED', 'DUE', 'TO', 'LAST ERROR'];
  stdout.write(rows.length === 0 ? 'No mail was queued.\n' : tableText([headings, ...rows]));
  return 0;
}

async function inbox(database: HubDatabase, { stdout }: CommandIo): Promise<number> {
  const rows = (await listMailsIn(database)).map((mail) => [
    mail.mail,
    new Date(mail.receivedAtMs).toISOString(),
    mail.reason === undefined ? mail.effect : `${mail.effect} (${mail.reason})`,
    mail.ticket ?? '',
    mail.from,
  ]);
  const headings = ['MAIL', 'RECEIVED', 'EFFECT', 'TICKET', 'FROM'];
  stdout.write(rows.length === 0 ? 'No mail has come.\n' : tableText([headings, ...rows]));
  return 0;
}

async function again(
  database: HubDatabase,
  { id }: Flags,
  { stdout, stderr }: CommandIo,
): Promise<number> {
  const mail = required(id, 'which: --id MAIL');
  const atMs = systemClock.wallMs();
  const isQueued = await database.transaction().execute(async (transaction) => {
    const isThere = await queueAgain(transaction, mail, atMs);
    if (!isThere) return false;
    await addAudit(transaction, { ...CONSOLE, act: 'mail-queued-again', subject: mail, atMs });
    return true;
  });
  if (isQueued) stdout.write(`${mail} is tried again.\n`);
  else stderr.write(`No such mail is set aside: ${mail}.\n`);
  return isQueued ? 0 : 1;
}

async function withDatabase(
  { data }: Flags,
  act: (database: HubDatabase) => Promise<number>,
): Promise<number> {
  const database = await openHubDatabase(databasePath(hubFolder(data)));
  try {
    return await act(database);
  } finally {
    await database.destroy();
  }
}

function settingsFile({ mail }: Flags): string {
  return required(mail, 'how mail goes: --mail FILE');
}

async function faultOf(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'unknown';
  }
}
