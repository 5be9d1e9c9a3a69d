/**
 * A machine on the network is believed by its certificate's pin alone, and learns no password before
 * that holds. The password is in every request, so after each kind of fault everything that was
 * written anywhere is searched for it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { CashdroTill, PASSWORD, type CashdroTillOptions } from '../support/cashdro-till.ts';

const OTHER_PIN = `certificate:${'ab'.repeat(32)}`;

let till: CashdroTill | undefined;

afterEach(async () => {
  await till?.[Symbol.asyncDispose]();
  till = undefined;
});

async function start(options: CashdroTillOptions = {}): Promise<CashdroTill> {
  till = await CashdroTill.start({ ...options, isAwaited: false });
  return till;
}

async function untilState(at: CashdroTill, detail: string): Promise<string> {
  await at.until(`it is ${detail}`, async () =>
    String((await at.device())['detail']).includes(detail),
  );
  return String((await at.device())['detail']);
}

/** In logs, answers, the journal and every file of the till but the one it belongs in. */
function expectSecret(at: CashdroTill, password = PASSWORD): void {
  at.journal();
  at.tillwarden('journal', 'verify', '--config', at.config);
  const files = readdirSync(at.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('till.db'))
    .map(({ name }) => name);
  expect(files.length).toBeGreaterThan(0);
  const stored = files.map((name) => readFileSync(join(at.folder, name), 'latin1')).join('');
  const written = `${at.output}${at.agent?.errors}${stored}`;
  const forms = [
    password,
    encodeURIComponent(password),
    encodeURI(password),
    new URLSearchParams({ password }).toString(),
    JSON.stringify(password).slice(1, -1),
    Buffer.from(password).toString('base64'),
    Buffer.from(password).toString('hex'),
    // What any encoding leaves as it is.
    password.slice(0, 4),
  ];
  expect(forms.filter((form) => written.includes(form))).toEqual([]);
}

it('without a pin sends nothing, and says which pins there are to compare', async () => {
  const at = await start({ pin: 'none' });
  const detail = await untilState(at, 'no-pin');
  expect(detail).toContain(at.pin);
  expect(detail).toContain('public-key:');
  expect((await at.truth()).requests).toBe(0);
  const refused = await at.call('POST', '/v1/sales', { amountDueMinor: 100, currency: 'EUR' });
  expect(refused['error']).toMatchObject({ code: 'machine-not-ready' });
  expectSecret(at);
});

it('with the wrong pin sends nothing', async () => {
  const at = await start({ pin: OTHER_PIN });
  const detail = await untilState(at, 'pin-mismatch');
  expect(detail).toContain(at.pin);
  expect((await at.truth()).requests).toBe(0);
  expectSecret(at);
});

it('with another certificate than before falls silent, in the middle of a sale too', async () => {
  const at = await start();
  await at.until('it is up', async () => (await at.device())['state'] === 'up');
  const saleId = await at.sell(750);
  await at.do('certificate');
  await untilState(at, 'pin-mismatch');
  const { requests } = await at.truth();
  await at.do('insert 500');
  await at.call('POST', `/v1/sales/${saleId}/cancel`);
  await at.until('it has tried again', async () => (await at.sale(saleId)).state !== 'collecting');
  expect((await at.truth()).requests).toBe(requests);
  // An admin has looked at the machine: the new certificate is its own.
  const { pins } = (await at.do('certificate')) as { pins?: { publicKey: string } };
  await at.agent?.kill();
  at.configure({ pin: pins?.publicKey ?? '' });
  await at.startAgent();
  expect(await at.ended(saleId, 'returned')).toMatchObject({ paidOutMinor: 500 });
  expectSecret(at);
});

it('a wrong password is named, and not repeated by the machine’s own words', async () => {
  const wrong = 'Pa55-falsch ?&';
  const at = await start({ password: wrong });
  await untilState(at, 'login-refused');
  expectSecret(at, wrong);
});

it('is in nothing that is written, whatever goes wrong with a sale', async () => {
  const at = await start();
  await at.until('it is up', async () => (await at.device())['state'] === 'up');
  await at.do('lose-answers startOperation 1');
  await at.do('lose-answers askOperation 3');
  await at.do('lose-answers acknowledgeOperationId 1');
  const saleId = await at.sell(750);
  await at.do('slow 2000');
  await untilState(at, 'timeout');
  await at.do('slow 0');
  await at.do('unplug');
  await untilState(at, 'unreachable');
  await at.do('plug');
  await at.do('password other');
  await untilState(at, 'login-refused');
  await at.do('forget');
  await at.agent?.kill();
  at.configure({ password: 'other' });
  await at.startAgent();
  await at.ended(saleId, 'returned');
  expectSecret(at);
});

it('is not started on credentials that others may read', async () => {
  const at = await start();
  await at.agent?.kill();
  at.openCredentials();
  expect(() => at.run()).toThrow('others may read');
  expectSecret(at);
});

it('is not started beside other devices for cash', async () => {
  const at = await start();
  await at.agent?.kill();
  at.addNotes();
  expect(() => at.run()).toThrow('keep the machine, or the other devices, not both');
});

it('is not spoken to without encryption unless the configuration shouts it', async () => {
  const at = await start();
  await at.agent?.kill();
  at.setTransportKind('http');
  expect(() => at.run()).toThrow('port cashdro');
});
