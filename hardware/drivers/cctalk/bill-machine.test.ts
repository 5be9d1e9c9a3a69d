import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBillId } from './bill-id.ts';
import {
  modifyOperatingMode,
  performSelfCheck,
  readBufferedBillEvents,
  requestBillId,
  requestScaling,
  routeBill,
} from './bill-machine.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import {
  answerOf,
  modifyInhibitStatus,
  requestEquipmentCategory,
  requestFrame,
  requestInhibitStatus,
  type Request,
} from './machine.ts';

function answer<Reply>(request: Request<Reply>, hex: string) {
  const decoded = decodeFrame(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
  return answerOf(request, decoded.frame);
}

const hexOf = (request: Request<unknown>): string =>
  Buffer.from(encodeFrame(requestFrame(request))).toString('hex');

describe('requests to a bill validator', () => {
  it('are the published ones', () => {
    expect(hexOf(readBufferedBillEvents(40))).toBe('2800019f38');
    expect(hexOf(routeBill(40, 'stack'))).toBe('2801019a013b');
    expect(hexOf(requestBillId(40, 2))).toBe('2801019d0237');
    expect(hexOf(requestScaling(40, 'EU'))).toBe('2802019c45559f');
    const all = { mask: 0xffff_ffff_ffff_ffffn, sizeBytes: 8 };
    expect(hexOf(modifyInhibitStatus(40, all))).toBe('280801e7fffffffffffffffff0');
    expect([...modifyOperatingMode(40, 3).data]).toEqual([3]);
  });

  it('say what is to become of a note once, and may ask for time again', () => {
    expect(routeBill(40, 'stack').isIdempotent).toBe(false);
    expect(routeBill(40, 'return').isIdempotent).toBe(false);
    expect(routeBill(40, 'extend')).toMatchObject({ isIdempotent: true, data: Uint8Array.of(255) });
  });

  it('put the first positions into the first byte, in as many bytes as the device has', () => {
    const { data } = modifyInhibitStatus(40, { mask: 0x0102n, sizeBytes: 3 });
    expect([...data]).toEqual([0x02, 0x01, 0x00]);
    expect(requestInhibitStatus(40).parse(data)).toEqual({ mask: 0x0102n, sizeBytes: 3 });
    expect(requestInhibitStatus(40).parse(new Uint8Array(9))).toBeUndefined();
  });
});

describe('answers of a bill validator', () => {
  it('read the published replies', () => {
    expect(answer(requestScaling(40, 'EU'), '01 03 28 00 64 00 02 6E')).toEqual({
      kind: 'ok',
      value: { factor: 100, decimals: 2 },
    });
    expect(answer(requestBillId(40, 3), '01 07 28 00 45 55 30 30 32 30 41 33')).toEqual({
      kind: 'ok',
      value: 'EU0020A',
    });
    const category = '01 0D 28 00 42 69 6C 6C 20 41 63 63 65 70 74 6F 72 F6';
    expect(answer(requestEquipmentCategory(40), category)).toMatchObject({
      value: 'Bill Acceptor',
    });
    const events = '01 0B 28 00 05 00 01 00 02 00 00 00 01 00 02 C1';
    expect(answer(readBufferedBillEvents(40), events)).toMatchObject({
      value: { counter: 5, pairs: [{ a: 0, b: 1 }, { a: 0, b: 2 }, {}, { a: 0, b: 1 }, {}] },
    });
  });

  it('tell what became of a routing', () => {
    const { parse } = routeBill(40, 'stack');
    expect([[], [254], [255], [7], [254, 1]].map((data) => parse(Uint8Array.from(data)))).toEqual([
      'routed',
      'escrow-empty',
      'failed',
      undefined,
      undefined,
    ]);
  });

  it('never throw on any data', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (data) => {
        const asked: readonly Request<unknown>[] = [
          readBufferedBillEvents(40),
          requestBillId(40, 1),
          requestScaling(40, 'EU'),
          requestInhibitStatus(40),
          routeBill(40, 'return'),
          performSelfCheck(40),
        ];
        for (const request of asked) expect(() => request.parse(data)).not.toThrow();
      }),
    ));
});

describe('bill identifiers', () => {
  const EURO = { factor: 100, decimals: 2 };

  it.each([
    ['EU0005A', 500],
    ['EU0500A', 50_000],
  ])('%s is worth %i', (text, valueMinor) => {
    expect(parseBillId(text, EURO)).toEqual({ kind: 'bill', country: 'EU', valueMinor });
  });

  it.each([['.......'], [''], ['\0\0\0\0\0\0\0']])('%j is blank', (text) => {
    expect(parseBillId(text, EURO)).toEqual({ kind: 'blank' });
  });

  it.each(['EU0000A', 'EU00.5A', 'EU20A', 'eu0020A', 'EU00200'.slice(0, 6), 'TK00..A'])(
    '%j is unreadable',
    (text) => {
      expect(parseBillId(text, EURO)).toEqual({ kind: 'unreadable' });
    },
  );

  it('any text has an answer', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.nat(65_535), (text, factor) => {
        expect(() => parseBillId(text, { factor, decimals: 2 })).not.toThrow();
      }),
    ));
});
