/**
 * From a credit on the wire to the POS program: the machine's reply that carries a new event leaves
 * this process, and the message that shows more money inserted comes back to it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { HOST_ADDRESS } from '../../hardware/drivers/cctalk/frame.ts';
import { HEADER } from '../../hardware/drivers/cctalk/machine.ts';
import {
  ccnetPort,
  coinPort,
  coinSystemPort,
  REPLY_MS,
  type BenchPort,
  type WireTap,
} from './bench-ports.ts';
import { BenchTill } from './bench-till.ts';
import type { Comparison } from './comparison.ts';
import { PosScreen } from './pos-screen.ts';
import { median, quantile } from './statistics.ts';

const PIECES_A_SALE = 30;
/** More than all pieces of a sale: it goes on collecting. */
const AMOUNT_DUE_MINOR = 100_000;
const FIRST_NOTE_MINOR = 500;
const INSERT_AGAIN_MS = 400;
/** Of a ccTalk request: destination, length, source, header. */
const HEADER_AT = 3;
/** Between one piece and the next; no multiple of any poll, so that they come at any time of it. */
const COIN_PACE_MS = 37;
/** A validator has to be polled on before it draws the next note in. */
const NOTE_PACE_MS = 1_037;

/** A machine to put money into, and what tells that a piece is in. */
interface Source {
  readonly name: string;
  readonly pieces: number;
  readonly pieceMinor: number;
  readonly note: string;
  /** Whether these bytes of the host ask for what has come in; all where there is one unit alone. */
  readonly isPoll?: (bytes: Uint8Array) => boolean;
  /** Whether these bytes of the machine are a reply, and no echo. */
  readonly isReply?: (bytes: Uint8Array) => boolean;
  readonly open: (tap: WireTap, onPieceIn: () => void) => OpenSource;
}

interface OpenSource {
  readonly port: BenchPort;
  readonly insert: () => void;
}

const SOURCES: readonly Source[] = [
  {
    name: 'ccTalk coin',
    pieces: 60,
    pieceMinor: 5,
    note: `read again until two readings agree, ${REPLY_MS} ms of waiting in each`,
    isPoll: (bytes) => bytes[HEADER_AT] === HEADER.readBufferedCredit,
    isReply: (bytes) => bytes[0] === HOST_ADDRESS,
    open: (tap, onPieceIn) => {
      const { machine, port } = coinPort(tap);
      machine.onEvent(({ event }) => void (event === 'accepted' && onPieceIn()));
      return { port, insert: () => machine.insertCoin(5) };
    },
  },
  {
    name: 'SSP coin',
    pieces: 60,
    pieceMinor: 5,
    note: 'encrypted',
    open: (tap, onPieceIn) => {
      const { machine, port } = coinSystemPort(false, tap);
      machine.onEvent(({ event }) => void (event === 'accepted' && onPieceIn()));
      return { port, insert: () => void machine.insert(5) };
    },
  },
  {
    name: 'CCNET note',
    pieces: 30,
    pieceMinor: 500,
    note: 'from the reply that says stacked',
    open: (tap, onPieceIn) => {
      const { machine, port } = ccnetPort(tap);
      machine.onEvent(({ event }) => void (event === 'stacked' && onPieceIn()));
      return { port, insert: () => machine.insertNote(500) };
    },
  },
];

/** What nothing in between can beat: the wire and back, and one commit to the disk. */
export interface PhysicalLimit {
  readonly echoMs: number;
  readonly commitMs: number;
}

export async function measureCreditLatency(limit: PhysicalLimit): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const source of SOURCES) comparisons.push(...(await measureSource(source, limit)));
  return comparisons;
}

async function measureSource(
  source: Source,
  { echoMs, commitMs }: PhysicalLimit,
): Promise<readonly Comparison[]> {
  const wire = new CreditWire(source);
  const { port, insert } = source.open(wire, () => wire.pieceIn());
  await using till = await BenchTill.create([port]);
  await till.startAgent();
  const screen = await PosScreen.open(till);
  const samplesMs: number[] = [];
  for (let piece = 0; piece < source.pieces; piece += 1) {
    if (piece % PIECES_A_SALE === 0) await freshSale(till, screen, insert);
    const next = screen.shows(screen.insertedMinor + source.pieceMinor);
    insert();
    samplesMs.push((await next) - wire.creditMs);
    await sleep(source.pieceMinor < FIRST_NOTE_MINOR ? COIN_PACE_MS : NOTE_PACE_MS);
  }
  screen.close();
  const theirs = { unit: 'ms', theirs: echoMs + commitMs, against: 'echo + commit' };
  const limits = `echo ${echoMs.toFixed(2)} ms, commit ${commitMs.toFixed(2)} ms`;
  const note = `${source.pieces} pieces, ${source.note}; ${limits}`;
  const what = `${source.name} to API event`;
  return [
    { what: `${what}, p50`, ours: median(samplesMs), ...theirs, note },
    { what: `${what}, p99`, ours: quantile(samplesMs, 0.99), ...theirs },
  ];
}

async function freshSale(till: BenchTill, screen: PosScreen, insert: () => void): Promise<void> {
  const open = await till.status();
  const sale = open['sale'] as { readonly saleId: string; readonly state: string } | null;
  if (sale?.state === 'collecting') await till.call('POST', `/v1/sales/${sale.saleId}/cancel`);
  await till.until(async () => (await till.status())['activity'] === 'idle');
  await till.call('POST', '/v1/sales', { amountDueMinor: AMOUNT_DUE_MINOR, currency: 'EUR' });
  await screen.shows(0);
  // The first piece is put in again until the machine has been opened for the sale.
  const timer = setInterval(insert, INSERT_AGAIN_MS);
  insert();
  await till.until(() => Promise.resolve(screen.insertedMinor > 0));
  clearInterval(timer);
  // One more may be on its way.
  await sleep(2 * INSERT_AGAIN_MS);
}

/** Notes when the reply to the first poll after a piece has come in goes onto the wire. */
class CreditWire implements WireTap {
  creditMs = 0;
  readonly #source: Source;
  #state: 'idle' | 'in' | 'asked' = 'idle';

  constructor(source: Source) {
    this.#source = source;
  }

  pieceIn(): void {
    this.#state = 'in';
  }

  readonly onReceive = (bytes: Uint8Array): void => {
    const isPoll = this.#source.isPoll?.(bytes) ?? true;
    if (this.#state === 'in' && isPoll) this.#state = 'asked';
  };

  readonly onSend = (bytes: Uint8Array): void => {
    const isReply = this.#source.isReply?.(bytes) ?? true;
    if (this.#state !== 'asked' || !isReply) return;
    this.#state = 'idle';
    this.creditMs = performance.now();
  };
}
