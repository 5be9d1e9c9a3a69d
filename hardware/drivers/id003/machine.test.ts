import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tracesOf } from '../../../test/contract/bill-traces.ts';
import { id003Codec } from './codec.ts';
import { id003ConfigSchema } from './config.ts';
import { currencyEntry, notesOfCurrencies } from './currency-table.ts';
import { id003 } from './driver.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { billStatusOf, enableDenominations, inhibit } from './machine.ts';

const NOTHING = new Uint8Array(0);
const ANY = { country: undefined, minorDigits: 2 };

function nameFrom(bytes: Uint8Array, from: 'host' | 'device'): string {
  const decoded = id003Codec.decode(bytes, from);
  return decoded.kind === 'frame' ? decoded.frame.name : decoded.kind;
}

describe('ID-003 frames', () => {
  it.each([
    ['', 'need-more'],
    ['fc', 'need-more'],
    ['fc05', 'need-more'],
    ['05', 'bad'],
    ['00', 'bad'],
    ['fc04', 'bad'],
    ['fc05112757', 'bad'],
  ])('sees what %s is', (hex, kind) => {
    expect(decodeFrame(Buffer.from(hex, 'hex')).kind).toBe(kind);
  });

  it('refuses to write what no frame can hold', () => {
    expect(() => encodeFrame({ code: 0, data: new Uint8Array(251) })).toThrow(RangeError);
  });

  it.each([
    ['fc05112756', 'STATUS REQ', 'ENABLE'],
    ['fc05402b15', 'RESET', 'POWER UP'],
    ['fc0541a204', 'STACK-1', 'POWER UP WITH BILL IN ACCEPTOR'],
    ['fc05440f53', 'HOLD', 'STACKER OPEN'],
  ])('names %s by who has sent it', (hex, host, device) => {
    expect(nameFrom(Buffer.from(hex, 'hex'), 'host')).toBe(host);
    expect(nameFrom(Buffer.from(hex, 'hex'), 'device')).toBe(device);
  });

  it('names every published frame as it was published', () => {
    for (const { name, from, bytes } of tracesOf('id003')) {
      const named = nameFrom(Uint8Array.from(bytes), from[0] ?? 'host');
      expect(named).not.toBe('');
      expect(name).toMatch(new RegExp(`^${named}`));
    }
  });
});

describe('ID-003 statuses', () => {
  it.each([
    ['11', { kind: 'ready', isEnabled: true }],
    ['1a', { kind: 'ready', isEnabled: false }],
    ['13', { kind: 'fault', code: 'unknown-state', detail: '13' }],
    ['1363', { kind: 'escrow', code: 0x63 }],
    ['15', { kind: 'stacked', code: undefined }],
    ['16', { kind: 'moving' }],
    [
      '1771',
      { kind: 'incident', code: 'note-rejected-insertion', isFraud: false, isReturning: true },
    ],
    ['17', { kind: 'incident', code: 'note-rejected-00', isFraud: false, isReturning: true }],
    ['40', { kind: 'power-up', note: 'none' }],
    ['41', { kind: 'power-up', note: 'in-acceptor-untold' }],
    ['42', { kind: 'power-up', note: 'in-stacker-untold' }],
    ['48', { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false }],
    ['49a2', { kind: 'fault', code: 'failure', detail: 'stack motor' }],
    ['4901', { kind: 'fault', code: 'failure', detail: '01' }],
    ['77', { kind: 'fault', code: 'unknown-state', detail: '77' }],
  ])('reads %s', (hex, status) => {
    const [code = 0, ...data] = Buffer.from(hex, 'hex');
    expect(billStatusOf({ code, data: Uint8Array.from(data) })).toEqual(status);
  });

  it('reads any frame', () =>
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 250 }), (code, data) => {
        expect(billStatusOf({ code, data }).kind).toBeTypeOf('string');
      }),
    ));
});

describe('ID-003 notes', () => {
  it('sets the bit of what is to stay out', () => {
    expect(enableDenominations([]).data).toEqual(Uint8Array.of(0xff, 0));
    expect(enableDenominations([0x61, 0x63]).data).toEqual(Uint8Array.of(0xfa, 0));
    expect(inhibit(true).data).toEqual(Uint8Array.of(1));
    expect(Buffer.from(encodeFrame(inhibit(false))).toString('hex')).toBe('fc06c30004d6');
  });

  it('takes no table that is not one, is empty or mixes countries', () => {
    const two = [...currencyEntry(0x61, 1, 5), ...currencyEntry(0x62, 2, 10)];
    for (const data of [NOTHING, new Uint8Array(7), new Uint8Array(8), Uint8Array.from(two)]) {
      expect(notesOfCurrencies(data, ANY).kind).toBe('bad');
    }
    const one = notesOfCurrencies(Uint8Array.from(two), { ...ANY, country: 2 });
    expect(one).toEqual({ kind: 'notes', notes: new Map([[0x62, 1_000]]) });
  });

  it('reads value and zeros, and leaves out what is no denomination', () => {
    const data = Uint8Array.from([
      0x60, 1, 5, 0, 0x61, 1, 0, 0, 0x62, 1, 5, 0, 0x65, 1, 2, 2, 0x69, 1, 5, 0,
    ]);
    const notes = new Map([
      [0x62, 500],
      [0x65, 20_000],
    ]);
    expect(notesOfCurrencies(data, ANY)).toEqual({ kind: 'notes', notes });
  });
});

describe('ID-003 configuration', () => {
  it('demands 9600 8E1, which a pseudo-terminal could not show', () => {
    expect(id003.serialLine).toEqual({ dataBits: 8, parity: 'even', stopBits: 1 });
  });

  it.each([
    {},
    { device: 'note', currency: 'euro' },
    { device: 'note', currency: 'EUR', address: 3 },
    { device: 'note', currency: 'EUR', denominations: [{ code: 0x60, valueMinor: 500 }] },
  ])('refuses %j', (config) => {
    expect(id003ConfigSchema.safeParse(config).success).toBe(false);
  });
});
