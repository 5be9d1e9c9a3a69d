/** `tillwarden help` and `tillwarden support` at a till that runs: what they say, and how they end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POS_TOKEN, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { callProgram } from '../../test/support/call-program.ts';
import { noStreams } from '../../test/support/no-streams.ts';
import type { SupportAsk } from '../core/support/supporting.ts';

const CODE = '123456';
const ANNA = { name: 'Anna Rossi', company: 'Cassa Aiuto' } as const;

let folder: string;
let till: ApiTill;
let traces: boolean[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-help-'));
  traces = [];
  till = await startApiTill({
    support: {
      streams: { ...noStreams(), open: async () => 'opened' },
      kinds: ['screen', 'console'],
      hasExternalTool: false,
      newCode: () => CODE,
      sendLogs: async () => undefined,
    },
    writeLogs: async (withTrace) => {
      traces.push(withTrace);
      return { path: '/var/till/logs/logs.tar.gz', sizeBytes: 123_456, sha256: 'ab' };
    },
  });
  const port = Number(new URL(till.url).port);
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  const config = { till: 'till-1', currency: 'EUR', api: { port }, ports };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'token'), `${POS_TOKEN}\n`);
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function say(...argv: readonly string[]) {
  const around = ['--config', join(folder, 'config.json'), '--token-file', join(folder, 'token')];
  return callProgram([...argv, ...around]);
}

function desk(request: SupportAsk) {
  return till.shell.tell({ kind: 'support-requested', request });
}

async function technicianAsks(): Promise<void> {
  await say('help');
  const [held] = till.shell.till.supporting.tickets;
  const ticket = held?.ticket ?? '';
  const streams = ['screen', 'console'] as const;
  await desk({ kind: 'session-asked', session: 's-1', ticket, technician: ANNA, streams });
}

const NOBODY = 'Nobody is connected to this till.';
const WHEN = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}`;

describe('help asked for wrongly', () => {
  it.each([
    [['the', 'printer'], 'there is no help the; to ask for help, put what is wrong in quotes'],
    [['ask', 'the', 'printer'], 'put what is wrong in quotes: help --words "'],
    [['constructor'], 'there is no help constructor'],
    [['--topic', 'nonsense'], '--topic is one of software, technical'],
    [['show'], 'which one? Say its number'],
    [['show', 'one'], 'which one? Say its number'],
    [['say', '1'], 'what do you want to say?'],
    [['--nonsense'], '--nonsense'],
  ])('%j is told how, and asks nobody', async (argv, says) => {
    const { status, said } = await say('help', ...argv);
    expect(status).toBe(2);
    expect(said.split('\nUsage: ')[0]).toContain(says);
    expect(till.lines().filter(({ kind }) => kind === 'help-asked')).toEqual([]);
  });

  it('of a till that has no such request is no wrong call', async () => {
    expect(await say('help', 'show', '7')).toEqual({
      status: 1,
      said: 'This till knows no help 7. All it knows: tillwarden help list',
    });
  });

  it('where nobody runs says so', async () => {
    await till.stopApi();
    for (const command of ['help', 'support']) {
      const { status, said } = await say(command, command === 'help' ? 'list' : 'session');
      expect(status).toBe(1);
      expect(said).toContain('agent');
    }
  });
});

describe('help', () => {
  it('is numbered, kept, talked about and taken back', async () => {
    expect(await say('help', 'list')).toEqual({
      status: 0,
      said: 'Nobody has asked for help yet.',
    });
    const asked = await say('help', '--words', 'the printer is silent', '--topic', 'technical');
    expect(asked.status).toBe(0);
    expect(asked.said.split('\n')).toEqual([
      expect.stringMatching(
        `^Help 1: nobody works on it yet, not at the desk yet\\. Asked ${WHEN}\\.$`,
      ),
      'It is kept here and goes out by itself as soon as the line is back.',
      'What the contract says is not known at this till; the desk will tell you.',
    ]);
    expect(till.lines().at(-1)?.body).toMatchObject({ words: 'the printer is silent' });
    const told = await say('help', 'say', '1', 'it', 'still', 'is');
    expect(told.said.split('\n').at(-1)).toBe('  This till: it still is');
    expect(await say('help', 'show', '1')).toEqual(told);
    const back = await say('help', 'withdraw', '1');
    expect(back).toEqual(await say('help', 'withdraw', '1'));
    expect(back.said).toMatch(/^Help 1: taken back.*\n  This till: it still is$/);
    expect(await say('help', 'say', '1', 'no')).toMatchObject({
      status: 1,
      said: expect.stringContaining('Ask for help anew.') as string,
    });
    expect((await say('help', 'list')).said).toMatch(/^Help 1: taken back/);
  });

  it('shows what people have written, and who has it', async () => {
    await say('help');
    const [held] = till.shell.till.supporting.tickets;
    const ticket = held?.ticket ?? '';
    await desk({ kind: 'chat-told', ticket, message: 'm', from: ANNA, text: 'hi', sentAtMs: 1 });
    const { status, said } = await say('help', 'show', '1', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ number: 1, chat: [{ text: 'hi', from: ANNA }] });
    expect((await say('help', 'show', '1')).said).toContain('  Anna Rossi: hi');
  });

  it('puts the logs into a file, with the ports’ frames only where asked for', async () => {
    const path = 'The logs are in /var/till/logs/logs.tar.gz (124 kB).';
    expect(await say('help', 'bundle')).toEqual({ status: 0, said: path });
    expect(await say('help', 'bundle', '--trace')).toEqual({ status: 0, said: path });
    expect(traces).toEqual([false, true]);
  });
});

describe('a technician’s session', () => {
  it('cannot be accepted where nobody asks, and stopping it does no harm', async () => {
    expect(await say('support')).toEqual({ status: 0, said: NOBODY });
    expect(await say('support', 'stop')).toEqual({ status: 0, said: NOBODY });
    for (const deed of ['accept', 'decline']) {
      const { status, said } = await say('support', deed);
      expect([status, said.split('\n')[1]]).toEqual([1, 'Nobody sees this till.']);
    }
    const wrong = await say('support', 'frob');
    expect(wrong.status).toBe(2);
    expect(wrong.said).toContain('say support session, support accept');
  });

  it('shows the code, waits for it, and is accepted and stopped', async () => {
    await technicianAsks();
    expect((await say('support', 'session')).said).toBe(
      'Anna Rossi of Cassa Aiuto wants to see this till for help 1.\nRead this code out to them: 123456',
    );
    const early = await say('support', 'accept');
    expect([early.status, early.said.split('\n').at(-1)]).toEqual([
      1,
      'Here the code is shown by: tillwarden support',
    ]);
    await desk({ kind: 'code-typed', session: 's-1', code: CODE });
    expect((await say('support')).said).toContain('support accept\nTo say no: ');
    const live = await say('support', 'accept');
    expect(live).toEqual({
      status: 0,
      said: 'Anna Rossi of Cassa Aiuto sees this till.\nTo cut them off: tillwarden support stop',
    });
    expect((await say('support', 'stop')).said).toMatch(
      new RegExp(`^${NOBODY} The last session ended ${WHEN}: it was stopped here\\.$`),
    );
  });

  it('that is declined is over', async () => {
    await technicianAsks();
    const { status, said } = await say('support', 'decline');
    expect([status, said.endsWith('somebody here said no.')]).toEqual([0, true]);
    expect(till.shell.till.supporting.session).toBeUndefined();
  });
});
