/** A relay that is on burns the drawer's magnet: whatever fails, it is switched off again. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hidPort, onlyDrawer, type HidPortRig } from '../../../test/support/hid-port.ts';
import { hexOf } from '../../kit/hex.ts';
import { dcttech } from './driver.ts';
import { decodeState, encodeOrder, RELAY_MAX } from './frame.ts';
import { SimBoard } from './sim.ts';

const PULSE_MS = 300;

function rigWith(options: object = {}): HidPortRig {
  return hidPort(dcttech, {
    transport: { kind: 'hid', vendorId: 0x16c0, productId: 0x05df },
    options: { device: 'drawer', relay: 3, pulseMs: PULSE_MS, ...options },
  });
}

it('says that the coil does not switch', async () => {
  await using rig = rigWith();
  const board = new SimBoard();
  board.isStuck = true;
  rig.bus.plug(board);
  await rig.clock.advance(1_000);
  const opening = onlyDrawer(rig.port).open();
  await rig.clock.advance(PULSE_MS * 4);
  expect(await opening).toMatchObject({ kind: 'unknown' });
});

it('does not take another board for its own', async () => {
  await using rig = rigWith({ boardSerial: 'OTHER' });
  const board = new SimBoard();
  rig.bus.plug(board);
  await rig.clock.advance(3_000);
  expect(rig.reports.at(-1)).toMatchObject({
    state: { kind: 'down', reason: expect.stringContaining('ABCDE') as string },
  });
  expect(board.switched).toEqual([]);
});

it('switches off at once when it was unplugged within the pulse', async () => {
  await using rig = rigWith();
  const board = new SimBoard();
  rig.bus.plug(board);
  await rig.clock.advance(1_000);
  const opening = onlyDrawer(rig.port).open();
  await rig.clock.advance(PULSE_MS / 2);
  rig.bus.unplug(board);
  await rig.clock.advance(PULSE_MS * 4);
  expect(await opening).toMatchObject({ kind: 'unknown' });
  rig.bus.plug(board);
  await rig.clock.advance(6_000);
  expect(board.switched.slice(-2)).toEqual(['3 on', '3 off']);
});

it('traces what it orders and what the board answers, and no answer that is no board’s', async () => {
  await using rig = rigWith({ boardSerial: 'ABCDE' });
  const board = new SimBoard();
  rig.bus.plug(board);
  await rig.clock.advance(1_000);
  const seen = rig.traces.map((event) => ('hex' in event ? event.hex : event.kind));
  const state = '014142434445000000';
  const order = '00FD03000000000000';
  const descriptor = hexOf(board.descriptor);
  expect(seen).toEqual(['link-down', descriptor, state, 'link-up', order, state]);
  board.feature = () => Uint8Array.of(1, 0, 52, 49, 49, 49, 49, 49, 49);
  const opening = onlyDrawer(rig.port).open();
  await rig.clock.advance(PULSE_MS * 4);
  expect(await opening).toMatchObject({ kind: 'unknown' });
  expect(rig.traces.at(-1)).toMatchObject({ kind: 'bytes-dropped', count: 9 });
  expect(JSON.stringify(rig.traces)).not.toContain('343131');
});

it('is on for the pulse alone', async () => {
  await using rig = rigWith();
  const board = new SimBoard();
  rig.bus.plug(board);
  await rig.clock.advance(1_000);
  const opening = onlyDrawer(rig.port).open();
  await rig.clock.advance(PULSE_MS - 1);
  expect(board.switched.at(-1)).toBe('3 on');
  await rig.clock.advance(50);
  expect(board.switched.at(-1)).toBe('3 off');
  expect(await opening).toEqual({ kind: 'opened' });
});

it('says the published bytes', () => {
  expect(hexOf(encodeOrder({ relay: 3, isOn: true }))).toBe('00FF03000000000000');
  expect(hexOf(encodeOrder({ relay: 3, isOn: false }))).toBe('00FD03000000000000');
  for (const relay of [0, RELAY_MAX + 1, 1.5]) {
    expect(() => encodeOrder({ relay, isOn: true })).toThrow(RangeError);
  }
});

it('reads any report without throwing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (report) => {
      const state = decodeState(report);
      return state === undefined || state.serial.length === 5;
    }),
  );
});
