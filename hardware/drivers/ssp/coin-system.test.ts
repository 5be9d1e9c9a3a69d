import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { chooseCoins } from './coin-choice.ts';
import { COMMAND } from './commands.ts';
import { untilAllUp, valueOf, withUnits, type Run } from './rig.ts';
import { smartCoinSystem, type SimConfigInput } from './sim-config.ts';

/** A SMART Coin System takes coins by the handful, and each of them, or their sum, counts once. */
const ALL = [5, 10, 20, 50, 100, 200];

type Changes = Partial<SimConfigInput['units'][number]>;

async function coins(
  test: (run: Run & { readonly clock: FakeClock }) => Promise<void>,
  changes: Changes = {},
): Promise<void> {
  const clock = new FakeClock();
  const units = smartCoinSystem.units.map((one) => ({ ...one, ...changes }));
  await withUnits({ clock, sim: { ...smartCoinSystem, units } }, async (run) => {
    run.host.acceptor.setAcceptance(ALL);
    await clock.advance(2_000);
    await test({ ...run, clock });
  });
}

function handful({ rig }: Run, ...values: readonly number[]): void {
  for (const value of values) rig.sim.insert(value);
}

function insertedAt(value: number, place = `coins/${value}`) {
  return { kind: 'inserted', valueMinor: value, place };
}

function told(code: string) {
  return { kind: 'incident', code, isFraud: false };
}

describe('a handful of coins', () => {
  it('is not taken while it is closed', () =>
    coins(async (run) => {
      expect(await valueOf(run.clock, run.host.acceptor.fixDeposit())).toBe('fixed');
      handful(run, 200, 50);
      await run.clock.advance(3_000);
      expect(run.rig.items).toEqual([]);
      expect(run.rig.sim.truth()['coins']?.returned).toEqual({ 50: 1, 200: 1 });
    }));

  it('is credited coin by coin', () =>
    coins(async (run) => {
      handful(run, 200, 50, 50);
      await run.clock.advance(3_000);
      expect(run.rig.items).toEqual([200, 50, 50].map((value) => insertedAt(value)));
    }));

  it('keeps a deposit open until all of it is in', () =>
    coins(async (run) => {
      handful(run, 100);
      await run.clock.advance(300);
      expect(await valueOf(run.clock, run.host.acceptor.fixDeposit())).toBe('fixed');
      expect(run.rig.creditedMinor).toEqual([100]);
    }));

  it('told as a sum is found again in the store, coin by coin', () =>
    coins(
      async (run) => {
        handful(run, 200, 50, 50, 5);
        await run.clock.advance(3_000);
        handful(run, 20, 20);
        await run.clock.advance(3_000);
        expect(run.rig.creditedMinor.toSorted((a, b) => a - b)).toEqual([5, 20, 20, 50, 50, 200]);
        expect(run.rig.items.filter(({ kind }) => kind !== 'inserted')).toEqual([]);
      },
      { tellsSums: true },
    ));

  it('told as a sum of which some is in the cash box is credited there as a sum', () =>
    coins(
      async (run) => {
        handful(run, 200, 5, 10);
        await run.clock.advance(3_000);
        expect(run.rig.items).toEqual([
          insertedAt(200),
          told('value-added-without-coins'),
          insertedAt(15, 'cashbox'),
        ]);
      },
      {
        tellsSums: true,
        store: [20, 50, 100, 200].map((value) => [value, 40]),
      },
    ));

  it('told as a sum counts once though the till dies before it has acknowledged it', () =>
    coins(
      async ({ rig, host, clock }) => {
        rig.sim.behave({ kind: 'silence', code: COMMAND.eventAck, times: 1_000 });
        rig.sim.insert(100);
        rig.sim.insert(50);
        await clock.runUntil(() => rig.creditedMinor.length > 0, 10_000);
        await host[Symbol.asyncDispose]();
        rig.sim.clearBehaviours();
        await using _next = rig.start();
        await untilAllUp(clock, rig);
        await clock.advance(5_000);
        expect(rig.creditedMinor.toSorted((a, b) => a - b)).toEqual([50, 100]);
      },
      { tellsSums: true },
    ));
});

describe('a SMART Coin System', () => {
  it('pays by a command of its own, where it does not know the usual one', () =>
    coins(async ({ rig, host, clock }) => {
      const dispenser = host.dispenser('coins/50');
      const prepared = await valueOf(clock, dispenser.prepare('customer'));
      const evidence = prepared.kind === 'prepared' ? prepared.evidence : '';
      const order = { count: 3, evidence, to: 'customer' } as const;
      const outcome = await valueOf(clock, dispenser.dispense(order));
      expect(outcome).toEqual({ kind: 'settled', paid: 3, cause: 'complete' });
      expect(rig.sim.truth()['coins']?.paidOut).toEqual({ 50: 3 });
    }));

  it('names what goes wrong at its coin mechanism, and what it moves by itself', () =>
    coins(async ({ rig, clock }) => {
      for (const trouble of ['coin-jam', 'return-lever', 'coin-error'] as const) {
        rig.sim.troubleCoins(trouble);
      }
      expect(rig.sim.dropToCashbox(20)).toBe(true);
      await clock.advance(2_000);
      expect(rig.items).toEqual(
        ['coin-mech-jam', 'return-lever', 'cctalk-error', 'coins-moved-to-cashbox'].map(told),
      );
    }));

  it('gives back what it has no room for, and says that it is full', () =>
    coins(
      async (run) => {
        handful(run, 200);
        await run.clock.advance(2_000);
        expect(run.rig.items).toEqual([told('device-full')]);
        expect(run.rig.sim.truth()['coins']?.returned).toEqual({ 200: 1 });
      },
      { storeMax: 1 },
    ));

  it('leaves a payout to a count during which it has moved coins by itself', () =>
    coins(async ({ rig, host, clock }) => {
      const dispenser = host.dispenser('coins/50');
      const prepared = await valueOf(clock, dispenser.prepare('customer'));
      const evidence = prepared.kind === 'prepared' ? prepared.evidence : '';
      const paying = dispenser.dispense({ count: 3, evidence, to: 'customer' });
      await clock.runUntil(() => rig.sim.truth()['coins']?.paidOut[50] === 1, 10_000);
      rig.sim.dropToCashbox(50);
      expect(await valueOf(clock, paying)).toMatchObject({ reason: 'counters-disagree' });
    }));
});

describe('the coins of a sum', () => {
  it('are among those that there are, and never worth more', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...ALL), fc.nat(6)), {
          selector: ([value]) => value,
        }),
        fc.nat(2_000),
        (pieces, sum) => {
          const chosen = chooseCoins(pieces, sum);
          const there = new Map(pieces);
          expect(chosen.every(([value, count]) => count <= (there.get(value) ?? 0))).toBe(true);
          const worth = chosen.reduce((total, [value, count]) => total + value * count, 0);
          expect(worth).toBeLessThanOrEqual(sum);
          const all = pieces.reduce((total, [value, count]) => total + value * count, 0);
          expect(all > sum || worth === all).toBe(true);
        },
      ),
    ));
});
