import { describe, expect, it } from 'vitest';
import { drivers } from '../../drivers.ts';
import { sspConfigSchema } from './config.ts';

const UNIT = { unit: 'smart-payout', device: 'notes', currency: 'EUR', recycled: [500] };

describe('a port that is refused', () => {
  it.each([
    ['no units', { units: [] }],
    ['a word too many', { units: [UNIT], colour: 'red' }],
    ['polls too often', { units: [UNIT], pollMs: 100 }],
    ['a payout that is not encrypted', { units: [{ ...UNIT, encryption: false }] }],
    ['a payout of nothing', { units: [{ ...UNIT, recycled: [] }] }],
    ['a value twice', { units: [{ ...UNIT, recycled: [500, 500] }] }],
    ['a validator that pays', { units: [{ ...UNIT, unit: 'validator' }] }],
    ['notes that go nowhere in', { units: [{ ...UNIT, takesCash: false }] }],
    ['a currency in words', { units: [{ ...UNIT, currency: 'euro' }] }],
    ['a key too short', { units: [{ ...UNIT, fixedKey: '0123' }] }],
    ['two units at one address', { units: [UNIT, { ...UNIT, device: 'others' }] }],
    ['two units of one name', { units: [UNIT, { ...UNIT, address: 5 }] }],
    ['an address beyond all', { units: [{ ...UNIT, address: 126 }] }],
  ])('has %s', (_, config) => {
    expect(sspConfigSchema.safeParse(config).success).toBe(false);
  });
});

describe('a port', () => {
  it('has its units where they are by default', async () => {
    const hopper = { ...UNIT, unit: 'smart-hopper', device: 'coins', takesCash: false };
    const { units } = sspConfigSchema.parse({ units: [UNIT, hopper] });
    expect(units.map(({ address }) => address)).toEqual([0x00, 0x10]);
    expect((await drivers['ssp']?.())?.family).toBe('ssp');
  });
});
