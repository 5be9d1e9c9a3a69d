/** A sale opens a drawer a few times and no more, however often and whenever its program asks. */
import { expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { SALE_OPENINGS_MAX } from './drawer-turn.ts';

function open(till: PureTill, saleId = 's') {
  const cause = { kind: 'sale', saleId } as const;
  return till.send({ kind: 'drawer-open-requested', device: 'drawer', client: 'pos', cause });
}

function openings(till: PureTill): number {
  return till.lines.filter(({ kind }) => kind === 'drawer-opened').length;
}

const ENOUGH = { code: 'drawer-opened-enough', saleId: 's', openingsMax: SALE_OPENINGS_MAX };

it('no sale opens it more often than that, under way or after its end', () => {
  const till = new PureTill(10);
  till.startSale('s', 100);
  expect(open(till)).toEqual({ kind: 'done' });
  till.insert(100);
  till.settle();
  expect(till.sales.get('s')).toMatchObject({ phase: { kind: 'settled' }, drawerOpenings: 1 });
  for (let more = 1; more < SALE_OPENINGS_MAX; more += 1) {
    expect(open(till)).toEqual({ kind: 'done' });
  }
  expect(open(till)).toEqual({ kind: 'refused', refusal: ENOUGH });
  till.restart();
  expect(open(till)).toEqual({ kind: 'refused', refusal: ENOUGH });
  expect(openings(till)).toBe(SALE_OPENINGS_MAX);
  expect(till.till.sales).toEqual({});
});

it('what is asked again under its key is no further opening', () => {
  const till = new PureTill(10);
  till.startSale('s', 100);
  const cause = { kind: 'sale', saleId: 's' } as const;
  const operation = { idempotencyKey: 'k', terms: 'open' };
  const asked = { kind: 'drawer-open-requested', device: 'drawer', client: 'pos', cause } as const;
  expect(till.send({ ...asked, operation })).toEqual({ kind: 'done' });
  expect(till.send({ ...asked, operation })).toEqual({ kind: 'done', isRepeated: true });
  expect(openings(till)).toBe(1);
});

it('the next sale opens it again', () => {
  const till = new PureTill(10);
  till.startSale('s', 100);
  for (let time = 0; time <= SALE_OPENINGS_MAX; time += 1) open(till);
  till.insert(100);
  till.settle();
  till.startSale('t', 100);
  expect(open(till, 't')).toEqual({ kind: 'done' });
});
