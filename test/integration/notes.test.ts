/**
 * A whole till with coins and notes: a ccTalk coin machine and a note recycler that speaks eSSP, each
 * behind a kernel tty of its own. A note is journalled while it is still held, counts once it is
 * credited, and change comes as notes and coins together; whoever dies meanwhile, none comes twice.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { driverConfigFor, nv200 } from '../../hardware/drivers/ssp/sim-config.ts';
import type { UnitTruth } from '../../hardware/drivers/ssp/sim-truth.ts';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';
import { RealTill } from '../support/real-till.ts';

const MAIN = join(import.meta.dirname, '../../agent/main.ts');
const NOTES_EACH = 10;
const DUE_MINOR = 750;
const GIVEN_MINOR = 2_000;

let till: RealTill;
let recycler: JsonProcess;

beforeEach(async () => {
  till = await RealTill.start();
  await till.stopAgent();
  const tty = join(till.folder, 'note-machine');
  const simulate = ['simulate', 'nv200', '--tty', tty, '--fast', '--until-eof'];
  recycler = new JsonProcess('the recycler', [process.execPath, MAIN, ...simulate]);
  await recycler.line('it is there', ({ event }) => event === 'ready');
  addPort(tty);
  await till.startAgent();
  await till.until('the recycler is up', isUp);
  for (const valueMinor of [500, 1_000, 2_000]) {
    const added = [{ valueMinor, count: NOTES_EACH }];
    await till.call('POST', `/v1/counts/notes%2F${valueMinor}`, { reason: 'fill', added });
  }
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await recycler.kill('SIGKILL');
});

function addPort(tty: string): void {
  const config = JSON.parse(readFileSync(till.config, 'utf8')) as { ports: object[] };
  const port = {
    id: 'notes',
    driver: 'ssp',
    transport: { kind: 'serial', path: tty, baudRate: 9_600 },
    options: driverConfigFor(nv200),
  };
  writeFileSync(till.config, JSON.stringify({ ...config, ports: [...config.ports, port] }));
}

async function isUp(): Promise<boolean> {
  const { devices } = await till.call('GET', '/v1/status');
  return (devices as readonly JsonLine[]).every(({ state }) => state === 'up');
}

/** As a customer does: again, when it comes back because the recycler was not let take it yet. */
async function insertNote(valueMinor: number): Promise<void> {
  await till.until('the note is taken', async () => {
    const said = recycler.next('what became of the note', ({ event }) => {
      return event === 'accepted' || event === 'returned';
    });
    recycler.say(`insert ${valueMinor}`);
    return (await said)['event'] === 'accepted';
  });
}

async function truth(): Promise<UnitTruth> {
  const said = recycler.next('where every note is', ({ event }) => event === 'truth');
  recycler.say('truth');
  const { units, ...rest } = await said;
  const byUnit = (units ?? rest) as Readonly<Record<string, UnitTruth>>;
  const unit = byUnit['notes'];
  if (unit === undefined) throw new TypeError('the recycler has no unit');
  return unit;
}

async function change(): Promise<number> {
  const coins = await till.truth();
  const notes = await truth();
  return worthMinor(coins.paidOut) + worthMinor(notes.paidOut);
}

async function settled(saleId: string): Promise<void> {
  await till.until('it is settled', async () => (await till.sale(saleId)).state === 'settled');
}

it('takes a note, and pays the change as a note and coins', async () => {
  const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
  await insertNote(GIVEN_MINOR);
  await settled(saleId);
  expect(await change()).toBe(GIVEN_MINOR - DUE_MINOR);
  expect((await truth()).paidOut).toEqual({ 1000: 1 });
  const lines = till.journal();
  const held = lines.findIndex(({ kind }) => kind === 'cash-escrowed');
  const counted = lines.findIndex(({ kind }) => kind === 'cash-inserted');
  expect(lines[held]?.body).toMatchObject({ valueMinor: GIVEN_MINOR, decision: 'stack', saleId });
  expect(lines[counted]?.body).toMatchObject({ valueMinor: GIVEN_MINOR, place: 'notes/2000' });
  expect(held).toBeLessThan(counted);
  expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
});

it('gives a note back that it could not change, and one that nobody asked for', async () => {
  till.addOperator('sam', 'supervisor', '2580');
  await till.signIn('sam', '2580');
  const taken = [{ valueMinor: 2_000, count: NOTES_EACH }];
  await till.call('POST', '/v1/counts/notes%2F2000', { reason: 'take', taken, note: 'bank' });
  const counted = [{ valueMinor: 1_000, count: 0 }];
  await till.call('POST', '/v1/counts/notes%2F1000', { reason: 'count', counted });
  const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
  const returned = recycler.next('it comes back', ({ event }) => event === 'returned');
  recycler.say('insert 10000');
  expect(await returned).toMatchObject({ valueMinor: 10_000 });
  await till.call('POST', `/v1/sales/${saleId}/cancel`);
  expect(worthMinor((await truth()).accepted)).toBe(0);
});

it.each(['prepare-dispense-done', 'dispense-begun', 'dispense-done'])(
  'killed at %s, pays the change once',
  async (point) => {
    await till.stopAgent();
    await till.startAgent({ env: { CRASH_POINT: point } });
    await till.until('the recycler is up', isUp);
    const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
    await insertNote(GIVEN_MINOR);
    expect(await till.agent?.ended).toBe('SIGKILL');
    await till.startAgent();
    await settled(saleId);
    expect(await change()).toBe(GIVEN_MINOR - DUE_MINOR);
    expect((await till.sale(saleId)).paidOutMinor).toBe(GIVEN_MINOR - DUE_MINOR);
  },
);
