/** A relay that is on burns the drawer's magnet: whatever fails, it is switched off again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { CashDrawer, Peripheral } from '../../kit/device-peripheral.ts';
import type { DeviceReport, Port } from '../../kit/device.ts';
import { hexOf } from '../../kit/hex.ts';
import { createMemoryPipe, type MemoryPipe } from '../../kit/memory-transport.ts';
import { lcus } from './driver.ts';
import { decodeOrder, encodeOrder, RELAY_MAX } from './frame.ts';

const ON = 'A00301A4';
const OFF = 'A00300A3';
const PULSE_MS = 300;

let clock: FakeClock;
let pipe: MemoryPipe;
let port: Port;
let heard: string[];
let reports: DeviceReport[];

beforeEach(() => {
  clock = new FakeClock();
  pipe = createMemoryPipe(clock);
  heard = [];
  reports = [];
  pipe.line.listen((bytes) => void heard.push(hexOf(bytes)));
  const config = lcus.configSchema.parse({ device: 'drawer', relay: 3, pulseMs: PULSE_MS });
  port = lcus.openPort(config, {
    clock,
    transport: pipe.transport,
    cursors: {},
    trace: () => undefined,
    judge: () => Promise.resolve('return'),
    report: async (report) => void reports.push(report),
  });
});

afterEach(async () => {
  const closing = port[Symbol.asyncDispose]();
  await clock.advance(5_000);
  await closing;
});

function drawer(): CashDrawer {
  const found = port.peripherals?.find((one: Peripheral) => one.kind === 'cash-drawer');
  if (found === undefined) throw new RangeError('the port has no drawer');
  return found;
}

it('refuses what it could not do, and does not do it later', async () => {
  await pipe.line.unplug();
  await clock.advance(2_000);
  expect(reports.at(-1)).toMatchObject({ state: { kind: 'down' } });
  expect(await drawer().open()).toMatchObject({ kind: 'refused', reason: 'offline' });
  heard.length = 0;
  await pipe.line.plug();
  await clock.advance(10_000);
  expect(heard).not.toContain(ON);
  expect(reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
});

it('switches off what was left on when it comes back', async () => {
  await clock.advance(1);
  const opening = drawer().open();
  await clock.advance(PULSE_MS / 2);
  await pipe.line.unplug();
  await clock.advance(PULSE_MS * 4);
  expect(await opening).toMatchObject({ kind: 'unknown' });
  heard.length = 0;
  await pipe.line.plug();
  await clock.advance(10_000);
  expect(heard).toEqual([OFF]);
});

it('is on for the pulse alone, and once for two that ask at the same time', async () => {
  await clock.advance(1);
  heard.length = 0;
  const both = [drawer().open(), drawer().open()];
  await clock.advance(PULSE_MS - 1);
  expect(heard).toEqual([ON]);
  await clock.advance(50);
  expect(heard).toEqual([ON, OFF]);
  expect(await Promise.all(both)).toEqual([{ kind: 'opened' }, { kind: 'opened' }]);
});

it('is switched off before the agent ends', async () => {
  await clock.advance(1);
  const opening = drawer().open();
  const closing = port[Symbol.asyncDispose]();
  await clock.advance(PULSE_MS + 50);
  await closing;
  await opening;
  expect(heard.slice(-2)).toEqual([ON, OFF]);
});

it('says the published bytes, and none for a relay that is not there', () => {
  const [, ...lines] = readFileSync(join(import.meta.dirname, 'traces/lcus.tsv'), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const [hex, relay, state] = line.split('\t');
    const order = { relay: Number(relay), isOn: state === 'on' };
    expect(hexOf(encodeOrder(order))).toBe(hex?.replaceAll(' ', ''));
    expect(decodeOrder(encodeOrder(order))).toMatchObject({ kind: 'frame', frame: order });
  }
  for (const relay of [0, -1, 1.5, RELAY_MAX + 1]) {
    expect(() => encodeOrder({ relay, isOn: true })).toThrow(RangeError);
    expect(lcus.configSchema.safeParse({ device: 'drawer', relay }).success).toBe(false);
  }
});

it('is read by a board from any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
      const decoded = decodeOrder(bytes);
      return decoded.kind === 'need-more' ? bytes.length < 4 : decoded.consumed > 0;
    }),
  );
});
