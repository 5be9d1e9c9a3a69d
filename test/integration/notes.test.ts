/**
 * A whole till with coins and notes: a ccTalk coin machine and a note recycler that speaks eSSP, each
 * behind a kernel tty of its own. A note is journalled while it is still held, counts once it is
 * credited, and change comes as notes and coins together; whoever dies meanwhile, none comes twice.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { isAllUp, NoteMachine } from '../support/note-machine.ts';
import { RealTill } from '../support/real-till.ts';

const NOTES_EACH = 10;
const DUE_MINOR = 750;
const GIVEN_MINOR = 2_000;

let till: RealTill;
let machine: NoteMachine;

beforeEach(async () => {
  const before = async (made: RealTill): Promise<void> => {
    machine = await NoteMachine.attach(made);
  };
  till = await RealTill.start({ before });
  await till.until('the recycler is up', () => isAllUp(till));
  await machine.fill(NOTES_EACH);
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await machine[Symbol.asyncDispose]();
});

async function change(): Promise<number> {
  const coins = await till.truth();
  const notes = await machine.truth();
  return worthMinor(coins.paidOut) + worthMinor(notes.paidOut);
}

async function settled(saleId: string): Promise<void> {
  await till.until('it is settled', async () => (await till.sale(saleId)).state === 'settled');
}

it('takes a note, and pays the change as a note and coins', async () => {
  const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
  await machine.insert(GIVEN_MINOR);
  await settled(saleId);
  expect(await change()).toBe(GIVEN_MINOR - DUE_MINOR);
  expect((await machine.truth()).paidOut).toEqual({ 1000: 1 });
  const lines = till.journal();
  const held = lines.findIndex(({ kind }) => kind === 'cash-escrowed');
  const counted = lines.findIndex(({ kind }) => kind === 'cash-inserted');
  expect(lines[held]?.body).toMatchObject({ valueMinor: GIVEN_MINOR, decision: 'stack', saleId });
  expect(lines[counted]?.body).toMatchObject({ valueMinor: GIVEN_MINOR, place: 'notes/2000' });
  expect(held).toBeLessThan(counted);
  expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
});

it('gives a note back that it could not change, and one that nobody asked for', async () => {
  await till.addOperator('sam', 'supervisor', '2580');
  await till.signIn('sam', '2580');
  const taken = [{ valueMinor: 2_000, count: NOTES_EACH }];
  await till.call('POST', '/v1/counts/notes%2F2000', { reason: 'take', taken, note: 'bank' });
  const counted = [{ valueMinor: 1_000, count: 0 }];
  await till.call('POST', '/v1/counts/notes%2F1000', { reason: 'count', counted });
  const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
  const returned = machine.process.next('it comes back', ({ event }) => event === 'returned');
  machine.process.say('insert 10000');
  expect(await returned).toMatchObject({ valueMinor: 10_000 });
  await till.call('POST', `/v1/sales/${saleId}/cancel`);
  expect(worthMinor((await machine.truth()).accepted)).toBe(0);
});

it.each(['prepare-dispense-done', 'dispense-begun', 'dispense-done'])(
  'killed at %s, pays the change once',
  async (point) => {
    await till.stopAgent();
    await till.startAgent({ env: { CRASH_POINT: point } });
    await till.until('the recycler is up', () => isAllUp(till));
    const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
    await machine.insert(GIVEN_MINOR);
    expect(await till.agent?.ended).toBe('SIGKILL');
    await till.startAgent();
    await settled(saleId);
    expect(await change()).toBe(GIVEN_MINOR - DUE_MINOR);
    expect((await till.sale(saleId)).paidOutMinor).toBe(GIVEN_MINOR - DUE_MINOR);
  },
);
