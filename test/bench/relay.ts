/**
 * What a remote session's screen costs on its way: from a VNC server through the till and the hub to the
 * technician, against the same bytes through as many processes that only pass them on; and what a till
 * holds for a technician who does not read.
 */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBareWay, type Way } from './bare-way.ts';
import type { Comparison } from './comparison.ts';
import { RelayRig } from './relay-rig.ts';
import { residentMegabytes } from './resident-memory.ts';
import { median } from './statistics.ts';

const MIB = 1_024 * 1_024;
const PIECE = Buffer.alloc(64 * 1_024, 0xa7);
const WARM_UP_BYTES = 32 * MIB;
const ROUND_BYTES = 96 * MIB;
const ROUNDS = 7;
const UNREAD_BYTES = 96 * MIB;
/** Nothing more was taken for so long: everything on the way is full. */
const FULL_MS = 1_000;
/** The till and the hub. */
const HOPS = 2;

export async function measureRelay(): Promise<readonly Comparison[]> {
  return [await measureThroughput(), await measureUnread()];
}

/** Rounds of both take turns, so that what else the machine does meets both. */
async function measureThroughput(): Promise<Comparison> {
  await using rig = await RelayRig.open();
  await using hops = new AsyncDisposableStack();
  const bare = await openBareWay(HOPS, hops);
  const { page } = rig;
  const relayed: Way = {
    from: rig.screen,
    came: (bytes) => page.painted(page.receivedBytes + bytes),
  };
  await megabytesPerSecond(relayed, WARM_UP_BYTES);
  await megabytesPerSecond(bare, WARM_UP_BYTES);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await megabytesPerSecond(relayed, ROUND_BYTES));
    theirs.push(await megabytesPerSecond(bare, ROUND_BYTES));
  }
  return {
    what: 'screen to technician, three hops',
    unit: 'MB/s',
    ours: median(ours),
    theirs: median(theirs),
    against: 'TCP, three hops',
    goal: { of: 'ratio', bound: 'min', value: 0.5 },
    note: `${ROUNDS} rounds of ${ROUND_BYTES / MIB} MiB in turns`,
  };
}

async function measureUnread(): Promise<Comparison> {
  await using rig = await RelayRig.open();
  const { page, screen, till } = rig;
  const seen = page.painted(page.receivedBytes + PIECE.length);
  screen.write(PIECE);
  await seen;
  const pid = till.child.pid ?? 0;
  const beforeMegabytes = residentMegabytes(pid);
  page.socket.pause();
  const takenBytes = await takenUnread(screen, UNREAD_BYTES);
  return {
    what: `till's memory, ${UNREAD_BYTES / MIB} MiB for who does not read`,
    unit: 'MB',
    ours: residentMegabytes(pid),
    theirs: beforeMegabytes,
    against: 'before',
    note: `${(takenBytes / MIB).toFixed(1)} MiB taken, by the till, the hub and all sockets`,
  };
}

async function megabytesPerSecond({ from, came }: Way, bytes: number): Promise<number> {
  const beganMs = performance.now();
  const all = came(bytes);
  offer(from, bytes);
  await all;
  return bytes / 1_000 / (performance.now() - beganMs);
}

/** As fast as it is taken. */
function offer(socket: Socket, bytes: number): void {
  let left = bytes;
  const write = (): void => {
    while (left > 0) {
      left -= PIECE.length;
      if (!socket.write(PIECE) && left > 0) {
        socket.once('drain', write);
        return;
      }
    }
  };
  write();
}

/** What has left this process when nothing more does. */
async function takenUnread(socket: Socket, bytes: number): Promise<number> {
  const leftBytes = (): number => socket.bytesWritten - socket.writableLength;
  const before = leftBytes();
  offer(socket, bytes);
  let last = -1;
  while (leftBytes() !== last) {
    last = leftBytes();
    await sleep(FULL_MS);
  }
  return last - before;
}
