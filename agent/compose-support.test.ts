/** The desk's commands reach the till's own decision; what it does not take is said to the desk. */
import { describe, expect, it } from 'vitest';
import { SupportTill, TECHNICIAN } from '../test/support/support-till.ts';
import type { Decision } from './core/contract/decision.ts';
import { supportHandlers } from './compose-support.ts';

function desk(till: SupportTill) {
  return supportHandlers(async (request) => till.send(request));
}

const ASK = {
  session: 's-1',
  technician: TECHNICIAN,
  streams: ['screen', 'console'],
} as const;

describe('a command of the desk', () => {
  it('that the till refuses comes back with the reason', async () => {
    const till = new SupportTill();
    const handlers = desk(till);
    expect(await handlers['remote-ask']({ ...ASK, ticket: 'none' })).toEqual({
      kind: 'refused',
      reason: 'ticket-unknown',
    });
    expect(await handlers['help-settle']({ ticket: 'none', amount: 0 })).toEqual({
      kind: 'refused',
      reason: 'ticket-unknown',
    });
    await handlers['remote-ask']({ ...ASK, ticket: till.help() });
    expect(await handlers['remote-code']({ session: 's-1', code: '000000' })).toEqual({
      kind: 'refused',
      reason: 'wrong-code',
    });
  });

  it('that could not be written down is turned away before it breaks anything', async () => {
    const till = new SupportTill();
    const decision = { outcome: 'COVERED', minutes: 0.5 } as unknown as Decision;
    const news = { ticket: 't', state: 'open', decision } as const;
    const lines = till.lines.length;
    expect(await desk(till)['help-news']({ news })).toEqual({
      kind: 'refused',
      reason: 'malformed',
    });
    expect(till.lines).toHaveLength(lines);
  });

  it('that the till takes is done, and done once', async () => {
    const till = new SupportTill();
    const handlers = desk(till);
    const ticket = till.help();
    const body = { ticket, message: 'm', from: TECHNICIAN, text: 'hi', sentAtMs: 1 };
    expect(await handlers.chat(body)).toEqual({ kind: 'done' });
    expect(await handlers.chat(body)).toEqual({ kind: 'done' });
    expect(till.kinds().filter((kind) => kind === 'chat-heard')).toHaveLength(1);
    expect(await handlers['remote-ask']({ ...ASK, ticket })).toEqual({ kind: 'done' });
    const stop = { session: 's-1', end: 'withdrawn' } as const;
    expect(await handlers['remote-stop'](stop)).toEqual({ kind: 'done' });
    expect(await handlers['logs-collect']({ bundle: 'b', withTrace: false })).toEqual({
      kind: 'done',
    });
  });
});
