/**
 * An agent with its real store and API, and HID devices at the border to node-hid: a weight is live
 * or refused, a scan and a card go to the program that has claimed the device, and the card nowhere else.
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { watchDevice } from '../../agent/cli/device-watch.ts';
import { pageFolderOf, startAgent, type Agent } from '../../agent/compose.ts';
import { readConfig } from '../../agent/config/config.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { SimMsr, SimScale, SimScanner } from '../../hardware/drivers/hid-pos/sim.ts';
import { SimHidBus } from '../../hardware/kit/sim-hid-bus.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { JsonLine } from '../support/json-process.ts';

const TOKEN = 'token-of-the-pos-program';
const WITHIN = { timeout: 20_000 };
/** As text, and as the hexadecimal of a part of it. */
const SECRETS = /4111111|4222222|example|34313131|34323232|6578616D|6578616d/;
const PORTS = [
  { reads: 'scale', vendorId: 0x0922, productId: 0x8003 },
  { reads: 'scanner', vendorId: 0x0c2e, productId: 0x0204 },
  { reads: 'msr', vendorId: 0x0801, productId: 0x0002 },
];

let folder: string;
let agent: Agent;
let logged: string;
const bus = new SimHidBus();
const scale = new SimScale();
const scanner = new SimScanner();
const reader = new SimMsr();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hid-'));
  const config = join(folder, 'config.json');
  const ports = PORTS.map(({ reads, ...ids }) => ({
    id: reads,
    driver: 'hid-pos',
    transport: { kind: 'hid', ...ids },
    options: { device: reads, reads },
  }));
  writeFileSync(
    config,
    JSON.stringify({ till: 'till-1', currency: 'EUR', api: { port: 0 }, ports }),
  );
  const tokenSha256Hex = createHash('sha256').update(TOKEN).digest('hex');
  const clients = [{ name: 'pos', tokenSha256Hex }];
  writeFileSync(join(folder, 'clients.json'), JSON.stringify(clients), { mode: 0o600 });
  logged = '';
  const stream = { write: (text: string) => void (logged += text) };
  for (const device of [scale, scanner, reader]) bus.plug(device);
  agent = await startAgent({
    config: readConfig(config),
    trust: undefined,
    version: 'test',
    clock: systemClock,
    events: createAgentEvents(pino({ level: 'trace', base: null }, stream)),
    pageFolder: pageFolderOf(resolve(import.meta.dirname, '../..')),
    hidBus: bus,
  });
  await vi.waitUntil(async () => {
    const { peripherals } = await call('/v1/status');
    return (peripherals as readonly JsonLine[]).every(({ state }) => state === 'up');
  }, WITHIN);
});

afterEach(async () => {
  await agent[Symbol.asyncDispose]();
  for (const device of [scale, scanner, reader]) bus.unplug(device);
  rmSync(folder, { recursive: true, force: true });
});

async function call(path: string, body?: object): Promise<JsonLine> {
  const response = await fetch(`${agent.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as JsonLine;
}

async function scaleState(): Promise<unknown> {
  const { peripherals } = await call('/v1/peripherals');
  return (peripherals as readonly JsonLine[])[0]?.['state'];
}

/** As a scale does: it shows what lies on it all the time. */
async function weighWhile(shown: Parameters<SimScale['show']>[0]): Promise<JsonLine> {
  const showing = setInterval(() => scale.show(shown), 20);
  try {
    return await call('/v1/scales/scale/weight');
  } finally {
    clearInterval(showing);
  }
}

it('weighs what lies there now, and refuses what is none', async () => {
  const kilograms = { unit: 3, exponent: -3, raw: 1_250 };
  expect(await call('/v1/scales/scale/weight')).toMatchObject({
    error: { code: 'peripheral-not-ready', details: { result: 'E_OFFLINE' } },
  });
  expect(await weighWhile({ ...kilograms, status: 3 })).toMatchObject({
    error: { code: 'weight-in-motion', details: { result: 'E_TIMEOUT' } },
  });
  expect(await weighWhile({ ...kilograms, status: 6 })).toMatchObject({
    error: { code: 'weight-over-limit', details: { extended: 'ESCAL_OVERWEIGHT' } },
  });
  expect(await weighWhile({ ...kilograms, status: 4 })).toEqual({
    device: 'scale',
    weight: '1.250',
    unit: 'kilogram',
  });
});

it('is down while the plug is pulled, and finds the scale again under its new path', async () => {
  bus.unplug(scale);
  await vi.waitUntil(async () => (await scaleState()) === 'down', WITHIN);
  bus.plug(scale);
  await vi.waitUntil(async () => (await scaleState()) === 'up', WITHIN);
});

async function watch(port: string) {
  const record = join(folder, `${port}.tsv`);
  const config = join(folder, 'config.json');
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const signal = AbortSignal.timeout(WITHIN.timeout);
  const io = {
    env: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    signal,
    root: folder,
    version: '',
  };
  const code = await watchDevice(['--port', port, '--config', config, '--record', record], io);
  const shown = String(stdout.read() ?? '');
  return { code, shown, why: String(stderr.read()), kept: readFileSync(record, 'utf8') };
}

it('lets nobody look at a scanner or a card reader', async () => {
  for (const port of ['scanner', 'msr']) {
    expect(await watch(port)).toEqual({
      code: 1,
      shown: '',
      why: `The agent shows nothing of the port ${port}.\n`,
      kept: '# protocol hid-pos\nms\tdirection\treport\tid\thex\n',
    });
  }
});

it('tells whoever looks on later what an open scale says of its reports, and of no other', async () => {
  const [, ...lines] = await lookAt((looked) => looked.includes('report-descriptor'));
  const hex = Buffer.from(scale.descriptor ?? [])
    .toString('hex')
    .toUpperCase();
  expect(lines).toEqual([expect.objectContaining({ port: 'scale', hex })]);
  bus.unplug(scale);
  await vi.waitUntil(async () => (await scaleState()) === 'down', WITHIN);
  const gone = await lookAt((looked) => looked.includes('\n'));
  bus.plug(scale);
  expect(gone).toEqual([{ kind: 'watching', ports: ['scale'] }]);
});

/** What the agent shows to somebody new, until that is enough. */
async function lookAt(isEnough: (looked: string) => boolean): Promise<readonly JsonLine[]> {
  let looked = '';
  const looker = connect(join(folder, 'till.db.trace'));
  looker.on('data', (data: Buffer) => (looked += data.toString()));
  await vi.waitUntil(() => isEnough(looked), WITHIN);
  looker.destroy();
  const lines = looked.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as JsonLine);
}

it('gives scans and a card to the program that claimed, and the card to no file', async () => {
  const socket = new WebSocket(`${agent.url.replace('http', 'ws')}/v1/events`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const told: JsonLine[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as JsonLine;
    if (message['kind'] !== 'status') told.push(message);
  });
  await new Promise((joined) => socket.once('message', joined));
  // Whoever looks on at everything the agent shows.
  let looked = '';
  const looker = connect(join(folder, 'till.db.trace'));
  looker.on('data', (data: Buffer) => (looked += data.toString()));
  await vi.waitUntil(() => looked.includes('watching'), WITHIN);
  const text = 'https://example.org/'.repeat(10);
  await call('/v1/peripherals/scanner/claim', { dataEvents: 'each' });
  await call('/v1/peripherals/msr/claim', { dataEvents: 'one' });
  scanner.scan(text, ']Q1');
  reader.swipe(['%B4111111111111111^DOE/J^30121010000?']);
  reader.swipe(['%B4222222222222222^DOE/J^30121010000?']);
  await vi.waitUntil(() => told.length === 2, WITHIN);
  expect(told).toMatchObject([
    { kind: 'scan', device: 'scanner', text, symbology: 'qr-code' },
    { kind: 'swipe', tracks: [{ track: '1', text: '%B4111111111111111^DOE/J^30121010000?' }] },
  ]);
  scale.show({ status: 4, unit: 3, exponent: -3, raw: 1_250 });
  await vi.waitUntil(() => looked.includes('report-received'), WITHIN);
  looker.destroy();
  const closed = new Promise((resolvePromise) => socket.once('close', resolvePromise));
  socket.close();
  await closed;
  const kept = ['till.db', 'till.db-wal'].map((name) => readFileSync(join(folder, name), 'latin1'));
  for (const content of [...kept, logged, looked]) expect(content).not.toMatch(SECRETS);
  const seen = looked.trim().split('\n').slice(1);
  const ports = seen.map((line) => (JSON.parse(line) as JsonLine)['port']);
  expect(new Set(ports)).toEqual(new Set(['scale']));
});
