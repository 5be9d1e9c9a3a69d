/** The agent's own log leaves the till like its journal does: what nobody has named as harmless stays. */
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createAgentEvents } from '../events.ts';
import { RecentLog } from './recent-log.ts';

const SECRET = 'hush-0123456789abcdef';

function written() {
  const recent = new RecentLog();
  const out: string[] = [];
  const hooks = { streamWrite: recent.keep };
  const log = pino({ level: 'trace', base: null, hooks }, { write: (line) => void out.push(line) });
  return { recent, out, events: createAgentEvents(log) };
}

it('has no frames, and of faults only what they are called', () => {
  const { recent, out, events } = written();
  events.traced({ kind: 'frame-sent', port: 'coins', hex: SECRET });
  events.traced({ kind: 'open-failed', port: 'coins', detail: SECRET });
  events.requestFailed(new RangeError(SECRET));
  events.vendorFailed({ password: SECRET });
  events.agentReady({ till: 'till-1', url: `http://${SECRET}` });
  expect(out.join('')).toContain(SECRET);
  const text = recent.text();
  expect(text).not.toContain(SECRET.slice(5));
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; level: number; err?: { type: string } });
  expect(lines.map(({ msg }) => msg)).toEqual([
    'open-failed',
    'request-failed',
    'vendor-failed',
    'agent-ready',
  ]);
  expect(lines[1]?.err).toEqual({ type: 'RangeError' });
});

it('keeps the newest lines, and no more than its limits allow', () => {
  const recent = new RecentLog();
  for (let nth = 0; nth < 5_000; nth += 1) recent.keep(`{"level":30,"seq":${nth}}\n`);
  const lines = recent.text().trim().split('\n');
  expect(lines).toHaveLength(2_000);
  expect(lines.at(-1)).toBe('{"level":30,"seq":4999}');
  recent.keep(`{"level":30,"msg":"${'x'.repeat(600_000)}"}\n`);
  expect(recent.text()).toBe('');
});

it('a line that is none is left out', () => {
  const recent = new RecentLog();
  expect(recent.keep('half a line')).toBe('half a line');
  expect(recent.text()).toBe('');
});
