import { describe, expect, test } from 'vitest';
import type { SaleView, StatusView } from '../schema.ts';
import { notices } from './notices.ts';
import { saleFigures } from './sale-figures.ts';
import { statusOf } from '../../../test/support/page-status.ts';

const SALE: SaleView = {
  saleId: '5a1e',
  state: 'collecting',
  client: 'pos',
  amountDueMinor: 130,
  cashDueMinor: 130,
  currency: 'EUR',
  insertedMinor: 50,
  inserted: [{ valueMinor: 50, count: 1 }],
  restMinor: 80,
  isPaid: false,
  changeDueMinor: 0,
  differenceMinor: 0,
  paidOutMinor: 0,
  owedMinor: 0,
  unresolvedMinor: 0,
  isAcknowledged: false,
  startedAt: '2026-01-05T08:00:00.000Z',
};

const PAID: SaleView = {
  ...SALE,
  state: 'settled',
  insertedMinor: 200,
  restMinor: 0,
  isPaid: true,
  changeDueMinor: 70,
};

const FILLING = {
  depositId: 'd1',
  state: 'collecting',
  purpose: 'fill',
  client: 'page',
  operator: 'anna',
  currency: 'EUR',
  insertedMinor: 400,
  inserted: [],
  end: null,
  keptMinor: 0,
  paidOutMinor: 0,
  owedMinor: 0,
  unresolvedMinor: 0,
  mayEnd: false,
  unanswered: [],
  isAcknowledged: false,
  startedAt: SALE.startedAt,
} as const;

describe('the one number', () => {
  test.each([
    ['nothing yet', statusOf({}), 'idle', undefined],
    ['collecting', statusOf({ activity: 'collecting', sale: SALE }), 'collecting', ['rest', 80]],
    [
      'counting after paying',
      statusOf({ activity: 'counting', sale: { ...PAID, state: 'settling' } }),
      'counting-paid',
      ['change', 70],
    ],
    [
      'counting after cancelling',
      statusOf({ activity: 'counting', sale: { ...SALE, state: 'cancelled' } }),
      'counting-cancelled',
      ['money-back', 50],
    ],
    [
      'returning',
      statusOf({ activity: 'paying-out', sale: { ...SALE, state: 'returning' } }),
      'returning',
      ['money-back', 50],
    ],
    ['finished', statusOf({ sale: PAID }), 'settled', ['change', 70]],
    ['taken over', statusOf({ sale: { ...PAID, isAcknowledged: true } }), 'idle', ['change', 70]],
    [
      'owed, though taken over',
      statusOf({ sale: { ...PAID, state: 'owed', owedMinor: 20, isAcknowledged: true } }),
      'owed',
      ['owed', 20],
    ],
    [
      'unresolved, though set aside',
      statusOf({ sale: { ...PAID, state: 'unresolved', unresolvedMinor: 50 } }),
      'unresolved',
      ['unresolved', 50],
    ],
    [
      'not ready',
      statusOf({ activity: 'not-ready', isReady: false, sale: PAID }),
      'not-ready',
      ['change', 70],
    ],
    [
      'paying a debt after a sale',
      statusOf({
        activity: 'paying-out',
        sale: PAID,
        debts: [
          {
            debtId: 'd/owed',
            cause: 'owed',
            currency: 'EUR',
            amountMinor: 90,
            remainingMinor: 40,
            isBeingPaid: true,
            recordedAt: SALE.startedAt,
          },
        ],
      }),
      'paying-debt',
      ['open-amount', 40],
    ],
    [
      'an operator putting cash in after a sale',
      statusOf({ activity: 'collecting', sale: PAID, deposit: FILLING }),
      'deposit',
      ['inserted', 400],
    ],
    ['an operation', statusOf({ activity: 'paying-out', sale: PAID }), 'moving', undefined],
  ] as const)('of %s', (...[, status, headline, number]) => {
    const { headline: shown, main } = saleFigures(status);
    expect(shown).toBe(headline);
    expect(main === undefined ? undefined : [main.name, main.amountMinor]).toEqual(number);
  });
});

function ids(status: StatusView, link: 'live' | 'lost' = 'live'): readonly string[] {
  return notices({ link, status, seenAtMs: 0 }, 'en').map(({ id }) => id);
}

describe('notices', () => {
  test('there are none when all is well', () => {
    expect(ids(statusOf({}))).toEqual([]);
  });

  test('a lost connection comes before everything else', () => {
    expect(ids(statusOf({ exactChangeOnly: true }), 'lost')).toEqual(['link', 'exact']);
  });

  test('a machine that takes nothing is worse than a part that fails', () => {
    const hopper = {
      device: 'h',
      currency: 'EUR',
      kind: 'coin-dispenser',
      state: 'down',
      detail: '',
      valuesMinor: [],
      hasEscrow: false,
      canCollect: false,
    } as const;
    expect(ids(statusOf({ devices: [hopper] }))).toEqual(['part']);
    expect(ids(statusOf({ devices: [hopper], isReady: false }))).toEqual(['ready']);
  });

  test('places to look after are said in one notice each way, but not twice', () => {
    const levels = [
      { place: 'hopper-10', currency: 'EUR', valueMinor: 10, level: 'near-empty' },
      { place: 'hopper-20', currency: 'EUR', valueMinor: 20, level: 'empty' },
      { place: 'hopper-50', currency: 'EUR', valueMinor: 50, level: 'near-full' },
    ] as const;
    expect(ids(statusOf({ levels }))).toEqual(['low', 'high']);
    expect(ids(statusOf({ levels, exactChangeOnly: true }))).toEqual(['exact', 'high']);
  });

  test('what is unresolved is said for each device', () => {
    const unresolved = [
      { device: 'a', currency: 'EUR', amountMinor: 50 },
      { device: 'b', currency: 'EUR', amountMinor: 10 },
    ];
    expect(ids(statusOf({ unresolved }))).toEqual(['unresolved-a', 'unresolved-b']);
  });
});

describe('amounts of another currency', () => {
  test('keep it, and are not added to others', () => {
    const unresolved = [
      { device: 'a', currency: 'USD', amountMinor: 500 },
      { device: 'b', currency: 'EUR', amountMinor: 10 },
    ];
    const status = statusOf({ activity: 'unresolved', unresolved });
    expect(saleFigures(status)).toMatchObject({ main: { amountMinor: 500 }, currency: 'USD' });
    const texts = notices({ link: 'live', status, seenAtMs: 0 }, 'en').map(({ title }) => title);
    expect(texts.join(' ')).toMatch(/US\$5\.00|\$5\.00/);
    expect(texts.join(' ')).toContain('€0.10');
    const sale = { ...PAID, currency: 'USD' };
    expect(saleFigures(statusOf({ sale })).currency).toBe('USD');
  });
});
