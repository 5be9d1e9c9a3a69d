/**
 * Persist before you act: strace watches a real agent, and the journal's fsync stands before every
 * tty write that pays out. The same check on an agent whose store does not sync turns red, so it can.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RealTill } from '../support/real-till.ts';

/** ccTalk header 167, dispense hopper coins: the fourth byte of its frame; the first is the hopper. */
const PAYS_OUT = /^write\(\d+<\/dev\/pts\/\d+>, "\\x([0-9a-f]{2})(?:\\x[0-9a-f]{2}){2}\\xa7/;
const WRITES_JOURNAL = /^pwrite64\(\d+<[^>]*till\.db(?:-wal)?>, "([^"]*)"/;
const SYNCS_JOURNAL = /^f(?:data)?sync\(\d+<[^>]*till\.db(?:-wal)?>/;
/** An order's line as it lies in a page of the database, its keys in canonical order. */
const ORDER_LINE =
  /dispense-started\{"count":\d+,"device":"([^"]+)","evidence":"(?:[^"\\]|\\.)*","leg":(\d+),/g;

/** More than a page and what stands before it in the log. */
const PAGE_BYTES = 8_192;
const CHANGE_OF = ['hopper-10', 'hopper-200', 'hopper-50'];

interface Configuration {
  readonly ports: readonly {
    readonly options: {
      readonly dispensers: readonly { readonly address: number; readonly device: string }[];
    };
  }[];
}

interface Order {
  /** The hoppers that were told to pay, in this order. */
  readonly payouts: readonly string[];
  /** Those among them that were told without an order of their own on disk. */
  readonly early: readonly string[];
}

/**
 * Reads a trace in its order; a call that another thread interrupts counts when it resumes. Each
 * command needs a line for its own hopper, which no other command has used: what else is being
 * written meanwhile, for a hopper beside it, neither helps nor hurts it.
 */
function orderOf(trace: string, hoppers: ReadonlyMap<number, string>): Order {
  const seen = new Set<string>();
  const written: string[] = [];
  const onDisk = new Set<string>();
  const payouts: string[] = [];
  const early: string[] = [];
  for (const line of completedCalls(trace)) {
    const page = WRITES_JOURNAL.exec(line)?.[1];
    const address = PAYS_OUT.exec(line)?.[1];
    if (page !== undefined) written.push(...newOrders(page, seen));
    else if (SYNCS_JOURNAL.test(line)) for (const one of written.splice(0)) onDisk.add(one);
    else if (address !== undefined) {
      const device = hoppers.get(Number.parseInt(address, 16)) ?? address;
      payouts.push(device);
      if (!onDisk.delete(device)) early.push(device);
    }
  }
  return { payouts, early };
}

/** The hoppers of the orders in a page that were in none before: pages are written again and again. */
function newOrders(page: string, seen: Set<string>): readonly string[] {
  const text = Buffer.from(page.replaceAll('\\x', ''), 'hex').toString('latin1');
  return [...text.matchAll(ORDER_LINE)].flatMap(([, device = '', leg = '']) => {
    const isNew = !seen.has(`${device} ${leg}`);
    seen.add(`${device} ${leg}`);
    return isNew ? [device] : [];
  });
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

/** What a sale of 2.40 writes that is paid with 5.00: three hoppers give the change. */
async function orderOfSale(synchronous: 'FULL' | 'OFF'): Promise<Order> {
  await using till = await RealTill.start();
  await till.stopAgent();
  const file = join(till.folder, 'trace');
  const under = ['strace', '-f', '-y', '-xx', '-s', String(PAGE_BYTES), '-o', file];
  const calls = ['-e', 'trace=write,pwrite64,fsync,fdatasync'];
  await till.startAgent({ env: { SYNCHRONOUS: synchronous }, under: [...under, ...calls] });
  const { saleId } = await till.startSale(240);
  for (const coin of [200, 200, 100]) {
    await till.until(`a coin of ${coin} is let in`, async () => {
      return (await till.insert(coin)) === 'accepted';
    });
  }
  await till.until('the sale is settled', async () => {
    return (await till.sale(String(saleId))).state === 'settled';
  });
  await till.stopAgent();
  return orderOf(readTrace(file), hoppersOf(till));
}

/** The hoppers of a till by their addresses on its line. */
function hoppersOf({ config }: RealTill): ReadonlyMap<number, string> {
  const { ports } = JSON.parse(readFileSync(config, 'utf8')) as Configuration;
  const dispensers = ports.flatMap(({ options }) => options.dispensers);
  return new Map(dispensers.map(({ address, device }) => [address, device]));
}

/** With -xx strace writes paths in hexadecimal too; they are read back here. */
function readTrace(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/<((?:\\x[0-9a-f]{2})+)>/g, (_, hex: string) => {
    return `<${Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString()}>`;
  });
}

describe('the journal is on disk before the machine is told to pay', () => {
  it('each order of several at a time, with synchronous=FULL', async () => {
    const { payouts, early } = await orderOfSale('FULL');
    expect(payouts.toSorted()).toEqual(CHANGE_OF);
    expect(early).toEqual([]);
  });

  it('and the same check sees it when the sync is taken out', async () => {
    const { payouts, early } = await orderOfSale('OFF');
    expect(payouts.toSorted()).toEqual(CHANGE_OF);
    expect(early).toEqual(payouts);
  });
});
