/** The device console: shown when it has changed, at most once a second; acts only when they may. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { EMPTY_TILL } from '../core/till/till.ts';
import type { LiveControl } from '../core/support/supporting.ts';
import { consoleMessage, type ConsoleSnapshot } from '../../sync/protocol/console.ts';
import type { RelayEars } from '../../sync/uplink/relay-stream.ts';
import type { TillView } from '../shell/till-view.ts';
import { ACTS_WAITING_MAX, ConsoleStream } from './console-stream.ts';

const SNAPSHOT: ConsoleSnapshot = {
  kind: 'snapshot',
  till: 'till-1',
  atMs: 1,
  versions: { agent: '1', node: '24', platform: 'linux-x64' },
  isReady: true,
  devices: [],
  levels: [],
  counters: { journalLines: 0, unsentLines: 0, openPayouts: 0, debts: 0, operations: 0 },
  licence: 'active',
  journal: [],
};

const VIEW = {
  till: EMPTY_TILL,
  devices: [
    { device: 'coins', state: { kind: 'up' } },
    { device: 'notes', state: { kind: 'down', reason: 'gone' } },
    { device: 'cashdro', state: { kind: 'down', reason: 'gone' } },
  ],
  peripherals: [],
} as unknown as TillView;

let clock: FakeClock;
let snapshot: ConsoleSnapshot;
let isFull = false;
let isCut = false;
let said: Record<string, unknown>[] = [];
let told: unknown[] = [];
let renewed: string[] = [];
let ended: string[] = [];
let ears: RelayEars | undefined;

beforeEach(() => {
  clock = new FakeClock();
  snapshot = SNAPSHOT;
  [isFull, isCut, said, told, renewed, ended] = [false, false, [], [], [], []];
});

async function opened(control: LiveControl = 'none'): Promise<ConsoleStream> {
  const stream = new ConsoleStream({
    session: 's-1',
    control,
    clock,
    desk: {
      view: () => VIEW,
      snapshot: () => ({ ...snapshot, atMs: clock.wallMs() }),
      renew: (device) => (device === 'cashdro' ? undefined : async () => void renewed.push(device)),
      ask: async (ask) => void told.push(ask),
      tell: async (done) => void told.push(done),
    },
    openRelay: (_session, _stream, own) => {
      ears = own;
      return {
        opened: Promise.resolve('opened'),
        get isFull() {
          return isFull;
        },
        bytesIn: 0,
        bytesOut: 0,
        send: (text) => void said.push(consoleMessage.parse(JSON.parse(String(text)))),
        pause: () => undefined,
        resume: () => undefined,
        cut: () => void (isCut = true),
      };
    },
    onEnded: (reason) => ended.push(reason),
  });
  await stream.opened;
  return stream;
}

function act(body: object): void {
  ears?.onFrame(Buffer.from(JSON.stringify({ kind: 'act', id: 'a-1', ...body })), true);
}

async function outcomeOf(body: object): Promise<unknown> {
  act(body);
  await clock.advance(0);
  return said.at(-1)?.['outcome'];
}

describe('what is shown', () => {
  it('is shown again only when it has changed, and at most once a second', async () => {
    await opened();
    expect(said).toHaveLength(1);
    await clock.advance(5_000);
    expect(said).toHaveLength(1);
    snapshot = { ...SNAPSHOT, isReady: false };
    await clock.advance(1_000);
    snapshot = { ...SNAPSHOT, isReady: true };
    await clock.advance(999);
    expect(said).toHaveLength(2);
    await clock.advance(1);
    expect(said).toHaveLength(3);
  });

  it('waits for who does not read, and is then the newest', async () => {
    await opened();
    isFull = true;
    snapshot = { ...SNAPSHOT, licence: 'lapsed' };
    await clock.advance(10_000);
    expect(said).toHaveLength(1);
    isFull = false;
    await clock.advance(1_000);
    expect(said.at(-1)).toMatchObject({ licence: 'lapsed' });
  });

  it('is no more after a cut', async () => {
    const stream = await opened();
    await stream.cut();
    snapshot = { ...SNAPSHOT, isReady: false };
    await clock.advance(5_000);
    expect([said.length, isCut, ended]).toEqual([1, true, []]);
  });
});

describe('an act', () => {
  it.each([
    ['none', 'notes', 'retry-device', 'control-not-granted'],
    ['suspended', 'notes', 're-identify', 'control-not-granted'],
    ['granted', 'nothing', 'retry-device', 'not-found'],
    ['granted', 'coins', 'retry-device', 'not-needed'],
    ['granted', 'cashdro', 'retry-device', 'not-possible'],
    ['granted', 'notes', 'retry-device', 'done'],
    ['granted', 'coins', 're-identify', 'done'],
  ] as const)(
    'under control %s, on %s: %s comes to %s',
    async (...[control, device, action, outcome]) => {
      await opened(control);
      expect(await outcomeOf({ action, device })).toBe(outcome);
      expect(renewed).toEqual(outcome === 'done' ? [device] : []);
      expect(told).toEqual([
        { kind: 'console-done', session: 's-1', action, subject: device, outcome },
      ]);
    },
  );

  it('may ask for logs under the desk’s name for them', async () => {
    await opened();
    const logs = { action: 'request-logs', bundle: 'logs-1', withTrace: false };
    expect(await outcomeOf(logs)).toBe('done');
    expect(told).toMatchObject([{ kind: 'logs-asked', bundle: 'logs-1' }, { outcome: 'done' }]);
  });

  it('that is none, or one too many, ends the stream', async () => {
    await opened();
    act({ action: 'reboot' });
    expect([ended, isCut]).toEqual([['protocol'], true]);
    ended = [];
    await opened();
    for (let one = 0; one <= ACTS_WAITING_MAX; one += 1) {
      act({ action: 'retry-device', device: 'notes' });
    }
    expect(ended).toEqual(['protocol']);
    await clock.advance(0);
    // What waited when it ended is not done.
    expect(renewed).toEqual([]);
  });
});
