/**
 * Persist before you act: strace watches a real agent, and the journal's fsync stands before every
 * tty write that pays out. The same check on an agent whose store does not sync turns red, so it can.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RealTill } from '../support/real-till.ts';

/** ccTalk header 167, dispense hopper coins: the fourth byte of its frame. */
const PAYS_OUT = /^write\(\d+<\/dev\/pts\/\d+>, "(?:\\x[0-9a-f]{2}){3}\\xa7/;
const WRITES_JOURNAL = /^pwrite64\(\d+<[^>]*till\.db(?:-wal)?>/;
const SYNCS_JOURNAL = /^f(?:data)?sync\(\d+<[^>]*till\.db(?:-wal)?>/;

interface Order {
  readonly payouts: number;
  /** Payouts that went out while something written was not on disk. */
  readonly early: number;
}

/** Reads a trace in its order; a call that another thread interrupts counts when it resumes. */
function orderOf(trace: string): Order {
  let isOnDisk = false;
  let payouts = 0;
  let early = 0;
  for (const line of completedCalls(trace)) {
    if (WRITES_JOURNAL.test(line)) isOnDisk = false;
    else if (SYNCS_JOURNAL.test(line)) isOnDisk = true;
    else if (PAYS_OUT.test(line)) {
      payouts += 1;
      if (!isOnDisk) early += 1;
    }
  }
  return { payouts, early };
}

/** A sync counts from its end, a write from its beginning. */
function* completedCalls(trace: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(call)?.[1];
    if (unfinished !== undefined && SYNCS_JOURNAL.test(unfinished)) begun.set(thread, unfinished);
    else if (/^<\.\.\. f(?:data)?sync resumed>/.test(call)) yield begun.get(thread) ?? call;
    else if (!call.startsWith('<...')) yield unfinished ?? call;
  }
}

async function traceOfSale(synchronous: 'FULL' | 'OFF'): Promise<string> {
  await using till = await RealTill.start();
  await till.stopAgent();
  const file = join(till.folder, 'trace');
  const under = ['strace', '-f', '-y', '-xx', '-s', '16', '-o', file];
  const calls = ['-e', 'trace=write,pwrite64,fsync,fdatasync'];
  await till.startAgent({ env: { SYNCHRONOUS: synchronous }, under: [...under, ...calls] });
  const { saleId } = await till.startSale(240);
  for (const coin of [200, 50]) {
    await till.until(`a coin of ${coin} is let in`, async () => {
      return (await till.insert(coin)) === 'accepted';
    });
  }
  await till.until('the sale is settled', async () => {
    return (await till.sale(String(saleId))).state === 'settled';
  });
  await till.stopAgent();
  return readTrace(file);
}

/** With -xx strace writes paths in hexadecimal too; they are read back here. */
function readTrace(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/<((?:\\x[0-9a-f]{2})+)>/g, (_, hex: string) => {
    return `<${Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString()}>`;
  });
}

describe('the journal is on disk before the machine is told to pay', () => {
  it('with synchronous=FULL', async () => {
    const order = orderOf(await traceOfSale('FULL'));
    expect(order.payouts).toBeGreaterThan(0);
    expect(order.early).toBe(0);
  });

  it('and the same check sees it when the sync is taken out', async () => {
    const order = orderOf(await traceOfSale('OFF'));
    expect(order.payouts).toBeGreaterThan(0);
    expect(order.early).toBe(order.payouts);
  });
});
