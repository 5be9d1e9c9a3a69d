import { expect, test } from 'vitest';
import { consoleMessage, type ConsoleSnapshot } from '../../protocol/console.ts';
import { consoleMessageOf } from './console-frame.ts';

const SNAPSHOT: ConsoleSnapshot = {
  kind: 'snapshot',
  till: 'Kiosk',
  atMs: 5,
  versions: { agent: '1.2.3', node: '24.0.0', platform: 'linux-x64' },
  isReady: true,
  devices: [
    { device: 'coins', kind: 'hopper', state: 'down', detail: 'no answer', isRenewable: true },
  ],
  levels: [{ place: 'hopper-1', currency: 'EUR', valueMinor: 100, level: 'ok', count: null }],
  counters: { journalLines: 3, unsentLines: 0, openPayouts: 0, debts: 0, operations: 0 },
  licence: 'active',
  journal: [{ seq: 3, atMs: 4, kind: 'device-lost', facts: { device: 'coins' } }],
};

test('what the till may say is understood', () => {
  const answer = { kind: 'answer', id: 'a', outcome: 'done' };
  for (const message of [SNAPSHOT, answer]) {
    expect(consoleMessage.safeParse(message).success).toBe(true);
    expect(consoleMessageOf(JSON.stringify(message))).toEqual(message);
  }
});

test.each([
  ['no JSON', '{'],
  ['bytes', new ArrayBuffer(2)],
  ['a list', '[]'],
  ['another kind', '{"kind":"markup"}'],
  ['a device without a state', JSON.stringify({ ...SNAPSHOT, devices: [{ device: 'coins' }] })],
  ['a journal that is none', JSON.stringify({ ...SNAPSHOT, journal: 'lines' })],
  ['a counter in words', JSON.stringify({ ...SNAPSHOT, counters: { debts: 'many' } })],
])('%s is not shown', (_, data) => {
  expect(consoleMessageOf(data)).toBeUndefined();
});
