import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from './frame.ts';
import { shippedCiphers } from './hopper-cipher.ts';
import {
  answerOf,
  dispenseCoins,
  readBufferedCredit,
  requestFrame,
  requestCoinId,
  requestDispenseCount,
  requestEquipmentCategory,
  requestHopperStatus,
  requestInhibitStatus,
  requestSerialNumber,
  simplePoll,
  testHopper,
  type Answer,
  type Request,
} from './machine.ts';

function answer<Reply>(request: Request<Reply>, hex: string): Answer<Reply> | undefined {
  const decoded = decodeFrame(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
  return answerOf(request, decoded.frame);
}

const hexOf = (request: Request<unknown>): string =>
  Buffer.from(encodeFrame(requestFrame(request))).toString('hex');

describe('requests', () => {
  it('are the published ones', () => {
    expect(hexOf(simplePoll(2))).toBe('020001feff');
    expect(hexOf(requestSerialNumber(2))).toBe('020001f20b');
    expect(hexOf(requestEquipmentCategory(2))).toBe('020001f508');
    expect(hexOf(requestCoinId(2, 3))).toBe('020101b80341');
  });

  it('write the dispense command with the serial number lowest byte first, never to be repeated', () => {
    const security = shippedCiphers['serial-number']?.(0x01_02_03).securityBytes(new Uint8Array(0));
    const request = dispenseCoins({
      address: 3,
      security: security ?? new Uint8Array(0),
      count: 9,
    });
    expect([...request.data]).toEqual([3, 2, 1, 9]);
    expect(request.isIdempotent).toBe(false);
  });
});

describe('answers', () => {
  it('read the published replies', () => {
    expect(answer(simplePoll(2), '01 00 02 00 FD')).toEqual({ kind: 'ok', value: 'ack' });
    expect(answer(requestSerialNumber(2), '01 03 02 00 4E 61 BC 8F')).toEqual({
      kind: 'ok',
      value: 0xbc_61_4e,
    });
    expect(answer(requestCoinId(2, 1), '01 06 02 00 47 42 31 30 30 41 9C')).toEqual({
      kind: 'ok',
      value: 'GB100A',
    });
    const category = '01 0D 02 00 43 6F 69 6E 20 41 63 63 65 70 74 6F 72 16';
    expect(answer(requestEquipmentCategory(2), category)).toEqual({
      kind: 'ok',
      value: 'Coin Acceptor',
    });
    const events = '01 0B 02 00 03 05 05 01 05 01 05 00 00 00 00 D9';
    expect(answer(readBufferedCredit(2), events)).toMatchObject({
      kind: 'ok',
      value: { counter: 3, pairs: [{ a: 5, b: 5 }, { a: 1, b: 5 }, { a: 1, b: 5 }, {}, {}] },
    });
  });

  it('belong to nobody when they come from elsewhere or are too short or too long', () => {
    expect(answer(simplePoll(3), '01 00 02 00 FD')).toBeUndefined();
    expect(answer(requestSerialNumber(2), '01 00 02 00 FD')).toBeUndefined();
    expect(answer(simplePoll(2), '01 03 02 00 4E 61 BC 8F')).toBeUndefined();
    expect(answer(simplePoll(2), '02 00 01 FE FF')).toBeUndefined();
  });

  it('tell NAK and BUSY from data', () => {
    const frame = { destination: 1, source: 3, data: new Uint8Array(0) };
    expect(answerOf(requestHopperStatus(3), { ...frame, header: 5 })).toEqual({ kind: 'nak' });
    expect(answerOf(requestHopperStatus(3), { ...frame, header: 6 })).toEqual({ kind: 'busy' });
    expect(answerOf(requestHopperStatus(3), { ...frame, header: 7 })).toBeUndefined();
  });

  it('never throw on any data', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (data) => {
        const asked = [
          readBufferedCredit(2),
          requestHopperStatus(2),
          requestDispenseCount(2),
          requestInhibitStatus(2),
          testHopper(2),
          requestSerialNumber(2),
          requestCoinId(2, 1),
        ];
        for (const request of asked) expect(() => request.parse(data)).not.toThrow();
      }),
    ));
});
