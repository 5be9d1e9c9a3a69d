/**
 * From the acceptor's credit on the wire to the POS program: the machine's reply that carries a new
 * event leaves this process, and the message that shows more money inserted comes back to it.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { decodeFrame, HOST_ADDRESS } from '../../hardware/drivers/cctalk/frame.ts';
import { BenchTill, REPLY_MS } from './bench-till.ts';
import type { Comparison } from './comparison.ts';
import { median, quantile } from './statistics.ts';

const COINS = 150;
const COINS_A_SALE = 50;
const COIN_MINOR = 5;
/** More than all coins of a sale: it goes on collecting. */
const AMOUNT_DUE_MINOR = 10_000;
const COIN_TIMEOUT_MS = 5_000;
/** Between one coin and the next; no multiple of the poll, so that coins come at any time of it. */
const PACE_MS = 37;
/** Event counter and five events of two bytes each. */
const CREDIT_REPLY_BYTES = 11;

interface Sample {
  readonly sinceCreditMs: number;
  readonly sinceAgreedMs: number;
  readonly readings: number;
}

/** What nothing in between can beat: the wire and back, and one commit to the disk. */
export interface PhysicalLimit {
  readonly echoMs: number;
  readonly commitMs: number;
}

export async function measureCreditLatency(limit: PhysicalLimit): Promise<readonly Comparison[]> {
  const wire = new CreditWire();
  await using till = await BenchTill.create((bytes) => wire.saw(bytes));
  await till.startAgent();
  const screen = await PosScreen.open(till);
  const samples: Sample[] = [];
  for (let coin = 0; coin < COINS; coin += 1) {
    if (coin % COINS_A_SALE === 0) await freshSale(till, screen);
    samples.push(await oneCoin(till, { wire, screen }));
    await sleep(PACE_MS);
  }
  screen.close();
  const theirs = { unit: 'ms', theirs: limit.echoMs + limit.commitMs, against: 'echo + commit' };
  const note = `${COINS} coins; echo ${limit.echoMs.toFixed(2)} ms, commit ${limit.commitMs.toFixed(2)} ms`;
  const creditMs = samples.map((sample) => sample.sinceCreditMs);
  const readings = median(samples.map((sample) => sample.readings));
  const agreedMs = samples.map((sample) => sample.sinceAgreedMs);
  return [
    { what: 'credit to API event, p50', ours: median(creditMs), ...theirs, note },
    { what: 'credit to API event, p99', ours: quantile(creditMs, 0.99), ...theirs },
    {
      what: 'last reading to API event, p50',
      ours: median(agreedMs),
      ...theirs,
      note: `a credit is read ${readings} times until two agree; ${REPLY_MS} ms of waiting in each`,
    },
    { what: 'last reading to API event, p99', ours: quantile(agreedMs, 0.99), ...theirs },
  ];
}

async function freshSale(till: BenchTill, screen: PosScreen): Promise<void> {
  const open = await till.status();
  const sale = open['sale'] as { readonly saleId: string; readonly state: string } | null;
  if (sale?.state === 'collecting') await till.call('POST', `/v1/sales/${sale.saleId}/cancel`);
  await till.until(async () => (await till.status())['activity'] === 'idle');
  await till.call('POST', '/v1/sales', { amountDueMinor: AMOUNT_DUE_MINOR, currency: 'EUR' });
  await screen.shows(0);
  await acceptorOpens(till);
}

/** The first coin is put in again until the acceptor has been opened for the sale. */
async function acceptorOpens(till: BenchTill): Promise<void> {
  const accepted = Promise.withResolvers<void>();
  till.machine.onEvent(({ event }) => {
    if (event === 'accepted') accepted.resolve();
  });
  const timer = setInterval(() => till.machine.insertCoin(COIN_MINOR), COIN_TIMEOUT_MS / 20);
  till.machine.insertCoin(COIN_MINOR);
  await accepted.promise;
  clearInterval(timer);
  await till.until(async () => {
    const { sale } = (await till.status()) as { sale?: { insertedMinor: number } };
    return (sale?.insertedMinor ?? 0) > 0;
  });
}

async function oneCoin(
  till: BenchTill,
  { wire, screen }: { readonly wire: CreditWire; readonly screen: PosScreen },
): Promise<Sample> {
  const next = screen.shows(screen.insertedMinor + COIN_MINOR);
  wire.arm();
  till.machine.insertCoin(COIN_MINOR);
  const seenMs = await next;
  return {
    sinceCreditMs: seenMs - wire.creditMs,
    sinceAgreedMs: seenMs - wire.agreedMs,
    readings: wire.readings,
  };
}

/** Notes when a reply with an event that was not there before goes onto the wire, and each repeat. */
class CreditWire {
  creditMs = 0;
  /** The last reading there was: the report goes up only once they agree. */
  agreedMs = 0;
  readings = 0;
  #counter = -1;
  #awaited: 'credit' | 'agreement' | undefined;

  arm(): void {
    this.readings = 0;
    this.#awaited = 'credit';
  }

  saw(bytes: Uint8Array): void {
    const decoded = decodeFrame(bytes);
    if (decoded.kind !== 'frame' || decoded.frame.destination !== HOST_ADDRESS) return;
    const { data } = decoded.frame;
    if (data.length !== CREDIT_REPLY_BYTES) return;
    const [counter = 0] = data;
    const isNew = counter !== this.#counter;
    this.#counter = counter;
    if (this.#awaited === 'credit' && isNew) {
      this.creditMs = performance.now();
      this.#awaited = 'agreement';
    } else if (this.#awaited === 'agreement') {
      this.agreedMs = performance.now();
    }
    if (this.#awaited === 'agreement') this.readings += 1;
  }
}

/** What a POS program sees over `/v1/events`. */
class PosScreen {
  insertedMinor = 0;
  readonly #socket: WebSocket;
  #waiter: { readonly minor: number; readonly resolve: (atMs: number) => void } | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(data, performance.now()));
  }

  static async open({ url, token }: BenchTill): Promise<PosScreen> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const screen = new PosScreen(socket);
    await once(socket, 'open');
    return screen;
  }

  /** Resolves with the time at which a message first shows exactly so much inserted. */
  async shows(minor: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(() => {
      reject(new Error(`${minor} is not shown; last seen: ${this.insertedMinor}`));
    }, COIN_TIMEOUT_MS);
    this.#waiter = { minor, resolve };
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #take(data: Buffer, atMs: number): void {
    const { status } = JSON.parse(data.toString()) as {
      status: { sale: { insertedMinor: number; state: string } | null };
    };
    if (status.sale?.state !== 'collecting') return;
    this.insertedMinor = status.sale.insertedMinor;
    if (this.insertedMinor !== this.#waiter?.minor) return;
    this.#waiter.resolve(atMs);
    this.#waiter = undefined;
  }
}
