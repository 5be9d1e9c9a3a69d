/**
 * Programs that a supervisor has left behind which was killed itself. Two at once would fight for the
 * devices, so they end before another is started. Found by their environment, which only Linux shows;
 * elsewhere the closed channel alone has to tell them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { kill } from 'node:process';
import type { Clock } from '../../hardware/kit/clock.ts';
import { PREFIX_VARIABLE } from './installed-tree.ts';

const ASK_AGAIN_MS = 20;
/** They have seen their channel close, and are about to end by themselves. */
const TERM_AFTER_MS = 500;
const KILL_AFTER_MS = 15_000;
const GIVE_UP_AFTER_MS = 20_000;

/** Resolves when none is left, or none can be made to end; with those that were found. */
export async function endLeftPrograms(prefix: string, clock: Clock): Promise<readonly number[]> {
  const beganMs = clock.monotonicMs();
  const found = new Set<number>();
  let isAsked = false;
  for (;;) {
    const left = leftPrograms(prefix);
    for (const pid of left) found.add(pid);
    const waitedMs = clock.monotonicMs() - beganMs;
    if (left.length === 0 || waitedMs > GIVE_UP_AFTER_MS) return [...found];
    if (waitedMs > KILL_AFTER_MS) signalAll(left, 'SIGKILL');
    else if (waitedMs > TERM_AFTER_MS && !isAsked) {
      isAsked = true;
      signalAll(left, 'SIGTERM');
    }
    await new Promise<void>((resolve) => void clock.startTimer(ASK_AGAIN_MS, resolve));
  }
}

function leftPrograms(prefix: string): readonly number[] {
  const mark = `${PREFIX_VARIABLE}=${prefix}`;
  const own = ownLine();
  return processIds().filter(
    (pid) => !own.has(pid) && environmentOf(pid).split('\0').includes(mark),
  );
}

/** This process and those it was started by: somebody's shell may name the tree as well. */
function ownLine(): ReadonlySet<number> {
  const line = new Set<number>();
  for (let pid = process.pid; pid > 0 && !line.has(pid); pid = parentOf(pid)) line.add(pid);
  return line;
}

/** 0 for the first process, and for one that is gone. */
function parentOf(pid: number): number {
  try {
    const [, parent = '0'] =
      /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(parent);
  } catch {
    return 0;
  }
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty for a process of somebody else, or one that is gone. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      kill(pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}
