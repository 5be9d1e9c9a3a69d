/**
 * The agent is killed with SIGKILL at every point of a turn while people ask for help and write: what
 * was answered is in the journal, and what is asked again under its own name is there once.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ShellPoint } from '../../agent/shell/shell.ts';
import type { StorePoint } from '../../agent/store/till-store.ts';
import { callProgram } from '../support/call-program.ts';
import { RealTill } from '../support/real-till.ts';

const POINTS: readonly (ShellPoint | StorePoint)[] = [
  'step-decided',
  'lines-inserted',
  'state-written',
  'committed',
];
/** More than a start passes by itself. */
const PASSES = 30;
const REQUESTS_MAX = 100;
const ANSWER_TIMEOUT_MS = 10_000;
/** As many messages follow each request for help. */
const MESSAGES = 4;

let till: RealTill;
let token = '';
/** All that anybody has asked, by the names they gave it. */
const asked = { help: [] as string[], messages: [] as string[] };
let ticket = '';

beforeAll(async () => {
  till = await RealTill.start({
    before: async ({ config }) => {
      const { said } = await callProgram(['client', 'add', 'cashier', '--config', config]);
      token = said.split('\n')[1] ?? '';
    },
  });
}, 60_000);

afterAll(() => till[Symbol.asyncDispose]());

interface Request {
  readonly path: string;
  readonly key?: string;
  readonly body: object;
}

/** Whether it was answered: a till that dies answers nothing, and nobody knows what it did. */
async function post({ path, key, body }: Request): Promise<boolean> {
  try {
    const response = await fetch(`${till.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const view = (await response.json()) as { readonly ticket?: string };
    expect({ isTaken: response.ok, view }).toMatchObject({ isTaken: true });
    ticket = view.ticket ?? ticket;
    return true;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return false;
    throw cause;
  }
}

function next(nth: number): Request {
  if (nth % (MESSAGES + 1) === 0) {
    const key = randomUUID();
    asked.help.push(key);
    return { path: '/v1/help', key, body: { words: key } };
  }
  const message = randomUUID();
  asked.messages.push(message);
  return { path: `/v1/help/${ticket}/messages`, body: { message, text: message } };
}

/** Asks until the till dies of it; gives what nobody has answered. */
async function askUntilDeath(): Promise<Request> {
  for (let nth = 0; nth < REQUESTS_MAX; nth += 1) {
    const request = next(nth);
    if (!(await post(request))) return request;
  }
  throw new RangeError('the agent did not die');
}

it.each(POINTS)('killed at %s', async (point) => {
  await till.agent?.kill('SIGKILL');
  await till.launchAgent({ env: { CRASH_POINT: point, CRASH_PASSES: String(PASSES) } });
  const open = await askUntilDeath();
  expect(await till.agent?.ended).toBe('SIGKILL');
  await till.launchAgent();
  // Whoever got no answer asks again, and somebody who did asks again by mistake.
  for (let times = 0; times < 2; times += 1) expect(await post(open)).toBe(true);
});

it('in the end all of it is there, once and in its order', () => {
  const lines = till.journal();
  const help = lines.filter(({ kind }) => kind === 'help-asked').map(({ body }) => body);
  expect(help.map(({ words }) => words)).toEqual(asked.help);
  expect(help.map(({ number }) => number)).toEqual(asked.help.map((_, at) => at + 1));
  const said = lines.filter(({ kind }) => kind === 'chat-said').map(({ body }) => body);
  expect(said.map(({ message }) => message)).toEqual(asked.messages);
  expect(asked.messages.length).toBeGreaterThan(POINTS.length);
});
