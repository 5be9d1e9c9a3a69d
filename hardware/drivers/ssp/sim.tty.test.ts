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
  EscrowDecision,
  Port,
} from '../../kit/device.ts';
import { createSerialTransport } from '../../kit/serial-transport.ts';
import { systemClock } from '../../kit/system-clock.ts';
import { sspConfigSchema } from './config.ts';
import { ssp } from './driver.ts';
import { driverConfigFor, nv200 } from './sim-config.ts';

/** The driver over a real terminal, the simulated recycler in a process of its own. */
const LIMIT_MS = 30_000;
const SIMULATE = new URL('../../../agent/cli/simulate.ts', import.meta.url).href;
const LAUNCHER = `
  const { runSimulate } = await import(${JSON.stringify(SIMULATE)});
  const { stdin, stdout, stderr } = process;
  const { signal } = new AbortController();
  process.exitCode = await runSimulate(process.argv.slice(1), { stdin, stdout, stderr, signal });
`;
const NOTES = 'notes/500';

interface SimEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

let folder: string;
let simulator: ChildProcessWithoutNullStreams;
let events: SimEvent[];
let reports: DeviceReport[];
let decision: EscrowDecision;
let judged: number[];
let port: Port;
/** Tells of anything that has come in. */
const news = new EventEmitter();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ssp-sim-'));
  const path = join(folder, 'tty');
  const args = ['nv200', '--tty', path, '--fast', '--until-eof'];
  simulator = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER, '--', ...args]);
  events = [];
  reports = [];
  decision = 'stack';
  judged = [];
  createInterface({ input: simulator.stdout }).on('line', (text) => {
    events.push(JSON.parse(text));
    news.emit('news');
  });
  await until(() => has('ready'));
  const line = { kind: 'serial', path, baudRate: 9_600 } as const;
  port = ssp.openPort(sspConfigSchema.parse({ ...driverConfigFor(nv200), replyTimeoutMs: 300 }), {
    clock: systemClock,
    transport: createSerialTransport(line, ssp.serialLine),
    cursors: {},
    judge: async ({ valueMinor }) => {
      judged.push(valueMinor);
      return decision;
    },
    trace: () => {},
    report: async (report) => {
      reports.push(report);
      news.emit('news');
    },
  });
  await until(isUp);
});

afterEach(async () => {
  await port[Symbol.asyncDispose]();
  const ended = once(simulator, 'exit');
  simulator.stdin.end();
  const [code] = await ended;
  await rm(folder, { recursive: true });
  if (code !== 0) throw new RangeError(`The simulator ended with ${code}.`);
});

async function until(predicate: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (!predicate()) await once(news, 'news', { signal });
}

function tell(command: string): void {
  simulator.stdin.write(`${command}\n`);
}

function has(name: string): boolean {
  return count(name) > 0;
}

function count(name: string): number {
  return events.filter(({ event }) => event === name).length;
}

function state(): string | undefined {
  const states = reports.flatMap((one) =>
    one.kind === 'state' && one.device === NOTES ? [one] : [],
  );
  return states.at(-1)?.state.kind;
}

function isUp(): boolean {
  return state() === 'up';
}

function credited(): readonly number[] {
  const items = reports.flatMap((one) => (one.kind === 'cash' ? one.items : []));
  return items.flatMap((one) => (one.kind === 'inserted' ? [one.valueMinor] : []));
}

function acceptor(): CashAcceptor {
  const found = port.devices.find((one) => 'setAcceptance' in one);
  if (found === undefined) throw new RangeError('no acceptor');
  return found;
}

function dispenser(): CashDispenser {
  const found = port.devices.find(({ device }) => device === NOTES);
  if (found?.kind !== 'bill-dispenser') throw new RangeError('no dispenser');
  return found;
}

async function order(pieces: number) {
  const prepared = await dispenser().prepare('customer');
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  return { count: pieces, evidence: prepared.evidence, to: 'customer' } as const;
}

/** Notes are only let in some time after they are asked for; one that was too early is put in again. */
async function insertUntilRead(valueMinor: number): Promise<void> {
  const before = judged.length;
  while (judged.length === before) {
    const seen = events.length;
    tell(`insert ${valueMinor}`);
    await until(() =>
      events.slice(seen).some(({ event }) => ['accepted', 'returned'].includes(event)),
    );
  }
}

describe('driver and simulated recycler over a terminal', () => {
  it('outlives a plug pulled in the middle of a payout', async () => {
    const made = await order(6);
    const paying = dispenser().dispense(made);
    await until(() => has('paid-out'));
    tell('unplug');
    expect(await paying).toMatchObject({ kind: 'unknown', reason: 'offline' });
    await until(() => state() === 'down');
    tell('plug');
    await until(isUp);
    const settled = await dispenser().settle(made);
    expect(settled).toEqual({ kind: 'settled', paid: 6, cause: 'complete' });
    expect(count('paid-out')).toBe(6);
  });

  it('pays once though the replies are lost, and tells a bad command', async () => {
    tell('lose-reply 3 70');
    tell('dance');
    await until(() => has('error'));
    const outcome = await dispenser().dispense(await order(2));
    expect(outcome).toEqual({ kind: 'settled', paid: 2, cause: 'complete' });
    tell('truth');
    await until(() => has('truth'));
    const truth = events.find(({ event }) => event === 'truth');
    expect(truth).toMatchObject({ units: { notes: { paidOut: { 500: 2 } } } });
  });

  it('takes a note or gives it back as decided, also after a power cut', async () => {
    acceptor().setAcceptance([1_000]);
    await insertUntilRead(1_000);
    await until(() => credited().length > 0);
    expect(await acceptor().fixDeposit()).toBe('fixed');
    tell('power-cut');
    await until(() => state() === 'down');
    tell('power-on');
    await until(isUp);
    decision = 'return';
    acceptor().setAcceptance([1_000]);
    await insertUntilRead(1_000);
    expect(events.at(-1)).toMatchObject({ event: 'returned', valueMinor: 1_000 });
    expect(credited()).toEqual([1_000]);
  });
});
