import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notesOfTable, tableEntry } from './bill-table.ts';
import { ccnetConfigSchema } from './config.ts';
import { ccnet } from './driver.ts';
import { billStatusOf, enableBillTypes } from './machine.ts';

const EURO = { currency: 'EUR', minorDigits: 2 };

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function entry(digit: number, country: string, exponent: number): number[] {
  return [digit, ...Buffer.from(country, 'latin1'), exponent];
}

describe('CCNET polls', () => {
  it('takes a state nobody has described for a fault, never for a note', () => {
    expect(billStatusOf(Uint8Array.of(0x5e))).toEqual({
      kind: 'fault',
      code: 'unknown-state',
      detail: '5E',
    });
    expect(billStatusOf(Uint8Array.of(0x81))).toMatchObject({ code: 'unknown-state' });
    expect(billStatusOf(Uint8Array.of(0x80))).toMatchObject({ code: 'unknown-state' });
  });

  it.each([
    ['10', { kind: 'power-up', note: 'none' }],
    ['11', { kind: 'power-up', note: 'in-acceptor-returned' }],
    ['12', { kind: 'power-up', note: 'in-stacker-credited' }],
    ['14', { kind: 'ready', isEnabled: true }],
    ['19', { kind: 'ready', isEnabled: false }],
    ['8002', { kind: 'escrow', code: 2 }],
    ['8102', { kind: 'stacked', code: 2 }],
    ['8202', { kind: 'returned' }],
    ['4750', { kind: 'fault', code: 'failure', detail: 'stack motor' }],
    ['4742', { kind: 'fault', code: 'failure', detail: '42' }],
    ['1c99', { kind: 'incident', code: 'note-rejected-99', isFraud: false, isReturning: true }],
    ['45', { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false }],
  ])('reads %s', (hex, status) => {
    expect(billStatusOf(Buffer.from(hex, 'hex'))).toEqual(status);
  });

  it('reads any payload', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 250 }), (payload) => {
        expect(billStatusOf(payload).kind).toBeTypeOf('string');
      }),
    ));
});

describe('CCNET notes', () => {
  it('sets the bits of the types, once to enable and once for escrow', () => {
    expect(hexOf(enableBillTypes([]))).toBe('34000000000000');
    expect(hexOf(enableBillTypes([2, 3, 4]))).toBe('3400001c00001c');
    expect(hexOf(enableBillTypes([0, 23]))).toBe('34800001800001');
  });

  it('takes no table that is not one', () => {
    expect(notesOfTable(new Uint8Array(0), EURO)).toBeUndefined();
    expect(notesOfTable(new Uint8Array(121), EURO)).toBeUndefined();
  });

  it('reads zeros and decimals, and leaves out other currencies, blanks and tickets', () => {
    const table = Uint8Array.from([
      ...entry(0, 'EUR', 0),
      ...entry(5, 'EUR', 0),
      ...entry(2, 'EUR', 2),
      ...entry(5, 'USD', 0),
      ...entry(5, 'EUR', 0x81),
      ...entry(5, 'EUR', 0x84),
      ...Array.from({ length: 16 }, () => entry(0, '\0\0\0', 0)).flat(),
      ...entry(1, 'EUR', 0),
    ]);
    expect([...(notesOfTable(table, EURO) ?? [])]).toEqual([
      [1, 500],
      [2, 20_000],
      [4, 50],
      [22, 100],
    ]);
    const ticket = Uint8Array.from([...new Uint8Array(115), ...entry(1, 'EUR', 0)]);
    expect(notesOfTable(ticket, EURO)?.size).toBe(0);
  });

  it('reads what the simulated validator writes', () => {
    for (const valueMinor of [500, 1_000, 2_000, 50_000]) {
      expect([...(notesOfTable(tableEntry(valueMinor, EURO), EURO)?.values() ?? [])]).toEqual([
        valueMinor,
      ]);
    }
  });
});

describe('CCNET configuration', () => {
  it('demands 9600 or 19200 8N1, which a pseudo-terminal could not show', () => {
    expect(ccnet.serialLine).toEqual({ dataBits: 8, parity: 'none', stopBits: 1 });
  });

  it.each([
    {},
    { device: 'note', currency: 'eur' },
    { device: 'note', currency: 'EUR', address: 0 },
    { device: 'note', currency: 'EUR', pollMs: 50 },
    { device: 'note', currency: 'EUR', holdEveryMs: 12_000 },
    { device: 'note', currency: 'EUR', baud: 9_600 },
  ])('refuses %j', (config) => {
    expect(ccnetConfigSchema.safeParse(config).success).toBe(false);
  });
});
