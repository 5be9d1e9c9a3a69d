import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deleted, typed } from './draft-typing.ts';
import {
  ACTION_TERMS,
  actionsAt,
  currenciesAt,
  deedOf,
  EMPTY_DRAFT,
  hindranceOf,
  inCurrency,
  isAtMachine,
  MONEY_ACTIONS,
  placesFor,
  valuesAt,
  type Draft,
} from './money-actions.ts';
import { statusOf } from '../../../test/support/page-status.ts';
import { depositText, enteredText, operationText, type DepositState } from './money-outcome.ts';
import { customerBusiness } from './taken-screen.ts';

const FULL: Draft = {
  currency: undefined,
  place: 'hopper-50',
  pieces: [{ valueMinor: 50, count: 3 }],
  amountMinor: 1_250,
  reason: ' bank ',
  reference: '4711',
  extent: 'to-float',
};
const OPTIONS = { currency: 'EUR', key: 'k' };

function without(field: keyof Draft): Draft {
  return { ...FULL, [field]: EMPTY_DRAFT[field] };
}

describe('a deed', () => {
  test('comes of a whole draft, and of none that lacks what it needs', () => {
    const needs = {
      place: 'place',
      cassette: 'place',
      drawer: 'place',
      program: 'place',
      pieces: 'pieces',
      amount: 'amountMinor',
      reason: 'reason',
      reference: 'reference',
      extent: 'extent',
    } as const;
    for (const action of MONEY_ACTIONS) {
      expect(deedOf(action, FULL, OPTIONS)).toMatchObject({ action, key: 'k' });
      for (const field of ACTION_TERMS[action].fields) {
        // Without one it is the till's own.
        if (field === 'currency') continue;
        expect(
          deedOf(action, without(needs[field]), OPTIONS),
          `${action}/${field}`,
        ).toBeUndefined();
      }
    }
  });

  test('says what the API asks for', () => {
    expect(deedOf('refund', FULL, OPTIONS)).toMatchObject({
      path: '/v1/operations',
      amountMinor: 1_250,
      body: {
        purpose: 'refund',
        order: { kind: 'amount', amountMinor: 1_250 },
        reason: 'bank',
        reference: '4711',
      },
    });
    expect(deedOf('fill', { ...FULL, place: 'a/b' }, OPTIONS)).toMatchObject({
      path: '/v1/counts/a%2Fb',
      amountMinor: 150,
      body: { reason: 'fill', added: [{ valueMinor: 50, count: 3 }] },
    });
  });

  test('of every payout and deposit names the currency that it is in', () => {
    const usd = { currency: 'USD', key: 'k' };
    const asking = ['fill-machine', 'exchange', 'collect', 'empty', 'float', 'refund', 'dispense'];
    for (const action of MONEY_ACTIONS.filter((one) => asking.includes(one))) {
      expect(deedOf(action, FULL, usd)).toMatchObject({
        currency: 'USD',
        body: { currency: 'USD' },
      });
      expect(deedOf(action, FULL, OPTIONS)).toMatchObject({ body: { currency: 'EUR' } });
    }
  });

  test('keeps nothing of another currency but what has none', () => {
    const changed = inCurrency(FULL, 'USD');
    expect(changed).toEqual({
      ...EMPTY_DRAFT,
      currency: 'USD',
      reason: FULL.reason,
      reference: FULL.reference,
      extent: FULL.extent,
    });
    expect(deedOf('dispense', changed, OPTIONS)).toBeUndefined();
    expect(deedOf('fill', changed, OPTIONS)).toBeUndefined();
  });

  test('of a count may be nothing at all, once that has been typed', () => {
    const none = { ...FULL, pieces: [{ valueMinor: 50, count: 0 }] };
    expect(deedOf('count', none, OPTIONS)?.body).toEqual({ reason: 'count', counted: [] });
    expect(deedOf('take', none, OPTIONS)).toBeUndefined();
  });
});

describe('the number keys', () => {
  test('write what is typed, and never more than the API takes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('0', '00', '7'), { maxLength: 12 }), (keys) => {
        const target = { kind: 'amount' } as const;
        const draft = keys.reduce((now, key) => typed(now, target, key), EMPTY_DRAFT);
        const whole = Number(keys.join(''));
        expect(draft.amountMinor).toBeLessThanOrEqual(Math.min(whole, 2_000_000));
        // What fits is as it was typed; of what does not, the key that was too much is left out.
        expect(whole > 2_000_000 || draft.amountMinor === whole).toBe(true);
      }),
    );
  });

  test('take back the last digit, down to nothing typed', () => {
    const target = { kind: 'pieces', valueMinor: 50 } as const;
    const twelve = typed(typed(EMPTY_DRAFT, target, '1'), target, '2');
    expect(twelve.pieces).toEqual([{ valueMinor: 50, count: 12 }]);
    const one = deleted(twelve, target);
    expect(one.pieces).toEqual([{ valueMinor: 50, count: 1 }]);
    expect(deleted(one, target).pieces).toEqual([]);
    const reference = { kind: 'reference' } as const;
    expect(deleted(typed(FULL, reference, '00'), reference).reference).toBe('47110');
  });
});

describe('what can be begun', () => {
  const ALL = ['fill', 'collect', 'refund'];

  test('is what the rights allow, on a machine that is free and can', () => {
    expect(hindranceOf('refund', statusOf({}), ['fill'])).toBe('no-right');
    expect(hindranceOf('refund', statusOf({ activity: 'paying-out' }), ALL)).toBe('busy');
    expect(hindranceOf('fill', statusOf({ activity: 'paying-out' }), ALL)).toBeUndefined();
    expect(hindranceOf('refund', statusOf({ activity: 'not-ready' }), ALL)).toBeUndefined();
    expect(hindranceOf('collect', statusOf({}), ALL)).toBe('cannot-collect');
  });

  test('a shift is opened or closed, and a drawer is one that is there', () => {
    const drawer = { device: 'd', kind: 'cash-drawer', state: 'up', detail: '' } as const;
    expect(actionsAt(statusOf({}), true)).not.toContain('shift-open');
    expect(actionsAt(statusOf({}), false)).not.toContain('shift-close');
    expect(actionsAt(statusOf({}), false)).not.toContain('open-drawer');
    expect(actionsAt(statusOf({ peripherals: [drawer] }), false)).toContain('open-drawer');
  });

  test('at a whole machine is what it can do, and it alone asks there', () => {
    const machine = {
      device: 'cashdro',
      kind: 'cash-changer',
      currency: 'EUR',
      state: 'up',
      detail: '',
      warnings: [],
      valuesMinor: [],
      canCollect: false,
      hasEscrow: false,
    } as const;
    const whole = actionsAt(statusOf({ devices: [machine] }), false);
    expect(whole).toEqual(
      expect.arrayContaining(['withdraw', 'take-notes', 'take-coins', 'to-cassette', 'float']),
    );
    expect(whole.filter((one) => ['collect', 'empty', 'exchange'].includes(one))).toEqual([]);
    const own = actionsAt(statusOf({}), false);
    expect(own.filter(isAtMachine)).toEqual([]);
    expect(own).toEqual(expect.arrayContaining(['collect', 'empty', 'exchange']));
  });

  test.each([
    ['withdraw', 'empty', 'withdrawal'],
    ['take-notes', 'empty', 'take-notes'],
    ['take-coins', 'empty', 'take-coins'],
    ['to-cassette', 'collect', 'to-cassette'],
  ] as const)('%s at the machine is a %s, of %s', (action, purpose, task) => {
    expect(ACTION_TERMS[action].right).toBe(purpose);
    expect(deedOf(action, EMPTY_DRAFT, OPTIONS)).toMatchObject({
      path: '/v1/operations',
      body: { purpose, order: { kind: 'at-machine', task } },
    });
  });

  test('is in the till’s own currency first, and in each other one that it takes or holds', () => {
    const place = { counts: [], totalMinor: 0, level: null, toFloat: null };
    const counts = {
      currency: 'EUR',
      places: [
        { ...place, place: 'cashbox-chf', currency: 'CHF' },
        { ...place, place: 'cashbox', currency: 'EUR' },
      ],
    };
    const usd = { currency: 'USD', isReady: false, exactChangeOnly: false };
    expect(currenciesAt(statusOf({}), undefined)).toEqual(['EUR']);
    expect(currenciesAt(statusOf({ foreign: [usd] }), counts)).toEqual(['EUR', 'USD', 'CHF']);
  });

  test('a tube holds its own value, a cassette what the machine takes or has there', () => {
    const currency = 'EUR';
    const tube = {
      place: 'h',
      currency,
      valueMinor: 50,
      counts: [],
      totalMinor: 0,
      level: null,
      toFloat: 0,
    };
    const box = {
      place: 'box',
      currency,
      counts: [{ valueMinor: 5, count: 1 }],
      totalMinor: 5,
      level: null,
      toFloat: 0,
    };
    const acceptor = {
      device: 'coins',
      currency,
      kind: 'coin-acceptor',
      state: 'up',
      detail: '',
      valuesMinor: [200, 50],
      hasEscrow: false,
      canCollect: false,
    } as const;
    expect(valuesAt(tube, statusOf({ devices: [acceptor] }))).toEqual([50]);
    expect(valuesAt(box, statusOf({ devices: [acceptor] }))).toEqual([5, 50, 200]);
    expect(placesFor('empty', 'place', [tube, box])).toEqual([tube]);
    expect(placesFor('take', 'place', [tube, box])).toEqual([tube, box]);
    expect(placesFor('cassette-in', 'cassette', [tube, box])).toEqual([box]);
  });
});

const DEPOSIT: DepositState = {
  depositId: 'd',
  state: 'settled',
  purpose: 'exchange',
  client: 'page',
  operator: 'anna',
  currency: 'EUR',
  insertedMinor: 200,
  inserted: [],
  end: 'repay',
  keptMinor: 0,
  paidOutMinor: 200,
  owedMinor: 0,
  unresolvedMinor: 0,
  mayEnd: false,
  unanswered: [],
  isAcknowledged: false,
  startedAt: '2026-01-05T08:00:00.000Z',
};

describe('what is said afterwards', () => {
  const count = deedOf('count', FULL, OPTIONS);
  const refund = deedOf('refund', FULL, OPTIONS);
  if (count === undefined || refund === undefined) throw new TypeError('both drafts are whole');

  test('of a count: the difference to those who may see it, and nothing of it to others', () => {
    expect(enteredText(count, 200, 'en')).toMatchObject({ tone: 'warning' });
    expect(enteredText(count, 200, 'en').text).toContain('-€0.50');
    expect(enteredText(count, 150, 'en').text).toBe('It agrees with the journal.');
    expect(enteredText(count, null, 'en').text).toBe('It is written down.');
  });

  test('of a payout that came up short: what did not come', () => {
    const short = {
      operationId: 'o',
      state: 'finished',
      paidMinor: 1_000,
      shortMinor: 250,
    } as const;
    expect(operationText(refund, short, 'en')).toMatchObject({ tone: 'alert' });
    expect(operationText(refund, short, 'en').text).toMatch(/€10\.00.*€2\.50/);
    const hidden = { ...short, paidMinor: null, shortMinor: null };
    expect(operationText(refund, hidden, 'en').text).not.toContain('€');
    expect(operationText(refund, { ...short, state: 'unresolved' }, 'en').tone).toBe('alert');
  });

  test('of an exchange given back unchanged: that, unless it was asked for', () => {
    expect(depositText(DEPOSIT, 'most', 'en').tone).toBe('warning');
    expect(depositText(DEPOSIT, 'repay', 'en').tone).toBe('plain');
    expect(depositText({ ...DEPOSIT, owedMinor: 50 }, 'most', 'en').title).toContain('€0.50');
    expect(depositText({ ...DEPOSIT, unresolvedMinor: 50 }, 'most', 'en').tone).toBe('alert');
  });

  test('of a deposit with a device that was not closed: which one, whatever became of the rest', () => {
    const { tone, text } = depositText(
      { ...DEPOSIT, unanswered: ['notes', 'coins'] },
      'repay',
      'en',
    );
    expect(tone).toBe('alert');
    expect(text).toContain('notes, coins did not answer');
    expect(depositText(DEPOSIT, 'repay', 'en').text).not.toContain('answer');
  });
});

test('a customer takes the screen, an operator’s own deposit does not', () => {
  const collecting = { ...DEPOSIT, state: 'collecting' } as const;
  expect(customerBusiness(statusOf({ deposit: collecting }))).toBeUndefined();
  expect(customerBusiness(statusOf({ deposit: { ...collecting, purpose: 'deposit' } }))).toBe('d');
  expect(customerBusiness(statusOf({}))).toBeUndefined();
});
