/**
 * A technician looks on at a HID device of a running till: its reports are shown and recorded, as the
 * replay test reads them, whenever the watch began.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchDevice } from '../../agent/cli/device-watch.ts';
import { planPort } from '../../agent/compose-ports.ts';
import { readConfig } from '../../agent/config/config.ts';
import { startTraceServer } from '../../agent/trace/trace-server.ts';
import { SimBoard } from '../../hardware/drivers/dcttech/sim.ts';
import { SimPosiflex } from '../../hardware/drivers/hid-drawer/sim.ts';
import { SimScale } from '../../hardware/drivers/hid-pos/sim.ts';
import type { Port } from '../../hardware/kit/device.ts';
import { SimHidBus, type SimHidDevice } from '../../hardware/kit/sim-hid-bus.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { replayHidPorts, replayReports, tellOf } from '../support/replay-reports.ts';
import { readReportTrace } from '../support/report-traces.ts';

const WITHIN = { timeout: 20_000 };
const GRAMS = { unit: 2, exponent: -1 } as const;

/** With `KEEP_TRACES=1` what is recorded here goes into the drivers' `traces/`. */
const KEPT = process.env['KEEP_TRACES'] === '1';

interface Played {
  readonly sim: SimHidDevice;
  /** What happens to the device, and what is told of it in the end. */
  readonly play: (told: readonly string[]) => Promise<void>;
  readonly told: readonly string[];
}

function scale(): Played {
  const sim = new SimScale();
  const shown = [
    { weight: { ...GRAMS, status: 3, raw: 3_120 }, word: 'in-motion' },
    { weight: { ...GRAMS, status: 4, raw: 4_985 }, word: '498.5 gram' },
    { weight: { ...GRAMS, status: 6, raw: 9_999 }, word: 'over-limit' },
    { weight: { ...GRAMS, status: 2, raw: 0 }, word: '0.0 gram' },
  ];
  return {
    sim,
    play: async (told) => {
      for (const { weight, word } of shown) {
        const showing = setInterval(() => sim.show(weight), 50);
        await vi.waitUntil(() => told.at(-1) === word, WITHIN);
        clearInterval(showing);
      }
    },
    told: shown.map(({ word }) => word),
  };
}

function drawer(): Played {
  const sim = new SimPosiflex(3);
  const play = async (told: readonly string[]): Promise<void> => {
    await vi.waitUntil(() => told.at(-1) === 'open', WITHIN);
    sim.isOpen = false;
    await vi.waitUntil(() => told.at(-1) === 'closed', WITHIN);
  };
  return { sim, play, told: ['closed', 'open', 'closed', 'opened'] };
}

function board(): Played {
  const sim = new SimBoard();
  const play = async (): Promise<void> => {
    await vi.waitUntil(() => sim.switched.slice(-2).join() === '3 on,3 off', WITHIN);
  };
  return { sim, play, told: ['opened'] };
}

const PLAYED: Readonly<Record<string, () => Played>> = {
  'hid-pos': scale,
  'hid-drawer': drawer,
  dcttech: board,
};

let folder: string;
let file: string;
let stop: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tw-reports-'));
  file = join(folder, 'watch.tsv');
  stop = new AbortController();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeConfig({ family, ids, options }: (typeof replayHidPorts)[number]): string {
  const config = join(folder, 'config.json');
  const port = { id: 'it', driver: family, transport: { kind: 'hid', ...ids }, options };
  const content = { till: 'till-1', currency: 'EUR', api: { port: 0 }, ports: [port] };
  writeFileSync(config, JSON.stringify(content));
  return config;
}

async function startWatch(config: string) {
  const shown = { out: '', err: '' };
  const stdout = new PassThrough().on('data', (text: Buffer) => (shown.out += text.toString()));
  const stderr = new PassThrough().on('data', (text: Buffer) => (shown.err += text.toString()));
  const { signal } = stop;
  const io = {
    env: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    signal,
    root: folder,
    version: '',
  };
  const ended = watchDevice(['--port', 'it', '--config', config, '--json', '--record', file], io);
  await Promise.race([ended, vi.waitUntil(() => shown.err.includes('Watching'), WITHIN)]);
  return { ended, shown };
}

it.each(replayHidPorts)('records a session of $family that is played again', async (replayed) => {
  const { sim, play, told } = PLAYED[replayed.family]?.() ?? board();
  const bus = new SimHidBus();
  const configFile = writeConfig(replayed);
  const config = readConfig(configFile);
  const failures: unknown[] = [];
  await using server = await startTraceServer(config, systemClock, (cause) => failures.push(cause));
  const watch = await startWatch(configFile);
  let isUp = false;
  let traced = 0;
  const [port] = config.ports;
  if (port === undefined) throw new RangeError('no port');
  const open = await planPort(port, { currency: 'EUR', folder, bus });
  const opened: Port = open({
    clock: systemClock,
    cursors: {},
    judge: async () => 'return',
    tell: async () => undefined,
    trace: server.tracer('it', ({ kind }) => (traced += kind.startsWith('report-') ? 1 : 0)),
    report: async (report) => {
      if (report.kind === 'state' && report.state.kind === 'up') isUp = true;
    },
  });
  const heard: string[] = [];
  const use = tellOf(opened.peripherals?.[0], (word) => {
    if (heard.at(-1) !== word) heard.push(word);
  });
  bus.plug(sim);
  await vi.waitUntil(() => isUp, WITHIN);
  use.use();
  await play(heard);
  await opened[Symbol.asyncDispose]();
  use.end();
  await vi.waitUntil(() => watch.shown.out.split('\n').length > traced, WITHIN);
  stop.abort();
  expect(await watch.ended).toBe(0);
  expect(failures).toEqual([]);
  expect(heard).toEqual(told);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, readFileSync(file, 'utf8').replace('\n', `\n# told ${told.join(', ')}\n`));
  const trace = readReportTrace(file);
  expect(trace.descriptor).toEqual(sim.descriptor);
  expect(await replayReports(trace)).toEqual({ told, unknown: [], isPlayed: true });
  const kept = resolve(import.meta.dirname, `../../hardware/drivers/${replayed.family}/traces`);
  if (KEPT) writeFileSync(join(kept, `${replayed.family}-session.tsv`), readFileSync(file));
});
