import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

async function call(method: string, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${till.url}${path}`, { method, headers: authorised() });
  return (await response.json()) as Record<string, unknown>;
}

test('a shift is opened, shown, closed, and its report stays', async () => {
  expect(await call('GET', '/v1/shift')).toEqual({ shift: null });
  expect(await call('POST', '/v1/shift/close')).toMatchObject({ error: { code: 'no-shift-open' } });
  expect(await call('POST', '/v1/shift/open')).toMatchObject({ shift: { number: 1 } });
  await till.fill();
  const report = await call('POST', '/v1/shift/close');
  expect(report).toMatchObject({ number: 1, openedBy: 'pos', openingMinor: 0 });
  expect(report['closingMinor']).toBe((report['totals'] as Record<string, number>)['filledMinor']);
  await call('POST', '/v1/shift/open');
  expect(await call('GET', '/v1/shifts')).toEqual({ shifts: [report] });
});
