/**
 * Deposits, payouts by an operator and collects on a whole till: a ccTalk coin machine and a SMART
 * Payout, each behind a kernel tty of its own. Whoever dies meanwhile, everything is settled once, and
 * what the till says is where the machines' notes and coins really are.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import type { JsonLine } from '../support/json-process.ts';
import { isAllUp, NoteMachine } from '../support/note-machine.ts';
import { RealTill } from '../support/real-till.ts';

const NOTES_EACH = 10;
/** More than any agent passes a point of the store while it starts. */
const PASSES_AFTER_START = 30;

let till: RealTill;
let machine: NoteMachine;

/** With an agent that may be told already where to die: no point of an effect is passed in a fill. */
async function open(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const before = async (made: RealTill): Promise<void> => {
    machine = await NoteMachine.attach(made);
    await made.addOperator('ana', 'supervisor', '2580');
  };
  till = await RealTill.start({ before, env });
  await becomeReady();
  await machine.fill(NOTES_EACH);
}

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await machine[Symbol.asyncDispose]();
});

async function startAgent(env: Readonly<Record<string, string>> = {}): Promise<void> {
  await till.startAgent({ env });
  await becomeReady();
}

async function becomeReady(): Promise<void> {
  await till.until('everything is up', () => isAllUp(till));
  await till.signIn('ana', '2580');
}

async function restartToDieAt(point: string, passes: number): Promise<void> {
  await till.stopAgent();
  await startAgent({ CRASH_POINT: point, CRASH_PASSES: String(passes) });
}

async function paidOutMinor(): Promise<number> {
  return worthMinor((await till.truth()).paidOut) + worthMinor((await machine.truth()).paidOut);
}

async function heldAt(place: string): Promise<unknown> {
  const { places } = await till.call('GET', '/v1/counts');
  return (places as readonly JsonLine[]).find((one) => one['place'] === place)?.['counts'];
}

async function operate(purpose: string, order: object): Promise<JsonLine> {
  return till.call('POST', '/v1/operations', { purpose, order, reason: 'asked' });
}

async function operations(): Promise<readonly JsonLine[]> {
  return (await till.call('GET', '/v1/operations'))['operations'] as readonly JsonLine[];
}

/** What the operations that are open for this client have moved, once all have ended. */
async function movedMinor(): Promise<number> {
  await till.until('all have ended', async () =>
    (await operations()).every(({ state }) => state === 'finished'),
  );
  return (await operations()).reduce((sum, { paidMinor }) => sum + Number(paidMinor), 0);
}

const COUNTS = {
  kind: 'counts',
  counts: [
    { valueMinor: 500, count: 2 },
    { valueMinor: 50, count: 3 },
  ],
};
const FOUR_NOTES = { kind: 'places', places: [{ place: 'notes/500', count: 4 }] };

async function beginDeposit(): Promise<string> {
  const body = { purpose: 'deposit', currency: 'EUR' };
  return `/v1/deposits/${String((await till.call('POST', '/v1/deposits', body))['depositId'])}`;
}

async function untilDeposit(path: string, ...states: readonly string[]): Promise<void> {
  await till.until(`it is ${states.join(' or ')}`, async () =>
    states.includes(String((await till.call('GET', path))['state'])),
  );
}

describe('a till without a sale', () => {
  beforeEach(() => open());

  it('takes a deposit, keeps a part of it and pays the rest as change', async () => {
    const path = await beginDeposit();
    await machine.insert(2_000);
    await till.call('POST', `${path}/fix`);
    await untilDeposit(path, 'fixed');
    await till.call('POST', `${path}/end`, { end: 'change', amountMinor: 750 });
    await untilDeposit(path, 'settled');
    expect(await paidOutMinor()).toBe(1_250);
    expect(await till.call('GET', path)).toMatchObject({ keptMinor: 750, paidOutMinor: 1_250 });
    expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
  });

  it('pays exact pieces out of two machines', async () => {
    const { operationId } = await operate('dispense', COUNTS);
    expect(await movedMinor()).toBe(1_150);
    expect((await machine.truth()).paidOut).toEqual({ 500: 2 });
    expect((await till.truth()).paidOut).toEqual({ 50: 3 });
    await till.call('POST', `/v1/operations/${String(operationId)}/acknowledge`);
    expect(await operations()).toEqual([]);
  });

  it('collects notes into the cashbox, whose cassette then leaves with them', async () => {
    await operate('collect', FOUR_NOTES);
    expect(await movedMinor()).toBe(2_000);
    expect((await machine.truth()).cashbox).toEqual({ 500: 4 });
    expect(await heldAt('cashbox')).toContainEqual({ valueMinor: 500, count: 4 });
    await till.call('POST', '/v1/cassettes/cashbox/remove');
    expect(await heldAt('cashbox')).toEqual([]);
    expect(till.journal().at(-1)).toMatchObject({
      kind: 'cassette-removed',
      body: { number: 1, operator: 'ana', taken: [{ valueMinor: 500, count: 4 }] },
    });
  });
});

const EFFECTS = [
  'prepare-dispense-begun',
  'prepare-dispense-done',
  'dispense-begun',
  'dispense-done',
] as const;

describe('killed at a named point', () => {
  it.each(EFFECTS)(
    '%s, a dispense is settled once, and short by what was not given',
    async (point) => {
      await open({ CRASH_POINT: point });
      await operate('dispense', COUNTS).catch(() => undefined);
      expect(await till.agent?.ended).toBe('SIGKILL');
      await startAgent();
      expect(await movedMinor()).toBe(await paidOutMinor());
      const [said] = await operations();
      expect(Number(said?.['paidMinor']) + Number(said?.['shortMinor'])).toBe(1_150);
      // Once one device is done the other has its order too, and may carry it out with nobody there.
      const leastShortMinor = point === 'dispense-done' ? 0 : 1;
      expect(Number(said?.['shortMinor'])).toBeGreaterThanOrEqual(leastShortMinor);
    },
  );

  it.each(EFFECTS)('%s, a collect is settled once', async (point) => {
    await open({ CRASH_POINT: point });
    await operate('collect', FOUR_NOTES).catch(() => undefined);
    expect(await till.agent?.ended).toBe('SIGKILL');
    await startAgent();
    const minor = await movedMinor();
    expect(worthMinor((await machine.truth()).cashbox)).toBe(minor);
    expect(await paidOutMinor()).toBe(0);
    const count = minor / 500;
    expect(await heldAt('notes/500')).toEqual([{ valueMinor: 500, count: NOTES_EACH - count }]);
  });

  it.each(['event-taken', 'step-decided', 'lines-inserted', 'state-written', 'committed'])(
    '%s, collects one after the other are each settled once',
    async (point) => {
      await open();
      await restartToDieAt(point, PASSES_AFTER_START);
      const one = { kind: 'places', places: [{ place: 'notes/500', count: 1 }] };
      await till.until('the agent has died', async () => {
        if (!hasDied()) await operate('collect', one);
        return hasDied();
      });
      await startAgent();
      expect(worthMinor((await machine.truth()).cashbox)).toBe(await movedMinor());
    },
  );

  it.each(['fix-deposit-begun', 'fix-deposit-done', ...EFFECTS])(
    '%s, a deposit pays its change once',
    async (point) => {
      await open({ CRASH_POINT: point });
      const path = await beginDeposit();
      await machine.insert(2_000);
      await till.call('POST', `${path}/fix`).catch(() => undefined);
      await endOrDie(path);
      expect(await till.agent?.ended).toBe('SIGKILL');
      await startAgent();
      await untilDeposit(path, 'fixed', 'settled');
      // Under another key: what was ended already stays as it is.
      await till.call('POST', `${path}/end`, { end: 'change', amountMinor: 750 });
      await untilDeposit(path, 'settled');
      expect(await paidOutMinor()).toBe(1_250);
    },
  );
});

function hasDied(): boolean {
  return till.agent?.child.signalCode === 'SIGKILL';
}

async function endOrDie(path: string): Promise<void> {
  await till.until('it is fixed, or the agent has died', async () => {
    return hasDied() || (await till.call('GET', path))['state'] === 'fixed';
  });
  const body = { end: 'change', amountMinor: 750 };
  if (!hasDied()) await till.call('POST', `${path}/end`, body).catch(() => undefined);
}
