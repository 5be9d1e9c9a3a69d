/** Whatever a socket says to the hub is done or answered with a typed error, and the hub goes on. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coins, extended, headOf } from '../../test/support/chain.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { createTestVendor, signedEntitlement } from '../../test/support/test-vendor.ts';
import {
  enrolledStation,
  headOfJournal,
  postEnrolment,
  reasonOf,
  signedHello,
  WireTill,
  type StationIdentity,
} from '../../test/support/wire-till.ts';
import { callText } from '../protocol/frame.ts';
import { FRAME_MAX_BYTES } from '../protocol/limits.ts';
import { createStationKey } from '../trust/station-key.ts';
import type { HubEvent } from './hub-parts.ts';
import {
  ATTEMPTS_WINDOW_MS,
  ENROLMENT_MAX_BYTES,
  FAILURES_MAX,
  HEARTBEAT_MS,
  NUISANCES_MAX,
  SIGN_ON_TIMEOUT_MS,
  SIGN_ONS_MAX,
} from './limits.ts';
import { startHub, type Hub, type HubSettings } from './main.ts';

const TOO_BIG = 1_009;
const PROTOCOL_ERROR = 1_002;
const ABNORMAL = 1_006;
const TAKEN_OVER = 4_001;
const GOING_AWAY = 1_001;
const REFUSED = 1_008;

let folder = '';
let clock: FakeClock;
let hub: Hub;
let station: StationIdentity;
const vendor = createTestVendor();
const issuer = vendor.certify('issuer');
const events: HubEvent[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-'));
  clock = new FakeClock();
  hub = await startHub(settings());
  station = await enrolledStation(hub.url, await code());
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  events.splice(0);
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
});

function settings(): HubSettings {
  return {
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock,
    authority: {
      signTime: async (name, nonce) => `time for ${name} over ${nonce}`,
      trust: vendor.trust,
    },
    onEvent: (event) => void events.push(event),
    onError: (cause) => void faults.push(cause),
  };
}

/** Sends an entitlement that the vendor has signed; what was sent. */
async function send(n: number): Promise<string> {
  const document = await signedEntitlement(await issuer, station.station, n);
  expect(await hub.sendEntitlement(station.station, document)).toEqual({ kind: 'sent', seq: n });
  return document;
}

function code(): Promise<string> {
  return hub.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 1_000 });
}

async function signedOn(): Promise<WireTill> {
  const till = await WireTill.connect(hub.url);
  expect(await till.hello(station)).toMatchObject({ kind: 'result' });
  return till;
}

/** The HTTP answer to an upgrade that is refused. */
function refusedUpgrade(till: WireTill): Promise<number> {
  return new Promise((resolve, reject) => {
    till.socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    till.socket.on('open', () => reject(new TypeError('it was let in')));
  });
}

describe('signing on', () => {
  it('is answered with a time over the till’s nonce and where to go on', async () => {
    const till = await WireTill.connect(hub.url);
    expect(await till.hello(station)).toMatchObject({
      kind: 'result',
      payload: {
        time: `time for ${station.station} over till-nonce-till-nonce-till`,
        epoch: 1,
        durableTo: 0,
        mailboxTo: 0,
        window: 1,
        mode: 'full',
      },
    });
    expect(hub.isConnected(station.station)).toBe(true);
  });

  it('grants more calls to a till that says it understands them', async () => {
    const till = await WireTill.connect(hub.url);
    const answer = await till.hello(station, { capabilities: ['window'] });
    expect(answer).toMatchObject({ payload: { window: 4 } });
  });

  it.each([
    ['another station’s name', () => ({ ...station, station: 'st-nobody' })],
    ['another key', () => ({ ...station, key: createStationKey() })],
  ])('with %s is refused, and the socket closed', async (_, identity) => {
    const till = await WireTill.connect(hub.url);
    expect(reasonOf(await till.hello(identity()))).toBe('sign-on-refused');
    expect(await till.closed).toBe(REFUSED);
  });

  it('with a signature over another challenge is refused', async () => {
    const till = await WireTill.connect(hub.url);
    const asked = await till.challenge();
    const stale = signedHello(station, { ...asked, nonce: 'x'.repeat(24) });
    expect(reasonOf(await till.call('Hello', stale))).toBe('sign-on-refused');
  });

  it('with a statement changed after it was signed is refused', async () => {
    const till = await WireTill.connect(hub.url);
    const signed = signedHello(station, await till.challenge());
    expect(reasonOf(await till.call('Hello', { ...signed, epoch: 2 }))).toBe('sign-on-refused');
  });

  it('with another version of the protocol is told so', async () => {
    const till = await WireTill.connect(hub.url);
    const answer = await till.hello(station, { versions: { agent: 'test', protocol: 2 } });
    expect(reasonOf(answer)).toBe('version-unsupported');
  });

  it('takes too long and is dropped', async () => {
    const till = await WireTill.connect(hub.url);
    await till.challenge();
    await clock.advance(SIGN_ON_TIMEOUT_MS);
    expect(await till.closed).toBe(ABNORMAL);
  });

  it('too often is told when to come back', async () => {
    for (let signOns = 0; signOns < SIGN_ONS_MAX; signOns += 1) await signedOn();
    const till = await WireTill.connect(hub.url);
    expect(await till.hello(station)).toMatchObject({
      details: { reason: 'too-many-attempts', retryAfterMs: ATTEMPTS_WINDOW_MS },
    });
    await clock.advance(ATTEMPTS_WINDOW_MS);
    await signedOn();
  });

  it('a thousand times with a wrong key meets a limit, and the others are served', async () => {
    await signedOn();
    const stranger = { ...station, key: createStationKey() };
    const counts = { refused: 0, turnedAway: 0 };
    for (let attempts = 0; attempts < 1_000; attempts += 1) {
      const till = new WireTill(hub.url);
      const outcome = await Promise.race([
        till.hello(stranger).then(reasonOf),
        refusedUpgrade(till).catch(() => new Promise<never>(() => undefined)),
      ]);
      if (outcome === 429) counts.turnedAway += 1;
      if (outcome === 'sign-on-refused') counts.refused += 1;
    }
    expect(counts).toEqual({ refused: FAILURES_MAX, turnedAway: 1_000 - FAILURES_MAX });
    expect(hub.isConnected(station.station)).toBe(true);
    await clock.advance(ATTEMPTS_WINDOW_MS);
  });
});

describe('a socket', () => {
  it.each([[[]], [['ocpp1.6']], [['tillwarden.v2', 'tillwarden.events.v1']]])(
    'that offers the subprotocols %j is refused',
    async (protocols) => {
      expect(await refusedUpgrade(new WireTill(hub.url, protocols))).toBe(400);
    },
  );

  it('with a name in its path is let in: the path tells nothing', async () => {
    const till = new WireTill(hub.url, undefined, '/sync/st-whoever');
    expect(await till.hello(station)).toMatchObject({ kind: 'result' });
  });

  it.each([
    ['garbage', 'garbage', 'frame-malformed'],
    ['an unknown message type', '[7,"a",{}]', 'message-type-unknown'],
    ['an unknown action', callText('a', 'BootNotification', {}), 'action-unknown'],
    ['an action of the other side', callText('a', 'Commands', {}), 'action-unexpected'],
    ['lines before its Hello', callText('a', 'Lines', {}), 'action-unexpected'],
    ['a Hello that is none', callText('a', 'Hello', { station: 1 }), 'payload-invalid'],
  ])('that says %s is told so', async (_, text, reason) => {
    const till = await WireTill.connect(hub.url);
    till.socket.send(text);
    expect(reasonOf(await till.frame(({ kind }) => kind === 'error'))).toBe(reason);
    expect(await till.hello(station), 'and may go on').toMatchObject({ kind: 'result' });
  });

  it('that sends bytes instead of text is told so', async () => {
    const till = await WireTill.connect(hub.url);
    till.socket.send(randomBytes(100));
    expect(reasonOf(await till.frame(({ kind }) => kind === 'error'))).toBe('frame-malformed');
  });

  it('that goes on with nonsense is closed', async () => {
    const till = await WireTill.connect(hub.url);
    for (let count = 0; count < NUISANCES_MAX; count += 1) till.socket.send('nonsense');
    expect(await till.closed).toBe(PROTOCOL_ERROR);
  });

  it('that sends too much at once is closed', async () => {
    const till = await WireTill.connect(hub.url);
    till.socket.send('x'.repeat(FRAME_MAX_BYTES + 1));
    expect(await till.closed).toBe(TOO_BIG);
  });

  it('that breaks the WebSocket’s own framing harms nobody', async () => {
    const before = await signedOn();
    const till = await WireTill.connect(hub.url);
    const { port } = new URL(hub.url);
    const raw = connect(Number(port), '127.0.0.1');
    raw.on('error', () => undefined);
    raw.write(
      'GET /sync HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
        'Sec-WebSocket-Protocol: tillwarden.v1\r\n\r\n',
    );
    raw.write(randomBytes(2_000));
    raw.resume();
    await new Promise((resolve) => raw.once('close', resolve));
    expect((await till.challenge()).hubEpoch).toBe(hub.hubEpoch);
    expect(before.socket.readyState).toBe(before.socket.OPEN);
  });

  it('that has more calls under way than granted is told so', async () => {
    const till = await signedOn();
    const chain = extended([], coins(2));
    const answers = await Promise.all(
      chain.map((line) => till.call('Lines', { epoch: 1, from: line.seq, lines: [line] })),
    );
    expect(answers.map(reasonOf)).toContain('window-exceeded');
  });

  it('of a half-open connection is found within two beats', async () => {
    const till = await signedOn();
    // Reads nothing any more: no pong leaves it.
    till.socket.pause();
    await clock.advance(HEARTBEAT_MS);
    await clock.advance(HEARTBEAT_MS);
    expect(hub.isConnected(station.station)).toBe(false);
    till.socket.terminate();
  });

  it('is taken over by the next of its station, and cannot remove that one', async () => {
    const first = await signedOn();
    const second = await signedOn();
    expect(await first.closed).toBe(TAKEN_OVER);
    expect(hub.isConnected(station.station)).toBe(true);
    second.socket.close();
    await second.closed;
    await vi.waitUntil(() => !hub.isConnected(station.station));
    expect(events.filter(({ kind }) => kind === 'station-left')).toMatchObject([
      { connection: 1 },
      { connection: 2 },
    ]);
  });

  it('that goes while it is signing on is not taken for connected', async () => {
    const till = await WireTill.connect(hub.url);
    const signed = signedHello(station, await till.challenge());
    till.socket.send(callText('a', 'Hello', signed));
    till.socket.terminate();
    await till.closed;
    // One that comes after it, so that the hub has dealt with the first.
    const second = await signedOn();
    second.socket.close();
    await second.closed;
    await vi.waitUntil(() => !hub.isConnected(station.station));
    await clock.advance(2 * HEARTBEAT_MS);
    expect(hub.isConnected(station.station)).toBe(false);
  });

  it('is told when the hub stops', async () => {
    const till = await signedOn();
    await hub[Symbol.asyncDispose]();
    expect(await till.closed).toBe(GOING_AWAY);
  });
});

describe('lines', () => {
  const chain = extended([], coins(4));

  it('are acknowledged when they are held, and only under the epoch agreed', async () => {
    const till = await signedOn();
    const upload = { epoch: 1, from: 1, lines: chain };
    expect(await till.call('Lines', upload)).toMatchObject({ payload: { durableTo: 4 } });
    expect(await till.call('Lines', upload), 'again').toMatchObject({ payload: { durableTo: 4 } });
    expect(reasonOf(await till.call('Lines', { ...upload, epoch: 2 }))).toBe('epoch-not-agreed');
    expect(await hub.office.account(station.station)).toMatchObject({
      totals: { lines_applied: 4 },
    });
  });

  it('that leave some out are asked for again', async () => {
    const till = await signedOn();
    const answer = await till.call('Lines', { epoch: 1, from: 3, lines: chain.slice(2) });
    expect(answer).toMatchObject({ details: { reason: 'lines-not-contiguous', durableTo: 0 } });
  });

  it('of a chain that has forked go on under another epoch, in the same connection', async () => {
    const first = await signedOn();
    await first.call('Lines', { epoch: 1, from: 1, lines: chain });
    const other = extended(chain.slice(0, 2), coins(6, 'other'));
    const till = await WireTill.connect(hub.url);
    await till.hello(station, headOfJournal(headOf(other)));
    const answer = await till.call('Lines', { epoch: 1, from: 1, lines: other });
    expect(answer).toMatchObject({
      details: { reason: 'chain-forked', fork: { seq: 2, epoch: 2 } },
    });
    const upload = { epoch: 2, from: 3, lines: other.slice(2) };
    expect(await till.call('Lines', upload)).toMatchObject({ payload: { durableTo: 8 } });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'chain-forked', seq: 2 }));
  });

  it('of a revoked station still arrive, but nothing is sent to it', async () => {
    const before = await signedOn();
    await hub.revoke(station.station);
    expect(await before.closed).toBe(TAKEN_OVER);
    await send(1);
    const till = await WireTill.connect(hub.url);
    expect(await till.hello(station)).toMatchObject({ payload: { mode: 'upload-only' } });
    const upload = { epoch: 1, from: 1, lines: chain };
    expect(await till.call('Lines', upload)).toMatchObject({ payload: { durableTo: 4 } });
  });
});

describe('commands', () => {
  it('go out at once, and again until they are taken in', async () => {
    const till = await signedOn();
    const document = await send(1);
    const first = await till.frame(({ kind }) => kind === 'call');
    const request = {
      hubEpoch: hub.hubEpoch,
      from: 1,
      commands: [{ seq: 1, kind: 'entitlement', body: { document } }],
    };
    expect(first).toMatchObject({ action: 'Commands', payload: request });
    const again = await WireTill.connect(hub.url);
    await again.hello(station);
    const second = await again.frame(({ kind }) => kind === 'call');
    expect(second).toMatchObject({ action: 'Commands', payload: request });
    again.socket.send(
      JSON.stringify([3, second.kind === 'call' ? second.id : '', { durableTo: 1 }]),
    );
    await send(2);
    const third = await again.frame(({ kind }) => kind === 'call');
    expect(third).toMatchObject({ payload: { from: 2 } });
  });

  it('are not sent again to a till that has them, but all are by another life of the hub', async () => {
    await send(1);
    const till = await WireTill.connect(hub.url);
    const mailbox = { hubEpoch: hub.hubEpoch, seq: 1 };
    expect(await till.hello(station, { mailbox })).toMatchObject({ payload: { mailboxTo: 1 } });
    const other = await WireTill.connect(hub.url);
    const strange = { hubEpoch: 'another', seq: 1 };
    expect(await other.hello(station, { mailbox: strange })).toMatchObject({
      payload: { mailboxTo: 0 },
    });
    expect(await other.frame(({ kind }) => kind === 'call')).toMatchObject({ action: 'Commands' });
  });
});

describe('enrolment', () => {
  it('gives a station to a good code, once, however it was typed', async () => {
    const good = await code();
    const { status, body, key } = await postEnrolment(hub.url, good);
    expect({ status, body }).toMatchObject({ status: 200, body: { epoch: 1, pins: [] } });
    const typed = good.toLowerCase().replaceAll('-', ' ');
    expect(await postEnrolment(hub.url, typed, key)).toMatchObject({ status: 200, body });
    expect(await postEnrolment(hub.url, good)).toMatchObject({ status: 403 });
  });

  it('by guessing meets a limit', async () => {
    const statuses: number[] = [];
    for (let guesses = 0; guesses <= FAILURES_MAX; guesses += 1) {
      statuses.push((await postEnrolment(hub.url, `guess-${guesses}-guess`)).status);
    }
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([403]));
    expect(statuses.at(-1)).toBe(429);
  });

  it.each([
    ['no JSON', 'nonsense', 400],
    ['the wrong fields', '{"code":1}', 400],
    ['too much', JSON.stringify({ code: 'x'.repeat(ENROLMENT_MAX_BYTES) }), 413],
  ])('with %s is refused', async (_, body, status) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${hub.url}/enrol`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error.code');
  });

  it('leaves health and nothing else to strangers', async () => {
    expect(await (await fetch(`${hub.url}/health`)).json()).toEqual({
      status: 'ok',
      version: 'test',
      isDemo: true,
    });
    expect((await fetch(`${hub.url}/stations`)).status).toBe(404);
  });
});

describe('a hub', () => {
  it('without a certificate listens on this computer only', async () => {
    const place = { host: '0.0.0.0', port: 0, tls: undefined };
    await expect(startHub({ ...settings(), listen: place })).rejects.toMatchObject({
      code: 'plaintext-not-loopback',
    });
  });

  it('with a certificate that is none says so', async () => {
    const place = { host: '127.0.0.1', port: 0, tls: { certificate: 'x', key: 'y' } };
    await expect(startHub({ ...settings(), listen: place })).rejects.toMatchObject({
      code: 'tls-unreadable',
    });
  });

  it('says when its port is taken', async () => {
    const place = { host: '127.0.0.1', port: Number(new URL(hub.url).port), tls: undefined };
    await expect(startHub({ ...settings(), listen: place })).rejects.toMatchObject({
      code: 'port-in-use',
    });
  });
});
