/**
 * The people at a real till: entered beside its agent, signed in over its API, locked out in its
 * store. What a crash, a restart or a clock does shortens no lock, and a broken file stops no sale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RealTill } from '../support/real-till.ts';

const PIN = '48151623';
const WRONG = '48151624';
const TRIES = 5;
const TAKE = { reason: 'take', taken: [{ valueMinor: 10, count: 1 }], note: 'to the bank' };

let till: RealTill;

beforeEach(async () => {
  till = await RealTill.start();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

async function take(): Promise<string> {
  const answer = await till.call('POST', '/v1/counts/hopper-10', TAKE);
  return codeOf(answer);
}

function codeOf(answer: Readonly<Record<string, unknown>>): string {
  return (answer['error'] as { code?: string } | undefined)?.code ?? 'ok';
}

async function signIn(pin: string): Promise<string> {
  return codeOf(await till.signIn('anna', pin));
}

function file(): string {
  return join(till.folder, 'operators.json');
}

it('a new operator works without a restart, stands in the journal, and no PIN anywhere', async () => {
  expect(await take()).toBe('operator-needed');
  expect(await till.call('GET', '/v1/status')).toMatchObject({ operators: 'none' });
  await till.addOperator('anna', 'supervisor', PIN);
  expect(await till.call('GET', '/v1/status')).toMatchObject({ operators: 'ready' });
  expect(await signIn(WRONG)).toBe('sign-in-failed');
  expect(await signIn(PIN)).toBe('ok');
  expect(await take()).toBe('ok');
  const lines = till.journal();
  expect(lines.find(({ kind }) => kind === 'cash-taken')?.body).toMatchObject({ operator: 'anna' });
  expect(lines.map(({ kind }) => kind)).toContain('operator-sign-in-failed');
  const said = JSON.stringify([lines, till.agent?.lines, till.agent?.errors]);
  expect(said).not.toMatch(/4815162|scrypt/);
  expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
});

it('a lock outlives crashes, restarts and clocks, and is over with running time', async () => {
  await till.addOperator('anna', 'supervisor', PIN);
  for (let time = 0; time < TRIES; time += 1) expect(await signIn(WRONG)).toBe('sign-in-failed');
  expect(await signIn(PIN)).toBe('operator-locked');
  await till.agent?.kill('SIGKILL');
  await till.startAgent();
  expect(await signIn(PIN)).toBe('operator-locked');
  for (const wallAt of ['2031-01-01T10:00:00Z', '2020-01-01T10:00:00Z']) {
    await till.stopAgent();
    await till.startAgent({ env: { WALL_AT: wallAt } });
    expect(await signIn(PIN)).toBe('operator-locked');
  }
  await till.stopAgent();
  await till.startAgent({ env: { WALL_AT: '2026-11-22T10:00:00Z', RAN_DAYS: '1' } });
  await till.stopAgent();
  await till.startAgent();
  expect(await signIn(PIN)).toBe('ok');
});

it('a lock is opened from the console while the agent runs', async () => {
  await till.addOperator('anna', 'supervisor', PIN);
  for (let time = 0; time < TRIES; time += 1) await signIn(WRONG);
  expect(await signIn(PIN)).toBe('operator-locked');
  till.tillwarden('operator', 'unlock', 'anna', '--config', till.config);
  expect(await signIn(PIN)).toBe('ok');
  expect(till.journal().map(({ kind }) => kind)).toContain('operator-unlocked');
});

it('whoever is disabled while signed in is signed out, and so is everybody by a restart', async () => {
  await till.addOperator('anna', 'supervisor', PIN);
  await signIn(PIN);
  expect(await take()).toBe('ok');
  till.tillwarden('operator', 'disable', 'anna', '--config', till.config);
  expect(await take()).toBe('operator-session-ended');
  expect(await signIn(PIN)).toBe('sign-in-failed');
  till.tillwarden('operator', 'enable', 'anna', '--config', till.config);
  expect(await signIn(PIN)).toBe('ok');
  await till.stopAgent();
  await till.startAgent();
  expect(await take()).toBe('operator-needed');
});

it('a file that breaks while the agent runs stops those who sign in, and no sale', async () => {
  await till.addOperator('anna', 'supervisor', PIN);
  const good = readFileSync(file(), 'utf8');
  await signIn(PIN);
  writeFileSync(file(), good.slice(0, -9));
  expect(await take()).toBe('operators-unusable');
  expect(await till.call('GET', '/v1/status')).toMatchObject({ operators: 'unusable' });
  const { saleId } = await till.startSale(50);
  await till.until('the coin is taken', async () => (await till.insert(50)) === 'accepted');
  await till.until(
    'it is settled',
    async () => (await till.sale(String(saleId))).state === 'settled',
  );
  const told = till.agent?.lines.filter(({ msg }) => msg === 'operators-unusable');
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain('scrypt');
  writeFileSync(file(), good);
  expect(await take()).toBe('ok');
});
