import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, COMMAND, payoutByDenomination, valueBytes } from './commands.ts';
import {
  DEFAULT_FIXED_KEY,
  drawKeyMaterial,
  powerModulo,
  seal,
  sessionKey,
  toLittleEndian,
  unseal,
} from './crypt.ts';
import { decodeFrame, encodeFrame } from './frame.ts';

/** The maker's own library, worked through by hand: both directions, bit for bit. */
const GENERATOR = 982_451_653n;
const MODULUS = 1_287_821n;
const HOST_SECRET = 12_345n;
const SLAVE_SECRET = 54_321n;
const SHARED = 58_592n;
const KEY = sessionKey(DEFAULT_FIXED_KEY, SHARED);
const PAYOUT_5_EUR = [0x33, ...valueBytes(500, 'EUR'), 0x58];

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

function dataOf(text: string): Uint8Array {
  const decoded = decodeFrame(bytesOf(text));
  if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
  return decoded.frame.data;
}

const SEALED = [
  {
    sealed: '7F 80 11 7E 38 C5 5A 43 87 95 6E 23 55 BB BF 3F 1E 8F 06 81 8B 2F',
    address: 0,
    sequence: 1,
    count: 0,
    data: PAYOUT_5_EUR,
  },
  {
    sealed: '7F 00 11 7E 9B 94 9E 6B FD FF A0 F4 60 8B E8 B7 19 BA B9 DD 6E E4',
    address: 0,
    sequence: 0,
    count: 1,
    data: PAYOUT_5_EUR,
  },
  {
    sealed: '7F 80 11 7E 2C AC B0 15 8F 02 6F 91 B4 80 90 40 D9 42 F4 BC 71 7E',
    address: 0,
    sequence: 1,
    count: 2,
    data: [0x3b, 0x00, ...valueBytes(500, 'EUR')],
  },
  {
    sealed: '7F 10 11 7E 96 D2 F7 49 09 DC C5 4A A6 4B 37 75 A9 90 2B 48 27 40',
    address: 0x10,
    sequence: 0,
    count: 3,
    data: [0x33, ...valueBytes(500, 'EUR'), 0x19],
  },
] as const;

describe('what is not a sealed packet', () => {
  const sealed = dataOf(SEALED[0].sealed);

  it('is told by its mark, its length or its checksum', () => {
    expect(unseal(KEY, Uint8Array.of())).toEqual({ kind: 'bad', reason: 'not-sealed' });
    expect(unseal(KEY, Uint8Array.of(0xf0))).toEqual({ kind: 'bad', reason: 'not-sealed' });
    expect(unseal(KEY, sealed.subarray(0, 16))).toEqual({ kind: 'bad', reason: 'length' });
    expect(unseal(KEY, sealed.subarray(0, 1))).toEqual({ kind: 'bad', reason: 'length' });
    expect(unseal(sessionKey(0n, SHARED), sealed)).toEqual({ kind: 'bad', reason: 'checksum' });
  });

  it('never throws', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => unseal(KEY, bytes)).not.toThrow();
        expect(() => unseal(KEY, Uint8Array.of(0x7e, ...bytes))).not.toThrow();
      }),
    ));
});

describe('the key exchange of the worked example', () => {
  it('agrees on the same key at both ends', () => {
    const hostInter = powerModulo(GENERATOR, HOST_SECRET, MODULUS);
    const slaveInter = powerModulo(GENERATOR, SLAVE_SECRET, MODULUS);
    expect([hostInter, slaveInter]).toEqual([185_556n, 787_044n]);
    expect(powerModulo(slaveInter, HOST_SECRET, MODULUS)).toBe(SHARED);
    expect(powerModulo(hostInter, SLAVE_SECRET, MODULUS)).toBe(SHARED);
    const bytes = bytesOf('67452301 67452301 e0e40000 00000000');
    const block = bytesOf('00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF');
    const byHand = createCipheriv('aes-128-ecb', bytes, null).update(block);
    expect(KEY.encrypt(block)).toEqual(byHand);
    expect(KEY.decrypt(byHand)).toEqual(block);
  });

  it.each([
    { text: '7F 00 09 4A C5 05 8F 3A 00 00 00 00 8D 53', code: 0x4a, value: GENERATOR },
    { text: '7F 80 09 4B 8D A6 13 00 00 00 00 00 6C F6', code: 0x4b, value: MODULUS },
    { text: '7F 00 09 4C D4 D4 02 00 00 00 00 00 89 D9', code: 0x4c, value: 185_556n },
  ])('sends $text', ({ text, code, value }) => {
    const sequence = text.startsWith('7F 80') ? 1 : 0;
    const data = Uint8Array.of(code, ...toLittleEndian(value));
    expect(hexOf(encodeFrame({ address: 0, sequence, data }))).toBe(hexOf(bytesOf(text)));
    expect(dataOf(text)).toEqual(data);
  });

  it('draws different primes below 2^32, the generator larger', () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { generator, modulus, secret } = drawKeyMaterial();
      expect(generator).toBeGreaterThan(modulus);
      expect(generator).toBeLessThan(2n ** 32n);
      expect(secret).toBeLessThan(2n ** 32n);
      for (const prime of [generator, modulus]) expect(powerModulo(2n, prime - 1n, prime)).toBe(1n);
    }
  });
});

describe('the packets of the worked example', () => {
  it.each(SEALED)('seals count $count as $sealed', ({ sealed, address, sequence, count, data }) => {
    const plain = Uint8Array.from(data);
    const packet = seal({ key: KEY, count, data: plain });
    expect(hexOf(encodeFrame({ address, sequence, data: packet }))).toBe(hexOf(bytesOf(sealed)));
    expect(unseal(KEY, dataOf(sealed))).toEqual({ kind: 'data', count, data: plain });
  });

  it('seals and reads a packet with packing of somebody else', () => {
    const key = sessionKey(DEFAULT_FIXED_KEY, 0x6595n);
    const text = '7F 00 11 7E 70 2F FE 1D 41 19 44 AD DA D1 DF D6 77 F5 33 CC 63 1D';
    const data = Uint8Array.of(0xf0, 0x00, 0x4a, 0x78, 0xb4);
    expect(unseal(key, dataOf(text))).toEqual({ kind: 'data', count: 1, data });
    const packing = bytesOf('A1 6C 6C D3');
    const packet = seal({ key, count: 1, data, packing });
    expect(hexOf(encodeFrame({ address: 0, sequence: 0, data: packet }))).toBe(
      hexOf(bytesOf(text)),
    );
  });

  it('reads back what it seals, whatever the length', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 233 }), fc.nat(2 ** 31), (data, count) => {
        const packet = seal({ key: KEY, count, data });
        expect(packet.length).toBeLessThanOrEqual(255);
        expect(unseal(KEY, packet)).toEqual({ kind: 'data', count, data });
      }),
    ));

  it('writes the published payout by denomination', () => {
    const { code, data } = payoutByDenomination('test', {
      count: 2,
      value: valueBytes(500, 'EUR'),
      code: COMMAND.payoutByDenomination,
    });
    expect(hexOf(Uint8Array.of(code, ...data))).toBe('46010200f401000045555219');
    expect(command(0x07).data).toHaveLength(0);
  });
});
