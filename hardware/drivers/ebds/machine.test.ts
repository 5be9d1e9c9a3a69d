import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ebdsCodec } from './codec.ts';
import { ebdsConfigSchema } from './config.ts';
import { ebds } from './driver.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { billStatusOf, isOmnibusReply, omnibusCommand } from './machine.ts';

const IDLE = [0x01, 0x10, 0x00];

function statusOf(...data: readonly number[]) {
  return billStatusOf({ type: 2, device: 0, toggle: 0, data: Uint8Array.from(data) });
}

describe('EBDS frames', () => {
  it.each([
    ['', 'need-more'],
    ['02', 'need-more'],
    ['0206', 'need-more'],
    ['03', 'bad'],
    ['0204', 'bad'],
    ['0280', 'bad'],
    ['020650030355', 'frame'],
    ['020650030455', 'bad'],
    ['020650030354', 'bad'],
    ['0206508303d5', 'bad'],
  ])('sees what %s is', (hex, kind) => {
    expect(decodeFrame(Buffer.from(hex, 'hex')).kind).toBe(kind);
  });

  it.each([
    { type: 8, device: 0, toggle: 0 as const, data: new Uint8Array(0) },
    { type: 1, device: 8, toggle: 0 as const, data: new Uint8Array(0) },
    { type: 1, device: 0, toggle: 0 as const, data: Uint8Array.of(0x80) },
    { type: 1, device: 0, toggle: 0 as const, data: new Uint8Array(123) },
  ])('refuses to write what seven bits cannot hold', (frame) => {
    expect(() => encodeFrame(frame)).toThrow(RangeError);
  });

  it.each([
    ['020860000006036e', 'host', 'AUXILIARY QUERY BOOT PART NUMBER'],
    ['0208607f7f7f0317', 'host', 'AUXILIARY SOFT RESET'],
    ['0208607f7f7f0317', 'device', 'AUXILIARY REPLY'],
    ['02097006000000037f', 'host', 'EXTENDED VALUE TABLE'],
    ['020b20000000000000032b', 'device', 'OMNIBUS REPLY'],
  ] as const)('names %s from the %s', (hex, from, name) => {
    const decoded = ebdsCodec.decode(Buffer.from(hex, 'hex'), from);
    expect(decoded).toMatchObject({ kind: 'frame', frame: { name } });
  });
});

describe('EBDS messages', () => {
  it('say what may come in, escrow, and power-up policy B', () => {
    const open = omnibusCommand({ toggle: 1, indexes: [1, 3, 7], operation: 'none' });
    expect(Buffer.from(encodeFrame(open)).toString('hex')).toBe('020811451c040344');
    const shut = omnibusCommand({ toggle: 0, indexes: [], operation: 'stack' });
    expect([...shut.data]).toEqual([0, 0x3c, 0x04]);
    expect(omnibusCommand({ toggle: 0, indexes: [], operation: 'return' }).data[1]).toBe(0x5c);
  });

  it('are answered by a reply with the same toggle and no other', () => {
    const reply = { type: 2, device: 0, toggle: 1 as const, data: Uint8Array.from(IDLE) };
    expect(isOmnibusReply(reply, 1)).toBe(true);
    expect(isOmnibusReply(reply, 0)).toBe(false);
    expect(isOmnibusReply({ ...reply, type: 6 }, 1)).toBe(false);
    expect(isOmnibusReply({ ...reply, data: Uint8Array.of(1) }, 1)).toBe(false);
  });
});

describe('EBDS replies', () => {
  it.each([
    [[0x01, 0x10, 0x00], { kind: 'ready' }],
    [[0x00, 0x10, 0x00], { kind: 'starting' }],
    [[0x02, 0x10, 0x00], { kind: 'moving' }],
    [[0x04, 0x10, 0x18], { kind: 'escrow', code: 3 }],
    [[0x04, 0x10, 0x19], { kind: 'escrow', code: 3 }],
    [[0x08, 0x10, 0x00], { kind: 'moving' }],
    [[0x11, 0x10, 0x10], { kind: 'stacked', code: 2 }],
    [[0x11, 0x10, 0x11], { kind: 'stacked', code: 2 }],
    [[0x11, 0x18, 0x10], { kind: 'stacked', code: 2 }],
    [[0x11, 0x10, 0x00], { kind: 'stacked', code: undefined }],
    [[0x20, 0x10, 0x00], { kind: 'returning' }],
    [[0x41, 0x10, 0x00], { kind: 'returned' }],
    [[0x01, 0x11, 0x00], { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false }],
    [
      [0x01, 0x12, 0x00],
      { kind: 'incident', code: 'note-rejected', isFraud: false, isReturning: true },
    ],
    [[0x01, 0x14, 0x00], { kind: 'fault', code: 'jam', detail: '' }],
    [[0x01, 0x18, 0x00], { kind: 'fault', code: 'stacker-full', detail: '' }],
    [[0x01, 0x00, 0x00], { kind: 'fault', code: 'stacker-removed', detail: '' }],
    [[0x01, 0x10, 0x04], { kind: 'fault', code: 'failure', detail: '' }],
    [[0x01, 0x10, 0x01], { kind: 'power-up', note: 'none' }],
  ])('of %j', (data, status) => {
    expect(statusOf(...data)).toEqual(status);
  });

  it('of any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 122 }), (data) => {
        expect(statusOf(...data).kind).toBeTypeOf('string');
      }),
    ));
});

describe('EBDS configuration', () => {
  const note = { index: 1, valueMinor: 500 };

  it('demands 9600 7E1, which a pseudo-terminal could not show', () => {
    expect(ebds.serialLine).toEqual({ dataBits: 7, parity: 'even', stopBits: 1 });
  });

  it.each([
    {},
    { device: 'note', currency: 'EUR' },
    { device: 'note', currency: 'EUR', denominations: [] },
    { device: 'note', currency: 'EUR', denominations: [{ index: 8, valueMinor: 500 }] },
    { device: 'note', currency: 'EUR', denominations: [note, note] },
    { device: 'note', currency: 'EUR', denominations: [note], policy: 'A' },
  ])('refuses %j', (config) => {
    expect(ebdsConfigSchema.safeParse(config).success).toBe(false);
  });
});
