/** What people enter of the money in the machine: once under a key, and never more out than is there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import type { CountsView, ErrorBody } from './schema.ts';

let till: ApiTill;

let operatorHeaders: Readonly<Record<string, string>>;

beforeEach(async () => {
  till = await startApiTill();
  operatorHeaders = {};
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

type Entered = CountsView & ErrorBody & { readonly count: unknown };

async function enter(body: object, key?: string, path = '/v1/counts/hopper-50'): Promise<Entered> {
  const response = await fetch(`${till.url}${path}`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...operatorHeaders,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Entered;
}

const FILL = { reason: 'fill', added: [{ valueMinor: 50, count: 10 }] };

function taken(count: number) {
  return { reason: 'take', taken: [{ valueMinor: 50, count }], note: 'to the bank' };
}

function held({ places }: CountsView) {
  return places.find(({ place }) => place === 'hopper-50');
}

describe('an entry', () => {
  test('sent again under its key counts once', async () => {
    await enter(FILL, 'morning');
    expect(held(await enter(FILL, 'morning'))).toMatchObject({ totalMinor: 500, level: 'ok' });
  });

  test('without a key counts each time', async () => {
    await enter(FILL);
    expect(held(await enter(FILL))).toMatchObject({ totalMinor: 1_000 });
  });

  test('of something else under a used key is refused', async () => {
    await enter(FILL, 'morning');
    const { error } = await enter({ ...FILL, added: [{ valueMinor: 50, count: 11 }] }, 'morning');
    expect(error.code).toBe('idempotency-key-reused');
  });
});

describe('a count', () => {
  const COUNT = {
    reason: 'count',
    counted: [
      { valueMinor: 50, count: 8 },
      { valueMinor: 50, count: 1 },
    ],
  };
  const FOUND = {
    place: 'hopper-50',
    currency: 'EUR',
    values: [{ valueMinor: 50, expectedCount: 10, countedCount: 9, differenceCount: -1 }],
    expectedMinor: 500,
    countedMinor: 450,
    differenceMinor: -50,
  };

  test('tells what it has found, and again under its key, whatever has happened since', async () => {
    await enter(FILL);
    expect((await enter(COUNT, 'evening')).count).toEqual(FOUND);
    await enter(FILL);
    expect((await enter(COUNT, 'evening')).count).toEqual(FOUND);
    expect(held(await enter(FILL, 'late'))).toMatchObject({ totalMinor: 1_450 });
  });

  test('names a value that was not there before, and one that is gone', async () => {
    const into = '/v1/counts/cashbox';
    await enter({ reason: 'fill', added: [{ valueMinor: 200, count: 1 }] }, undefined, into);
    const counted = [{ valueMinor: 500, count: 2 }];
    const { count } = await enter({ reason: 'count', counted }, undefined, into);
    expect(count).toMatchObject({
      values: [
        { valueMinor: 200, expectedCount: 1, countedCount: 0, differenceCount: -1 },
        { valueMinor: 500, expectedCount: 0, countedCount: 2, differenceCount: 2 },
      ],
      differenceMinor: 800,
    });
  });

  test('is none where something was put in or taken out', async () => {
    expect((await enter(FILL)).count).toBeNull();
  });
});

describe('cash that is taken', () => {
  beforeEach(async () => {
    operatorHeaders = await till.signIn('supervisor');
  });

  test('leaves the place', async () => {
    await enter(FILL);
    expect(held(await enter(taken(8)))).toMatchObject({ totalMinor: 100, level: 'near-empty' });
  });

  test('is refused in words where there is not so much', async () => {
    const { error } = await enter(taken(1));
    expect(error).toMatchObject({ code: 'more-than-held', details: { valueMinor: 50 } });
    expect(error.action).toContain('Count the place first');
  });
});
