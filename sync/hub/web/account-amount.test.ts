import { expect, it } from 'vitest';
import { amountText, typedAmount } from './account-amount.ts';

const WALLET = { account: 'wallet', currency: 'EUR' };
const CREDITS = { account: 'credits', currency: 'EUR' };

it.each([
  ['', WALLET],
  ['0', WALLET],
  ['0.00', WALLET],
  ['-5', WALLET],
  ['12.345', WALLET],
  ['1.5', CREDITS],
  ['1.5', { account: 'wallet', currency: 'JPY' }],
  ['1.500,00', WALLET],
  ['12 50', WALLET],
  ['1e3', WALLET],
])('%j of %o is no amount', (text, unit) => {
  expect(typedAmount(text, unit)).toBeUndefined();
});

it.each([
  ['120', WALLET, 12_000],
  ['120.5', WALLET, 12_050],
  ['120,50', WALLET, 12_050],
  [' 0,01 ', WALLET, 1],
  ['60', CREDITS, 60],
  ['500', { account: 'wallet', currency: 'JPY' }, 500],
])('%j of %o is %d', (text, unit, amount) => {
  expect(typedAmount(text, unit)).toBe(amount);
});

it('is shown as what it is: pieces, minutes or money', () => {
  expect(amountText(60, CREDITS, 'en')).toBe('60 credits');
  expect(amountText(12_050, WALLET, 'de')).toMatch(/^120,50\s€$/);
  expect(amountText(90, { account: 'pool-remote', currency: 'EUR' }, 'en')).toBe('90 min');
  expect(amountText(7, { account: 'another', currency: undefined }, 'en')).toBe('7');
});
