/** What is asked at the till is kept, numbered and answered at once; the desk's word comes when it comes. */
import { describe, expect, it } from 'vitest';
import { SupportTill, TECHNICIAN } from '../../../test/support/support-till.ts';
import { BUNDLES_MAX, MESSAGES_KEPT_MAX, TICKETS_KEPT_MAX } from './step-help.ts';

const QUESTION = { client: 'page', caller: 'cashier' } as const;
const ASK = { kind: 'help-asked', question: QUESTION, plans: [] } as const;

function under(idempotencyKey: string, client = 'page') {
  return { ...ASK, question: { ...QUESTION, client, idempotencyKey } };
}

function say(till: SupportTill, ticket: string, message: string) {
  return till.ask({ kind: 'said', client: 'page', ticket, message, text: `text of ${message}` });
}

describe('a request', () => {
  it('of a till with no contract is a ticket all the same', () => {
    const till = new SupportTill();
    const answer = till.ask({ ...ASK, question: { ...QUESTION, words: 'help' } });
    expect(answer).toMatchObject({ kind: 'help', isNew: true });
    const line = till.lines.findLast(({ kind }) => kind === 'help-asked');
    expect(line?.body).toMatchObject({ number: 1, words: 'help', answer: { kind: 'no-plan' } });
    const [held] = till.till.supporting.tickets;
    expect(till.lines[(held?.asked?.seq ?? 0) - 1]).toBe(line);
  });

  it('under the same key is the same one, and under another a new one', () => {
    const till = new SupportTill();
    const first = till.ask(under('a'));
    expect(till.ask(under('a'))).toEqual({ ...first, isNew: false });
    expect(till.ask(under('a', 'pos'))).toMatchObject({ isNew: true });
    expect(till.ask(under('b'))).toMatchObject({ isNew: true });
  });

  it('of a button that is pressed again within its time is the same one while it is open', () => {
    const till = new SupportTill();
    const press = { ...ASK, sameForMs: 60_000 };
    till.ask(press);
    till.pass(59_999);
    expect(till.ask(press)).toMatchObject({ isNew: false });
    till.pass(1);
    expect(till.ask(press)).toMatchObject({ isNew: true });
    const ticket = till.till.supporting.tickets.at(-1)?.ticket ?? '';
    till.ask({ kind: 'help-withdrawn', client: 'page', ticket });
    expect(till.ask(press)).toMatchObject({ isNew: true });
  });

  it('is withdrawn once, and what is resolved is not', () => {
    const till = new SupportTill();
    const ticket = till.help();
    const withdraw = { kind: 'help-withdrawn', client: 'page', ticket } as const;
    expect(till.ask({ ...withdraw, ticket: 'none' })).toMatchObject({
      refusal: { code: 'ticket-not-found' },
    });
    till.ask(withdraw);
    till.ask(withdraw);
    expect(till.kinds().filter((kind) => kind === 'help-withdrawn')).toHaveLength(1);
    const done = till.help();
    till.ask({ kind: 'news-told', news: { ticket: done, state: 'resolved' } });
    expect(till.ask({ ...withdraw, ticket: done })).toMatchObject({
      refusal: { code: 'ticket-ended' },
    });
  });

  it('is forgotten after many others, those that are over first', () => {
    const till = new SupportTill();
    const first = till.help();
    const over = till.help();
    till.ask({ kind: 'help-withdrawn', client: 'page', ticket: over });
    for (let count = 2; count <= TICKETS_KEPT_MAX; count += 1) till.help();
    const kept = till.till.supporting.tickets.map(({ ticket }) => ticket);
    expect(kept).toHaveLength(TICKETS_KEPT_MAX);
    expect(kept).toContain(first);
    expect(kept).not.toContain(over);
    expect(till.till.supporting.lastNumber).toBe(TICKETS_KEPT_MAX + 1);
  });
});

describe('the desk', () => {
  it('says how it stands, once for each word of it', () => {
    const till = new SupportTill();
    const ticket = till.help();
    const news = { ticket, state: 'assigned', handler: TECHNICIAN } as const;
    till.ask({ kind: 'news-told', news });
    till.ask({ kind: 'news-told', news: { ...news } });
    expect(till.kinds().filter((kind) => kind === 'help-told')).toHaveLength(1);
    expect(till.till.supporting.tickets[0]).toMatchObject({ state: 'assigned', news });
  });

  it('may speak of a ticket that was opened there', () => {
    const till = new SupportTill();
    till.ask({ kind: 'news-told', news: { ticket: 'desk-1', state: 'open' } });
    expect(till.technicianAsks('desk-1')).toEqual({ kind: 'done' });
  });

  it('does not open again what was withdrawn here', () => {
    const till = new SupportTill();
    const ticket = till.help();
    till.ask({ kind: 'help-withdrawn', client: 'page', ticket });
    till.ask({ kind: 'news-told', news: { ticket, state: 'assigned' } });
    expect(till.till.supporting.tickets[0]?.state).toBe('withdrawn');
  });
});

describe('a chat', () => {
  it('has each message once, from either side', () => {
    const till = new SupportTill();
    const ticket = till.help();
    const heard = { ticket, message: 'm-2', from: TECHNICIAN, text: 'hi', sentAtMs: 5 };
    say(till, ticket, 'm-1');
    say(till, ticket, 'm-1');
    till.ask({ kind: 'chat-told', ...heard });
    till.ask({ kind: 'chat-told', ...heard });
    expect(till.kinds().filter((kind) => kind.startsWith('chat-'))).toEqual([
      'chat-said',
      'chat-heard',
    ]);
    const [held] = till.till.supporting.tickets;
    expect(held?.messages.map(({ message, from }) => [message, from])).toEqual([
      ['m-1', undefined],
      ['m-2', TECHNICIAN],
    ]);
  });

  it('keeps the newest messages; what is over is not talked about', () => {
    const till = new SupportTill();
    const ticket = till.help();
    for (let count = 0; count <= MESSAGES_KEPT_MAX; count += 1) say(till, ticket, `m-${count}`);
    const [held] = till.till.supporting.tickets;
    expect(held?.messages).toHaveLength(MESSAGES_KEPT_MAX);
    expect(held?.messages[0]?.message).toBe('m-1');
    till.ask({ kind: 'help-withdrawn', client: 'page', ticket });
    expect(say(till, ticket, 'late')).toMatchObject({ refusal: { code: 'ticket-ended' } });
  });
});

describe('logs', () => {
  it('are asked for once, and begun anew by a start until they are sent', () => {
    const till = new SupportTill();
    const order = { bundle: 'b-1', withTrace: true } as const;
    till.ask({ kind: 'logs-asked', ...order });
    till.ask({ kind: 'logs-asked', ...order });
    const askedAtMs = till.nowMs;
    expect(till.effects).toEqual([{ kind: 'send-logs', ...order, askedAtMs }]);
    till.pass(1_000);
    till.restart();
    expect(till.effects).toEqual([{ kind: 'send-logs', ...order, askedAtMs }]);
    const sent = { kind: 'logs-sent', bundle: 'b-1', sizeBytes: 9, sha256: 'ab' } as const;
    till.told(sent);
    till.told(sent);
    expect(till.kinds().filter((kind) => kind.startsWith('logs-'))).toEqual([
      'logs-asked',
      'logs-sent',
    ]);
  });

  it('are not asked for without end', () => {
    const till = new SupportTill();
    for (let count = 0; count <= BUNDLES_MAX; count += 1) {
      till.ask({ kind: 'logs-asked', bundle: `b-${count}`, withTrace: false });
    }
    expect(till.till.supporting.bundles).toHaveLength(BUNDLES_MAX);
  });
});
