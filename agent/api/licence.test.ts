/** What the API says of the till's licence, and what it refuses for want of one. */
import { afterEach, describe, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';
import { UNLICENSED } from '../../test/support/licence-settings.ts';
import { testEntitlement } from '../../test/support/test-vendor.ts';
import type { ErrorBody } from './schema.ts';

let till: ApiTill;

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

function requestSale(language: string): Promise<Response> {
  return fetch(`${till.url}/v1/sales`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'idempotency-key': 'k',
      'content-type': 'application/json',
      'accept-language': language,
    },
    body: JSON.stringify({ amountDueMinor: 240, currency: 'EUR' }),
  });
}

describe('a till whose activation grace is over', () => {
  test.each([
    ['en', 'This till may not begin new sales'],
    ['es', 'Esta caja no puede empezar ventas nuevas'],
  ])('refuses a new sale in words (%s), and says what state it is in', async (language, words) => {
    till = await startApiTill({ licence: { ...UNLICENSED, activationGraceDays: 0 } });
    const response = await requestSale(language);
    expect(response.status).toBe(403);
    const { error } = (await response.json()) as ErrorBody;
    expect(error).toMatchObject({ code: 'not-licensed', details: { state: 'unlicensed' } });
    expect(error.message).toContain(words);
  });

  test('sells again once its licence is there, and shows it', async () => {
    till = await startApiTill({ licence: { ...UNLICENSED, activationGraceDays: 0 } });
    expect((await till.status()).licence).toMatchObject({ newSales: false, vendor: null });
    await till.shell.tell({
      kind: 'entitlement-offered',
      entitlement: testEntitlement(),
      document: 'sealed',
      source: 'file',
    });
    expect((await till.status()).licence).toMatchObject({ newSales: true });
    expect((await requestSale('en')).status).toBe(201);
  });
});

describe('an installation with demonstration keys', () => {
  test('says DEMO in every answer, refusals among them', async () => {
    till = await startApiTill({ isDemo: true });
    for (const path of ['/v1/health', '/v1/status', '/nowhere']) {
      const response = await fetch(`${till.url}${path}`);
      expect(response.headers.get('x-tillwarden-installation')).toBe('DEMO');
    }
  });

  test('and one without them never does', async () => {
    till = await startApiTill();
    const response = await fetch(`${till.url}/v1/health`);
    expect(response.headers.get('x-tillwarden-installation')).toBeNull();
  });
});
