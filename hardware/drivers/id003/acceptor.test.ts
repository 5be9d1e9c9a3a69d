/** What is ID-003's alone: an idle acceptor sounds like an echo, and a power-up tells no value. */
import { describe, expect, it } from 'vitest';
import { withBills } from '../../../test/contract/bill-bench.ts';
import { billFamilies } from '../../../test/contract/bill-families.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DeviceReport } from '../../kit/device.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { id003ConfigSchema, type Id003ConfigInput } from './config.ts';
import { id003 } from './driver.ts';
import { decodeFrame, encodeFrame, type Frame } from './frame.ts';
import { simId003DriverConfig } from './rig.ts';

const FAMILY = billFamilies.filter(({ family }) => family === 'id003');
const NOTHING = new Uint8Array(0);

type Answer = (request: Frame) => Frame | undefined;

/** The driver before a device that a test speaks for. */
async function before(
  answer: Answer,
  test: (bench: { clock: FakeClock; reports: DeviceReport[]; sent: Frame[] }) => Promise<void>,
  options: { readonly config?: Partial<Id003ConfigInput>; readonly cursor?: string } = {},
): Promise<void> {
  const clock = new FakeClock();
  const pipe = createMemoryPipe(clock);
  const reports: DeviceReport[] = [];
  const sent: Frame[] = [];
  pipe.line.listen((bytes) => {
    const decoded = decodeFrame(bytes);
    if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
    sent.push(decoded.frame);
    const reply = answer(decoded.frame);
    if (reply !== undefined) pipe.line.send(encodeFrame(reply));
  });
  const { cursor } = options;
  await using _port = id003.openPort(
    id003ConfigSchema.parse({ ...simId003DriverConfig, ...options.config }),
    {
      clock,
      transport: pipe.transport,
      cursors: cursor === undefined ? {} : { validator: cursor },
      judge: async () => 'stack',
      trace: () => {},
      report: async (report) => void reports.push(report),
    },
  );
  await test({ clock, reports, sent });
}

function plain(code: number): Frame {
  return { code, data: NOTHING };
}

describe('an echo', () => {
  it('is a fault and never an idle acceptor', () =>
    before(
      (request) => request,
      async ({ clock, reports }) => {
        await clock.advance(10_000);
        expect(reports).toEqual([
          {
            kind: 'state',
            device: 'validator',
            state: { kind: 'fault', code: 'echo', detail: 'the line gives back what is sent' },
          },
        ]);
      },
    ));

  it('is found out when it takes the place of an acceptor that was up', () =>
    withBills(FAMILY[0] ?? raise(), async ({ rig, clock }) => {
      rig.line.listen((bytes) => rig.line.send(bytes));
      await clock.advance(15_000);
      expect(rig.state).toMatchObject({ kind: 'fault', code: 'echo' });
      rig.sim.attach(rig.line);
      await clock.advance(15_000);
      expect(rig.state).toEqual({ kind: 'up' });
    }));
});

describe('a power-up with a note', () => {
  const ordered = JSON.stringify({ phase: 'ordered', valueMinor: 2_000, mark: 0 });

  const cases = [
    { status: 0x41, cursor: undefined, code: 'power-up-note-in-acceptor', lost: 0 },
    { status: 0x41, cursor: ordered, code: 'power-up-note-in-acceptor', lost: 1 },
    { status: 0x42, cursor: undefined, code: 'power-up-note-in-stacker', lost: 1 },
    { status: 0x42, cursor: ordered, code: 'power-up-note-in-stacker', lost: 1 },
  ].flatMap((one) => [false, true].map((thenVends) => ({ ...one, thenVends })));

  it.each(cases)(
    'is named and never a silent credit: %j',
    ({ status, cursor, code, lost, thenVends }) =>
      before(
        poweringUp(status, thenVends),
        async ({ clock, reports, sent }) => {
          await clock.advance(5_000);
          const items = reports.flatMap((one) => (one.kind === 'cash' ? one.items : []));
          expect(items).toEqual([
            { kind: 'incident', code, isFraud: false },
            ...(lost > 0 ? [{ kind: 'lost', countMax: 1, cause: 'device-reset' }] : []),
          ]);
          expect(sent.filter((frame) => frame.code === 0x40)).toHaveLength(1);
          expect(sent.filter((frame) => frame.code === 0x50)).toHaveLength(thenVends ? 1 : 0);
        },
        cursor === undefined ? {} : { cursor },
      ),
  );
});

describe('denominations', () => {
  it('that are neither told nor configured are a fault', () =>
    before(silentTable, async ({ clock, reports }) => {
      await clock.advance(3_000);
      expect(reports.at(-1)).toMatchObject({ state: { code: 'no-denominations' } });
    }));

  it('that are refused are a fault', () =>
    before(
      silentTable,
      async ({ clock, reports }) => {
        await clock.advance(3_000);
        expect(reports.at(-1)).toMatchObject({ state: { code: 'acceptance-refused' } });
      },
      { config: { denominations: [{ code: 0x61, valueMinor: 500 }] } },
    ));
});

function silentTable({ code }: Frame): Frame {
  if (code === 0x88) return { code, data: Buffer.from('SIM') };
  return plain(code === 0x11 ? 0x1a : 0x4b);
}

/** Powers up with this status until it is reset, and is idle then; VEND VALID may follow. */
function poweringUp(status: number, thenVends: boolean): Answer {
  let now = status;
  return ({ code }) => {
    if (code === 0x40) now = thenVends ? 0x15 : 0x1a;
    else if (code === 0x50) now = 0x1a;
    if (code === 0x50) return undefined;
    if (code === 0x40) return plain(0x50);
    if (code === 0x11) return plain(now);
    if (code === 0x88) return { code, data: Buffer.from('SIM') };
    if (code === 0x8a) return { code, data: Uint8Array.of(0x62, 1, 5, 0) };
    return code >= 0xc0
      ? { code, data: code === 0xc0 ? Uint8Array.of(0xff, 0) : Uint8Array.of(1) }
      : plain(0x4b);
  };
}

function raise(): never {
  throw new RangeError('no such family');
}
