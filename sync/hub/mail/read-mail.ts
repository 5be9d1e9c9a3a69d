/** What a mail says, as far as the desk asks; whatever the bytes are, there is an answer. */
import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { htmlText } from './html-text.ts';

const TEXT_MAX_CHARS = 10_000;
const SUBJECT_MAX_CHARS = 200;
const NAME_MAX_CHARS = 120;
const ADDRESS_MAX_CHARS = 254;
const REFERENCES_MAX = 50;
const ID_MAX_CHARS = 500;
const ATTACHMENTS_MAX = 20;
const NESTING_MAX = 20;
const HEADERS_MAX_BYTES = 256 * 1_024;

export interface ReadMail {
  /** Of the sender; where there is none, one of its content, so that it is known again. */
  readonly messageId: string;
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly sentAtMs: number | undefined;
  /** What it answers, the nearest first. */
  readonly answers: readonly string[];
  /** Names alone: what is attached is not kept. */
  readonly attachments: readonly string[];
  /** Written by a program: it is never answered. */
  readonly isAutomatic: boolean;
}

/** Undefined where it is no mail at all. */
export async function readMail(source: Uint8Array): Promise<ReadMail | undefined> {
  const mail = await parsed(source);
  if (mail === undefined) return undefined;
  const { address = '', name = '' } = mailboxOf(mail.from) ?? {};
  const text = (mail.text ?? htmlText(mail.html ?? '')).replaceAll('\r\n', '\n').trim();
  const sentAtMs = Date.parse(mail.date ?? '');
  return {
    messageId: idsIn(mail.messageId)[0] ?? `<${sha256(source)}@no-message-id>`,
    from: address.toLowerCase().slice(0, ADDRESS_MAX_CHARS),
    fromName: plain(name, NAME_MAX_CHARS),
    subject: plain(mail.subject ?? '', SUBJECT_MAX_CHARS),
    text: text.slice(0, TEXT_MAX_CHARS),
    isCut: text.length > TEXT_MAX_CHARS,
    sentAtMs: Number.isFinite(sentAtMs) ? sentAtMs : undefined,
    answers: [...idsIn(mail.inReplyTo), ...idsIn(mail.references).toReversed()],
    attachments: mail.attachments
      .slice(0, ATTACHMENTS_MAX)
      .map(({ filename, mimeType }) => plain(filename ?? mimeType, NAME_MAX_CHARS)),
    isAutomatic: isAutomatic(mail),
  };
}

async function parsed(source: Uint8Array): Promise<Email | undefined> {
  const limits = { maxNestingDepth: NESTING_MAX, maxHeadersSize: HEADERS_MAX_BYTES };
  try {
    return await PostalMime.parse(source, limits);
  } catch {
    // Over a limit, or no mail: what it is instead, nobody needs.
    return undefined;
  }
}

function mailboxOf(address: Address | undefined) {
  if (address === undefined) return undefined;
  return address.group === undefined ? address : address.group[0];
}

/** RFC 3834, what came before it, and what is sent back by a mail server. */
function isAutomatic({ headers, returnPath, from }: Email): boolean {
  const value = (key: string): string =>
    (headers.find((header) => header.key === key)?.value ?? '').trim().toLowerCase();
  const submitted = value('auto-submitted');
  return (
    (submitted !== '' && !submitted.startsWith('no')) ||
    ['bulk', 'junk', 'list', 'auto_reply'].includes(value('precedence')) ||
    value('list-id') !== '' ||
    value('x-autoreply') !== '' ||
    /\b(all|oof|autoreply)\b/.test(value('x-auto-response-suppress')) ||
    value('return-path') === '<>' ||
    returnPath === '' ||
    /^(mailer-daemon|postmaster|no-?reply)@/i.test(mailboxOf(from)?.address ?? '')
  );
}

function idsIn(text: string | undefined): readonly string[] {
  const found = (text ?? '').match(/<[^<>\s]+>/g) ?? [];
  return found.slice(-REFERENCES_MAX).map((id) => id.slice(0, ID_MAX_CHARS));
}

function plain(text: string, maxChars: number): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, maxChars);
}

function sha256(source: Uint8Array): string {
  return createHash('sha256').update(source).digest('hex');
}
