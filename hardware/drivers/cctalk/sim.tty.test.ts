import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CashAcceptor,
  CashDispenser,
  DeviceReport,
  Port,
  TraceEvent,
} from '../../kit/device.ts';
import { createSerialTransport } from '../../kit/serial-transport.ts';
import { systemClock } from '../../kit/system-clock.ts';
import { cctalkConfigSchema } from './config.ts';
import { cctalk } from './driver.ts';
import { HEADER } from './machine.ts';
import { euroMachineDriverConfig } from './sim-config.ts';

/** The driver over a real terminal, the simulated machine in a process of its own. */
const LIMIT_MS = 20_000;
const HEADER_AT = 3;
const SIMULATE = new URL('../../../agent/cli/simulate.ts', import.meta.url).href;
const LAUNCHER = `
  const { runSimulate } = await import(${JSON.stringify(SIMULATE)});
  const { stdin, stdout, stderr } = process;
  const { signal } = new AbortController();
  process.exitCode = await runSimulate(process.argv.slice(1), { stdin, stdout, stderr, signal });
`;

interface SimEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

let folder: string;
let simulator: ChildProcessWithoutNullStreams;
let events: SimEvent[];
let reports: DeviceReport[];
let port: Port;
/** The driver's polls of the acceptor that were answered. */
let polls: number;
let asked: number | undefined;
/** Tells of anything that has come in. */
const news = new EventEmitter();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cctalk-sim-'));
  const path = join(folder, 'tty');
  const args = ['cctalk', '--tty', path, '--fast', '--until-eof'];
  simulator = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER, '--', ...args]);
  events = [];
  reports = [];
  polls = 0;
  createInterface({ input: simulator.stdout }).on('line', (text) => {
    events.push(JSON.parse(text));
    news.emit('news');
  });
  await until(() => has('ready'));
  port = cctalk.openPort(
    cctalkConfigSchema.parse({ ...euroMachineDriverConfig, linkWaitMs: 500 }),
    {
      clock: systemClock,
      transport: createSerialTransport(
        { kind: 'serial', path, baudRate: 9_600 },
        cctalk.serialLine,
      ),
      cursors: {},
      judge: async () => 'return',
      trace: note,
      report: async (report) => {
        reports.push(report);
        news.emit('news');
      },
    },
  );
  await until(() => isUp('acceptor') && isUp('hopper-20'));
});

afterEach(async () => {
  await port[Symbol.asyncDispose]();
  const ended = once(simulator, 'exit');
  simulator.stdin.end();
  const [code] = await ended;
  await rm(folder, { recursive: true });
  if (code !== 0) throw new RangeError(`The simulator ended with ${code}.`);
});

function note(event: TraceEvent): void {
  if (event.kind === 'frame-sent') asked = Buffer.from(event.hex, 'hex')[HEADER_AT];
  if (event.kind !== 'frame-received' || asked !== HEADER.readBufferedCredit) return;
  polls += 1;
  news.emit('news');
}

async function until(predicate: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (!predicate()) await once(news, 'news', { signal });
}

function has(event: string): boolean {
  return events.some((one) => one.event === event);
}

function tell(command: string): void {
  simulator.stdin.write(`${command}\n`);
}

function stateOf(device: string): string | undefined {
  const states = reports.flatMap((one) =>
    one.kind === 'state' && one.device === device ? [one.state.kind] : [],
  );
  return states.at(-1);
}

function isUp(device: string): boolean {
  return stateOf(device) === 'up';
}

function items() {
  return reports.flatMap((one) => (one.kind === 'cash' ? one.items : []));
}

function acceptor(): CashAcceptor {
  const found = port.devices.find((one) => 'setAcceptance' in one);
  if (found === undefined) throw new RangeError('no acceptor');
  return found;
}

function hopper(device: string): CashDispenser {
  const found = port.devices.find((one) => one.device === device);
  if (found?.kind !== 'coin-dispenser') throw new RangeError(`no ${device}`);
  return found;
}

/**
 * Coins are only let in some time after they are asked for; a coin that was too early is put in again,
 * once the driver has read of it: the acceptor's buffer is short, and the driver may have little time.
 */
async function insertUntilAccepted(valueMinor: number): Promise<void> {
  while (!has('accepted')) {
    const seen = events.length;
    tell(`insert ${valueMinor}`);
    await until(() =>
      events.slice(seen).some(({ event }) => ['accepted', 'rejected'].includes(event)),
    );
    // The second of two answers is to a poll that was sent after the coin's end.
    const before = polls;
    await until(() => polls >= before + 2);
  }
}

async function order(count: number) {
  const prepared = await hopper('hopper-20').prepare('customer');
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to: 'customer' } as const;
}

describe('driver and simulator over a terminal', () => {
  it('outlives a plug pulled in the middle of a payout', async () => {
    const made = await order(20);
    const paying = hopper('hopper-20').dispense(made);
    await until(() => has('paid-out'));
    tell('unplug');
    expect(await paying).toMatchObject({ kind: 'unknown', reason: 'offline' });
    await until(() => stateOf('hopper-20') === 'down');
    tell('plug');
    await until(() => isUp('hopper-20'));
    const settled = await hopper('hopper-20').settle(made);
    expect(settled).toEqual({ kind: 'settled', paid: 20, cause: 'complete' });
    expect(events.filter(({ event }) => event === 'paid-out')).toHaveLength(20);
  });

  it('pays once though the reply is lost, and nothing more for a bad command', async () => {
    tell('lose-reply hopper-20');
    tell('dance');
    await until(() => has('error'));
    const outcome = await hopper('hopper-20').dispense(await order(3));
    expect(outcome).toEqual({ kind: 'settled', paid: 3, cause: 'complete' });
    tell('truth');
    await until(() => has('truth'));
    expect(events.find(({ event }) => event === 'truth')).toMatchObject({ paidOut: { 20: 3 } });
  });

  it('takes a coin, also after a power cut', async () => {
    acceptor().setAcceptance([200]);
    await insertUntilAccepted(200);
    await until(() => items().some(({ kind }) => kind === 'inserted'));
    expect(await acceptor().fixDeposit()).toBe('fixed');
    tell('power-cut');
    await until(() => stateOf('acceptor') === 'down');
    tell('power-up');
    await until(() => isUp('acceptor'));
    expect(items().filter(({ kind }) => kind !== 'incident')).toEqual([
      { kind: 'inserted', valueMinor: 200, place: 'hopper-200' },
    ]);
  });
});
