import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { createHidTransport, type HidConnection } from './hid-transport.ts';
import { Link } from './link.ts';
import { SimHidBus, type SimHidDevice } from './sim-hid-bus.ts';
import { TransportError } from './transport-error.ts';

const ASKED = { kind: 'hid', vendorId: 0x0d3a, productId: 0x0200 } as const;

interface Board extends SimHidDevice {
  readonly written: number[][];
}

function board(entry: object = {}, isNumbered = false): Board {
  const written: number[][] = [];
  return {
    entry: { vendorId: 0x0d3a, productId: 0x0200, interface: 0, ...entry },
    descriptor: undefined,
    isNumbered,
    written,
    onOutput: (report) => void written.push([...report]),
    onFeature: (report) => void written.push([...report]),
    feature: (reportId) => (reportId === 1 ? Uint8Array.of(1, 7) : undefined),
    send: () => undefined,
  };
}

const nobody = { onBytes: () => undefined, onClose: () => undefined };

async function codeOf(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return error instanceof TransportError ? error.code : 'no TransportError';
}

describe('a HID device is opened', () => {
  it('not at all where there is none, or another', async () => {
    const bus = new SimHidBus();
    bus.plug(board({ productId: 0x0201 }));
    expect(await codeOf(createHidTransport(ASKED, bus).open(nobody))).toBe('not-found');
  });

  it('not where two are alike, but by its serial number', async () => {
    const bus = new SimHidBus();
    bus.plug(board({ serialNumber: 'A' }));
    const second = board({ serialNumber: 'B' });
    bus.plug(second);
    expect(await codeOf(createHidTransport(ASKED, bus).open(nobody))).toBe('ambiguous');
    const found = await createHidTransport({ ...ASKED, serialNumber: 'B' }, bus).open(nobody);
    await found.write(Uint8Array.of(0, 5));
    expect(second.written).toEqual([[5]]);
  });

  it('by the usage page or the interface that is asked for', async () => {
    const bus = new SimHidBus();
    bus.plug(board({ usagePage: 0x01, interface: 0 }));
    const second = board({ usagePage: 0x8d, interface: 1 });
    bus.plug(second);
    for (const which of [{ usagePage: 0x8d }, { interface: 1 }]) {
      const found = await createHidTransport({ ...ASKED, ...which }, bus).open(nobody);
      await found.write(Uint8Array.of(0, 1));
      await found.close();
    }
    expect(second.written).toEqual([[1], [1]]);
  });

  it('by one program alone, and again once that has closed it', async () => {
    const bus = new SimHidBus();
    bus.plug(board());
    const transport = createHidTransport(ASKED, bus);
    const first = await transport.open(nobody);
    expect(await codeOf(transport.open(nobody))).toBe('locked');
    await first.close();
    await (await transport.open(nobody)).close();
  });

  it.each([
    ['a bus that cannot list', { devicesAsync: () => Promise.reject(new TypeError('no hidapi')) }],
    [
      'a device that may not be opened',
      { open: () => Promise.reject(new TypeError('Permission denied')) },
    ],
  ])('not by %s, which is told by a code', async (_, broken) => {
    const bus = new SimHidBus();
    bus.plug(board());
    const wrapped = {
      devicesAsync: () => bus.devicesAsync(),
      open: (path: string) => bus.open(path),
      reportDescriptor: (path: string) => bus.reportDescriptor(path),
      ...broken,
    };
    expect(await codeOf(createHidTransport(ASKED, wrapped).open(nobody))).toMatch(/denied|failed/);
  });
});

describe('an open HID device', () => {
  it('refuses a report that is written without its id', async () => {
    const bus = new SimHidBus();
    const numbered = board({}, true);
    bus.plug(numbered);
    const open = await createHidTransport(ASKED, bus).open(nobody);
    expect(await codeOf(open.write(Uint8Array.of(0, 1)))).toBe('write-failed');
    expect(numbered.written).toEqual([]);
  });

  it('has feature reports with the id first, and fails where there is none', async () => {
    const bus = new SimHidBus();
    const device = board();
    bus.plug(device);
    const open = await createHidTransport(ASKED, bus).open(nobody);
    expect([...(await open.getFeatureReport(1, 9))]).toEqual([1, 7]);
    expect(await codeOf(open.getFeatureReport(2, 9))).toBe('write-failed');
    await open.sendFeatureReport(Uint8Array.of(0, 0xff, 1));
    expect(device.written).toEqual([[0, 0xff, 1]]);
  });

  it('ends once when it is unplugged, and takes nothing any more', async () => {
    const bus = new SimHidBus();
    const device = board();
    bus.plug(device);
    const ends: string[] = [];
    const open = await createHidTransport(ASKED, bus).open({
      onBytes: () => undefined,
      onClose: (reason) => void ends.push(reason),
    });
    bus.unplug(device);
    await open.close();
    expect(ends).toEqual(['could not read from HID device']);
    expect(await codeOf(open.write(Uint8Array.of(0, 1)))).toBe('closed');
  });

  it('is found again by a link after it was replugged, under its new path', async () => {
    const bus = new SimHidBus();
    const clock = new FakeClock();
    const device = board();
    const heard: number[][] = [];
    const link = new Link<HidConnection>({
      clock,
      transport: createHidTransport(ASKED, bus),
      delaysMs: () => forEver(100),
      onBytes: (bytes) => void heard.push([...bytes]),
      onUp: () => undefined,
      onDown: () => undefined,
    });
    await clock.advance(50);
    expect(link.isUp).toBe(false);
    bus.plug(device);
    await clock.advance(200);
    device.send(Uint8Array.of(1));
    bus.unplug(device);
    bus.plug(device);
    await clock.advance(200);
    device.send(Uint8Array.of(2));
    await clock.advance(1);
    expect(heard).toEqual([[2]]);
    await link[Symbol.asyncDispose]();
  });
});

function* forEver(delayMs: number): Generator<number, never> {
  for (;;) yield delayMs;
}
