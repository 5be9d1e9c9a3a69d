import { describe, expect, it } from 'vitest';
import { debtReceipt, type ReceiptFacts } from './debt-receipt.ts';
import { LANGUAGES } from './language.ts';

const FACTS: ReceiptFacts = {
  till: 'shop-1',
  debtId: '0f0e6a1e-54e5-4be3-9d2c-0f6f9a4e1d11/owed',
  cause: 'owed',
  sale: 'ticket 4711',
  remainingMinor: 170,
  currency: 'EUR',
  recordedAtMs: Date.UTC(2026, 10, 22, 12),
};

describe('a receipt for money that is owed', () => {
  it.each(LANGUAGES)('fits on every printer, in %s', (language) => {
    const lines = debtReceipt(FACTS, language);
    expect(lines.every((line) => line.length <= 32)).toBe(true);
    expect(lines.join(' ')).toContain('shop-1');
    expect(lines.join(' ')).toContain('ticket 4711');
    expect(lines.join('')).toContain(FACTS.debtId);
    expect(lines.join(' ')).toMatch(/1[.,]70/);
  });

  it('leaves out the sale there was none', () => {
    const { sale: _, ...outside } = FACTS;
    const lines = debtReceipt({ ...outside, cause: 'unassigned' }, 'en');
    expect(lines.some((line) => line.startsWith('Sale'))).toBe(false);
    expect(lines).toContain('It was put in outside a sale.');
  });
});
