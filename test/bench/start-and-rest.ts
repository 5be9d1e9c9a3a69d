/** What an agent costs before it sells and while nobody buys, beside a Node process that does nothing. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  acceptorsPort,
  ccnetPort,
  coinPort,
  coinSystemPort,
  id003Port,
  REPLY_MS,
  type BenchPort,
} from './bench-ports.ts';
import { BenchTill } from './bench-till.ts';
import type { Comparison } from './comparison.ts';
import { residentMegabytes } from './resident-memory.ts';
import { median } from './statistics.ts';

const STARTS = 7;
/** The echo of a request, and its reply. */
const FRAMES_AN_EXCHANGE = 2;
const SETTLE_MS = 4_000;
const REST_MS = 8_000;
/** Ticks of /proc a second; the kernel shows 100 to programs on every platform we run on. */
const CLOCK_TICKS_PER_SECOND = 100;
/** Fields of /proc/<pid>/stat counted after the command's closing bracket: user and system time. */
const UTIME_AT = 11;
const STIME_AT = 12;

export async function measureStart(): Promise<readonly Comparison[]> {
  let framesSent = 0;
  await using till = await BenchTill.create([coinPort({ onSend: () => (framesSent += 1) }).port]);
  // The first start fills the compile cache, as the one before it has on any till.
  await till.startAgent();
  await till.stopAgent();
  const logMs: number[] = [];
  const sellMs: number[] = [];
  const emptyMs: number[] = [];
  const exchanges: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    emptyMs.push(emptyStartMs());
    framesSent = 0;
    const { untilLogMs, untilReadyToSellMs } = await till.startAgent();
    logMs.push(untilLogMs);
    sellMs.push(untilReadyToSellMs);
    exchanges.push(framesSent / FRAMES_AN_EXCHANGE);
    await till.stopAgent();
  }
  const empty = { unit: 'ms', theirs: median(emptyMs), against: 'empty Node' };
  return [
    { what: 'start to agent-ready', ours: median(logMs), ...empty },
    {
      what: 'start to ready to sell',
      ours: median(sellMs),
      ...empty,
      goal: { of: 'ratio', bound: 'max', value: 8 },
      note: `with ${median(exchanges).toFixed(0)} exchanges on the wire, ${REPLY_MS} ms of waiting in each`,
    },
  ];
}

/** An agent with one bus of coins, and one that polls six acceptors every 200 ms. */
export async function measureRest(): Promise<readonly Comparison[]> {
  const few = await measureRestOf([coinPort().port], { what: 'one bus', cpuMax: 2 });
  const ports = [acceptorsPort(), coinSystemPort(true).port, ccnetPort().port, id003Port()];
  const many = await measureRestOf(ports, { what: '6 acceptors polled at 200 ms', cpuMax: 3 });
  return [...few, ...many];
}

async function measureRestOf(
  ports: readonly BenchPort[],
  { what, cpuMax }: { readonly what: string; readonly cpuMax: number },
): Promise<readonly Comparison[]> {
  await using till = await BenchTill.create(ports);
  await till.startAgent();
  const empty = spawn(process.execPath, ['-e', 'setInterval(() => {}, 200)'], { stdio: 'ignore' });
  try {
    await sleep(SETTLE_MS);
    const agentPid = pidOf(till.agent?.child.pid);
    const emptyPid = pidOf(empty.pid);
    const before = { agent: cpuSeconds(agentPid), empty: cpuSeconds(emptyPid) };
    await sleep(REST_MS);
    const share = (from: number, to: number): number => ((to - from) * 100_000) / REST_MS;
    return [
      {
        what: `memory at rest, ${what}`,
        unit: 'MB',
        ours: residentMegabytes(agentPid),
        theirs: residentMegabytes(emptyPid),
        against: 'empty Node',
        goal: { of: 'ratio', bound: 'max', value: 2 },
      },
      {
        what: `CPU at rest, ${what}`,
        unit: '% of a core',
        ours: share(before.agent, cpuSeconds(agentPid)),
        theirs: share(before.empty, cpuSeconds(emptyPid)),
        against: 'empty Node',
        goal: { of: 'ours', bound: 'max', value: cpuMax },
      },
    ];
  } finally {
    const ended = once(empty, 'exit');
    empty.kill();
    await ended;
  }
}

function emptyStartMs(): number {
  const beganMs = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - beganMs;
}

function pidOf(pid: number | undefined): number {
  if (pid === undefined) throw new TypeError('the process did not start');
  return pid;
}

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME_AT]) + Number(fields[STIME_AT])) / CLOCK_TICKS_PER_SECOND;
}
