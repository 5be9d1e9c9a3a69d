import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHidPipe, packReports, unpackReport } from './hid-pipe.ts';
import { createHidTransport } from './hid-transport.ts';
import { SimHidBus, type SimHidDevice } from './sim-hid-bus.ts';

const IDENTITY = { kind: 'hid', vendorId: 1, productId: 2 } as const;
const REPORTS = { outputBytes: 8, outputId: 0, inputId: 0, framing: 'counted' } as const;

it('carries any bytes, in full reports with the id first', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 2, max: 64 }),
      (bytes, size) => {
        const reports = { ...REPORTS, outputBytes: size };
        const packed = packReports(bytes, reports);
        expect(packed.every((report) => report.length === size + 1 && report[0] === 0)).toBe(true);
        const carried = packed.flatMap((report) => [...unpackReport(report.subarray(1), reports)]);
        expect(carried).toEqual([...bytes]);
      },
    ),
  );
});

it('takes nothing from a report of another id, or one that counts more than it holds', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 70 }),
      fc.integer({ min: 0, max: 255 }),
      (report, id) => {
        const bytes = unpackReport(report, { ...REPORTS, inputId: id });
        expect(bytes.length).toBeLessThan(Math.max(report.length, 1));
      },
    ),
  );
  expect([...unpackReport(Uint8Array.of(3, 1, 9), { ...REPORTS, inputId: 4 })]).toEqual([]);
  expect([...unpackReport(Uint8Array.of(5, 1, 9), REPORTS)]).toEqual([]);
});

it('is a pipe of bytes to a printer that pads its reports with zeros', async () => {
  const bus = new SimHidBus();
  const written: number[][] = [];
  const printer: SimHidDevice = {
    entry: { vendorId: 1, productId: 2, interface: 0 },
    descriptor: undefined,
    isNumbered: false,
    onOutput: (report) => void written.push([...report]),
    onFeature: () => undefined,
    feature: () => undefined,
    send: () => undefined,
  };
  bus.plug(printer);
  const reports = { ...REPORTS, framing: 'padded' } as const;
  const pipe = createHidPipe({ ...IDENTITY, reports }, createHidTransport(IDENTITY, bus));
  const heard: number[] = [];
  const open = await pipe.open({
    onBytes: (bytes) => void heard.push(...bytes),
    onClose: () => undefined,
  });
  await open.write(Uint8Array.of(0x1b, 0x70, 0, 25, 250));
  expect(written).toEqual([[0x1b, 0x70, 0, 25, 250, 0, 0, 0]]);
  printer.send(Uint8Array.of(0x16, 0));
  await Promise.resolve();
  expect(heard).toEqual([0x16, 0]);
  await open.close();
});
