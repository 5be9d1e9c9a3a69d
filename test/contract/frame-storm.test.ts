/**
 * A line that never stops talking nonsense: mutated frames of every protocol, one stream after the
 * other into one reader. One frame timeout after a stream has ended nothing of it is kept, the next
 * whole frame is found, and the memory stays what it was.
 */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeFrame as decodeCcnet } from '../../hardware/drivers/ccnet/frame.ts';
import { frameFormats } from '../../hardware/drivers/cctalk/frame-format.ts';
import { decodeFrame as decodeCctalk } from '../../hardware/drivers/cctalk/frame.ts';
import { decodeFrame as decodeEbds } from '../../hardware/drivers/ebds/frame.ts';
import { decodeFrame as decodeId003 } from '../../hardware/drivers/id003/frame.ts';
import { decodeFrame as decodeSsp, FRAME_MAX_BYTES } from '../../hardware/drivers/ssp/frame.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import { FramingReader, type Decoder } from '../../hardware/kit/framing.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { fuzzLimitMs, fuzzRuns } from '../support/fuzz-runs.ts';

/** Streams for each protocol; `FUZZ_RUNS=1000000` when there is time. */
const RUNS = fuzzRuns(2_000);
const FRAME_TIMEOUT_MS = 100;
/** Longest frame of all; a reader may keep as much as that. */
const BUFFER_MAX_BYTES = FRAME_MAX_BYTES;
const STREAM_MAX_FRAMES = 6;
const CHANGES_MAX = 4;
const CHUNK_MAX_BYTES = 40;
const HEAP_GROWTH_MAX_BYTES = 64 * 1024 * 1024;

interface Protocol {
  readonly protocol: string;
  readonly decode: Decoder<unknown>;
  readonly frames: readonly Uint8Array[];
}

const protocols: readonly Protocol[] = [
  { protocol: 'cctalk', decode: decodeCctalk, frames: framesOf('cctalk') },
  { protocol: 'cctalk-crc', decode: frameFormats.crc.decode, frames: crcFrames() },
  { protocol: 'ccnet', decode: decodeCcnet, frames: framesOf('ccnet') },
  { protocol: 'id003', decode: decodeId003, frames: framesOf('id003') },
  { protocol: 'ebds', decode: decodeEbds, frames: framesOf('ebds') },
  { protocol: 'ssp', decode: decodeSsp, frames: framesOf('ssp') },
];

const told: string[] = [];

describe.each(protocols)('$protocol', ({ protocol, decode, frames }) => {
  it(
    `is in step again after each of ${RUNS} streams`,
    () => {
      const startMs = performance.now();
      const heapBytes = process.memoryUsage().heapUsed;
      const clock = new StillClock();
      const random = seededRandom(RUNS);
      let found = 0;
      let dropped = 0;
      const reader = new FramingReader<unknown>({
        clock,
        decode,
        frameTimeoutMs: FRAME_TIMEOUT_MS,
        bufferMaxBytes: BUFFER_MAX_BYTES,
        onFrame: () => void (found += 1),
        onDropped: (count) => void (dropped += count),
      });
      const missed: string[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const stream = mutated(frames, random);
        pushInPieces(reader, stream, random);
        clock.advance(FRAME_TIMEOUT_MS);
        const before = found;
        const isIdle = clock.pendingTimers === 0;
        const whole = frames[run % frames.length] ?? new Uint8Array(0);
        reader.push(whole);
        const isInStep = isIdle && found === before + 1 && clock.pendingTimers === 0;
        if (!isInStep && missed.length < 5) missed.push(Buffer.from(stream).toString('hex'));
        clock.advance(FRAME_TIMEOUT_MS);
      }
      const grownBytes = process.memoryUsage().heapUsed - heapBytes;
      const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
      const mebibytes = (grownBytes / 1_048_576).toFixed(1);
      told.push(
        `${protocol}: ${RUNS} streams in ${seconds} s, ${found} frames, ${dropped} bytes dropped, ` +
          `heap ${mebibytes} MiB`,
      );
      expect(missed).toEqual([]);
      expect(dropped).toBeGreaterThan(RUNS);
      expect(grownBytes).toBeLessThan(HEAP_GROWTH_MAX_BYTES);
    },
    fuzzLimitMs(RUNS),
  );
});

afterAll(() => console.info(told.join('\n')));

/** Published frames one behind the other, with bytes changed, lost and put in between. */
function mutated(frames: readonly Uint8Array[], random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const bytes: number[] = [];
  for (let count = below(STREAM_MAX_FRAMES) + 1; count > 0; count -= 1) {
    bytes.push(...(frames[below(frames.length)] ?? []));
  }
  for (let count = below(CHANGES_MAX) + 1; count > 0; count -= 1) {
    const at = below(bytes.length);
    bytes.splice(at, below(3), ...Array.from({ length: below(3) }, () => below(256)));
  }
  return Uint8Array.from(bytes);
}

function pushInPieces(
  reader: FramingReader<unknown>,
  stream: Uint8Array,
  random: () => number,
): void {
  for (let at = 0; at < stream.length;) {
    const size = 1 + Math.floor(random() * CHUNK_MAX_BYTES);
    reader.push(stream.subarray(at, at + size));
    at += size;
  }
}

/** The published frames of a family: the last column of its traces. */
function framesOf(family: string): readonly Uint8Array[] {
  const path = `../../hardware/drivers/${family}/traces/${family}.tsv`;
  const [, ...lines] = readFileSync(new URL(path, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) =>
    Uint8Array.from(Buffer.from((line.split('\t').at(-1) ?? '').replaceAll(' ', ''), 'hex')),
  );
}

/** The same frames, secured in the other way. */
function crcFrames(): readonly Uint8Array[] {
  return framesOf('cctalk').flatMap((bytes) => {
    const decoded = decodeCctalk(bytes);
    return decoded.kind === 'frame' ? [frameFormats.crc.encode(decoded.frame)] : [];
  });
}

/** A clock that is moved without waiting, so that a million streams take minutes. */
class StillClock implements Clock {
  readonly #timers = new Map<number, { readonly atMs: number; readonly action: () => void }>();
  #nowMs = 0;
  #started = 0;

  wallMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  startTimer(delayMs: number, action: () => void) {
    this.#started += 1;
    const key = this.#started;
    this.#timers.set(key, { atMs: this.#nowMs + delayMs, action });
    return { cancel: () => void this.#timers.delete(key) };
  }

  advance(byMs: number): void {
    this.#nowMs += byMs;
    for (;;) {
      const due = [...this.#timers].find(([, { atMs }]) => atMs <= this.#nowMs);
      if (due === undefined) return;
      this.#timers.delete(due[0]);
      due[1].action();
    }
  }
}
