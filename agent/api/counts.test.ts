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

async function enter(body: object, key?: string): Promise<CountsView & ErrorBody> {
  const response = await fetch(`${till.url}/v1/counts/hopper-50`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...operatorHeaders,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as CountsView & ErrorBody;
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
