/** Whatever a mail is, it is read without a fault, and what it says is text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText } from './html-text.ts';
import { looksLikeNotice } from './notice-words.ts';
import { readMail } from './read-mail.ts';
import { isMarkOf, markedSubject, markIn, unmarkedSubject } from './ticket-token.ts';

const KEY = 'a key of the test';

async function read(headers: string, body = 'Good morning') {
  const from = 'From: "Ana" <Ana@Bar.example>';
  return readMail(Buffer.from(`${from}\r\n${headers}\r\n\r\n${body}`));
}

describe('a mail', () => {
  it('that is HTML alone comes as its text', async () => {
    const html = '<style>p{}</style><p>Dear&nbsp;all,</p><script>alert(1)</script><p>1 &lt; 2</p>';
    const mail = await read('Content-Type: text/html', html);
    expect(mail?.text).toBe('Dear all,\n\n1 < 2');
  });

  it('names what is attached, and does not keep it', async () => {
    const type = 'Content-Type: multipart/mixed; boundary=b';
    const part = 'Content-Disposition: attachment; filename="bill.pdf"\r\n\r\nSECRET';
    const body = `--b\r\n\r\nSee there\r\n--b\r\n${part}\r\n--b--`;
    const mail = await read(type, body);
    expect(mail).toMatchObject({ text: 'See there', attachments: ['bill.pdf'] });
    expect(JSON.stringify(mail)).not.toContain('SECRET');
  });

  it.each([
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'List-Id: <news.example>',
    'Return-Path: <>',
    'X-Auto-Response-Suppress: All',
  ])('with %s is from a program', async (header) => {
    expect(await read(header)).toMatchObject({ isAutomatic: true });
  });

  it('from a person is from none', async () => {
    const mail = await read('Auto-Submitted: no\r\nSubject: Help');
    expect(mail).toMatchObject({ isAutomatic: false, from: 'ana@bar.example' });
  });

  it('without a Message-ID is known again by what it says', async () => {
    const [one, same, other] = [await read('A: b'), await read('A: b'), await read('A: c')];
    expect(one?.messageId).toBe(same?.messageId);
    expect(one?.messageId).not.toBe(other?.messageId);
  });

  it('of any bytes at all is read or is none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const mail = await readMail(bytes);
        expect(mail === undefined || mail.text.length <= 10_000).toBe(true);
      }),
    );
  });
});

it('any HTML at all ends as text, without the tags around it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(htmlText(`<strong>${text}</strong>`)).not.toContain('<strong>');
    }),
  );
  expect(htmlText('<'.repeat(50_000))).toBe('');
});

describe('the mark of a ticket', () => {
  const subject = markedSubject('The scanner', { id: 'ticket-1', number: 12 }, KEY);

  it('is found in an answer, and put there once', () => {
    const mark = markIn(`AW: ${subject.toUpperCase()}`);
    expect(mark?.number).toBe(12);
    expect(mark !== undefined && isMarkOf(mark, 'ticket-1', KEY)).toBe(true);
    expect(unmarkedSubject(`Re: ${subject}`)).toBe('Re: The scanner');
    expect(markedSubject(subject, { id: 'ticket-1', number: 12 }, KEY)).toBe(subject);
  });

  it('is of no other ticket, and of no other hub', () => {
    const mark = markIn(subject) ?? { number: 0, mac: '' };
    expect(isMarkOf(mark, 'ticket-2', KEY)).toBe(false);
    expect(isMarkOf(mark, 'ticket-1', 'another key')).toBe(false);
    expect(markIn('Help [#12-0000]')).toBeUndefined();
  });
});

it.each([
  ['Kündigung unseres Vertrags', true],
  ['Notice of termination', true],
  ['Solicitud de baja', true],
  ['Disdetta contratto', true],
  ['The printer is dead', false],
  ['Bestellung', false],
])('%s reads as a notice: %s', (subject, is) => expect(looksLikeNotice(subject)).toBe(is));
