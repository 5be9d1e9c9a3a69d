/**
 * What is known of the wire stays known: every file of every driver's `traces/` is read and written
 * both ways, and every session that was recorded is played once more to the driver.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codecs } from '../../hardware/codecs.ts';
import { probes } from '../../hardware/probes.ts';
import { replaySession } from '../support/replay-session.ts';
import { readTrace, tracesOf, type Trace } from '../support/traces.ts';

/** Those that ask and are answered in frames; a drawer is only kicked. */
const families = probes.map(({ family }) => family);
const traces = tracesOf(families);
const sessions = traces.filter(({ isSession }) => isSession);

function codecOf({ protocol }: Trace) {
  const found = codecs.find((one) => one.protocol === protocol);
  if (found === undefined) throw new RangeError(`no codec ${protocol}`);
  return found;
}

it('every driver that speaks frames has published frames and a recorded session', () => {
  expect(families.length).toBeGreaterThan(4);
  for (const family of families) {
    const own = traces.filter((trace) => trace.family === family);
    expect(own.map(({ isSession }) => isSession)).toEqual(expect.arrayContaining([true, false]));
  }
});

/** Of its hexadecimal parts. */
function lengthOf(frame: unknown): number {
  const { data, payload } = frame as { readonly data?: string; readonly payload?: string };
  return (data ?? payload ?? '').length;
}

describe.each(traces)('$family/traces/$file', (trace) => {
  const codec = codecOf(trace);
  const frames = trace.frames.flatMap(({ from, ...one }) =>
    from.map((source) => ({ ...one, source, hex: Buffer.from(one.bytes).toString('hex') })),
  );

  it('holds frames', () => expect(frames.length).toBeGreaterThan(4));

  it('is read as JSON, and written as the same bytes', () => {
    for (const { bytes, source, hex } of frames) {
      const decoded = codec.decode(bytes, source);
      if (decoded.kind !== 'frame') throw new TypeError(`${hex}: ${decoded.reason}`);
      const parsed = codec.frameSchema.parse(JSON.parse(JSON.stringify(decoded.frame)));
      expect(parsed).toEqual(decoded.frame);
      expect(Buffer.from(codec.encode(parsed, source)).toString('hex')).toBe(hex);
    }
  });

  it('is no shorter and still frames with all taken out that may be taken out', () => {
    for (const { bytes, source } of frames) {
      const decoded = codec.decode(bytes, source);
      if (decoded.kind !== 'frame') throw new TypeError(decoded.reason);
      const shown = codec.redact(decoded.frame, source, []);
      const again = codec.decode(codec.encode(shown, source), source);
      if (again.kind !== 'frame') throw new TypeError(again.reason);
      expect(codec.redact(again.frame, source, [])).toEqual(codec.redact(shown, source, []));
      expect(lengthOf(again.frame)).toBe(lengthOf(decoded.frame));
    }
  });

  it('is refused with a byte missing, added or changed', () => {
    for (const { bytes, source } of frames) {
      expect(codec.decode(bytes.subarray(0, -1), source).kind).toBe('bad');
      expect(codec.decode(Uint8Array.of(...bytes, 0), source).kind).toBe('bad');
      const changed = bytes.slice();
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 0x15;
      expect(codec.decode(changed, source).kind).toBe('bad');
    }
  });
});

describe.each(sessions)('the session $family/traces/$file', (trace) => {
  it('is played to its end by the driver, which credits what was put in, once', async () => {
    const replayed = await replaySession(trace);
    expect(replayed.unknown).toEqual([]);
    expect(replayed.isPlayed).toBe(true);
    expect(replayed.wasUp).toBe(true);
    expect(trace.creditsMinor?.length).toBeGreaterThan(0);
    expect(replayed.creditsMinor).toEqual(trace.creditsMinor);
  });

  it('does not pass when a note or coin is missing from it', async () => {
    const silent = { ...trace, frames: trace.frames.filter(({ from }) => from[0] === 'host') };
    const replayed = await replaySession(silent);
    expect(replayed.creditsMinor).toEqual([]);
    expect(replayed.wasUp).toBe(false);
  });
});

it('a file that is no trace is an error, not an empty one that passes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  const path = join(folder, 'x.tsv');
  writeFileSync(path, 'hex\nzz\n');
  const [frame] = readTrace(path, 'ccnet').frames;
  rmSync(folder, { recursive: true });
  expect(codecs[0]?.decode(frame?.bytes ?? Uint8Array.of(1), 'host').kind).toBe('bad');
});
