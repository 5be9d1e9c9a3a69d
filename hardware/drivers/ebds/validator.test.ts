/** What is EBDS's alone: an answer is given again for as long as the toggle stays the same. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import type { DeviceReport } from '../../kit/device.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { ebdsConfigSchema } from './config.ts';
import { ebds } from './driver.ts';
import { decodeFrame, encodeFrame, type Frame } from './frame.ts';
import { simEbdsDriverConfig } from './rig.ts';

const IDLE = Uint8Array.of(0x01, 0x10, 0x00, 0, 0, 0);
const ESCROWED = Uint8Array.of(0x04, 0x10, 0x10, 0, 0, 0);
const STACKED = Uint8Array.of(0x11, 0x10, 0x10, 0, 0, 0);

interface Bench {
  readonly clock: FakeClock;
  readonly line: DeviceLine;
  readonly reports: DeviceReport[];
  readonly sent: Frame[];
}

/** The driver before a device that a test speaks for; silence where it gives nothing. */
async function before(
  answer: (request: Frame) => Uint8Array | undefined,
  cursor: object,
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  const clock = new FakeClock();
  const pipe = createMemoryPipe(clock);
  const reports: DeviceReport[] = [];
  const sent: Frame[] = [];
  pipe.line.listen((bytes) => {
    const decoded = decodeFrame(bytes);
    if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
    const { toggle } = decoded.frame;
    sent.push(decoded.frame);
    const data = answer(decoded.frame);
    if (data !== undefined) pipe.line.send(encodeFrame({ type: 2, device: 0, toggle, data }));
  });
  await using _port = ebds.openPort(ebdsConfigSchema.parse(simEbdsDriverConfig), {
    clock,
    transport: pipe.transport,
    cursors: { validator: JSON.stringify(cursor) },
    judge: async () => 'stack',
    trace: () => {},
    report: async (report) => void reports.push(report),
  });
  await test({ clock, line: pipe.line, reports, sent });
}

function itemsOf(reports: readonly DeviceReport[]) {
  return reports.flatMap((report) => (report.kind === 'cash' ? report.items : []));
}

describe('EBDS toggles', () => {
  it.each([0, 1] as const)('speak on from where an order was open (%i)', (mark) =>
    before(
      () => STACKED,
      { phase: 'ordered', valueMinor: 1_000, mark },
      async ({ clock, reports, sent }) => {
        await clock.advance(3_000);
        expect(sent[0]).toMatchObject({ toggle: mark, data: Uint8Array.of(0, 0x1c, 0x04) });
        expect(sent[1]?.toggle).toBe(mark);
        expect(sent[2]?.toggle).toBe(1 - mark);
        expect(itemsOf(reports)).toEqual([
          { kind: 'inserted', valueMinor: 1_000, place: 'cashbox' },
        ]);
      },
    ),
  );

  it('stay as they are while nobody answers, and nothing is let in after a silence', async () => {
    let isSilent = false;
    await before(
      () => (isSilent ? undefined : IDLE),
      { phase: 'none' },
      async ({ clock, sent }) => {
        await clock.advance(2_000);
        isSilent = true;
        await clock.advance(300);
        const from = sent.length;
        await clock.advance(5_000);
        const silent = sent.slice(from);
        expect(silent.length).toBeGreaterThan(4);
        expect(new Set(silent.map(({ toggle }) => toggle)).size).toBe(1);
        expect(silent.at(-1)?.data[0]).toBe(0);
      },
    );
  });

  it('order nothing of what comes back after the cable was pulled between order and message', async () => {
    let isHolding = false;
    const answer = (): Uint8Array => (isHolding ? ESCROWED : IDLE);
    await before(answer, { phase: 'none' }, async ({ clock, line, reports, sent }) => {
      await clock.runUntil(() => reports.length > 0, 5_000);
      isHolding = true;
      const isOrdered = (): boolean =>
        reports.some((one) => one.kind === 'cash' && one.cursor.includes('ordered'));
      expect(await clock.runUntil(isOrdered, 5_000)).toBe(true);
      const heard = sent.length;
      await line.unplug();
      await clock.advance(1_000);
      await line.plug();
      expect(await clock.runUntil(() => sent.length > heard, 10_000)).toBe(true);
      expect(sent[heard]?.data).toEqual(Uint8Array.of(0, 0x1c, 0x04));
    });
  });

  it('leave a note that was ordered and is gone without a word to be named', () =>
    before(
      () => IDLE,
      { phase: 'ordered', valueMinor: 1_000, mark: 0 },
      async ({ clock, reports }) => {
        await clock.advance(3_000);
        expect(itemsOf(reports)).toEqual([
          { kind: 'incident', code: 'ordered-note-unaccounted', isFraud: false },
          { kind: 'lost', countMax: 1, cause: 'device-reset' },
        ]);
      },
    ));
});
