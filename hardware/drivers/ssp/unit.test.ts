import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { Rig, untilAllUp, valueOf, withUnits, type RigOptions, type Run } from './rig.ts';
import { driverConfigFor, nv200, nv9, simConfigSchema, type SimConfigInput } from './sim-config.ts';
import { SimMachine } from './sim.ts';

/** What stands at the other end is looked at before it is used, and again after every gap. */
const ALL = [500, 1_000, 2_000, 5_000, 10_000];

/** A validator without encryption: the commands on its line can be read in the traces. */
const plainNv9: SimConfigInput = {
  ...nv9,
  units: nv9.units.map((one) => ({ ...one, isEncrypted: false })),
};

interface Bench extends Run {
  readonly clock: FakeClock;
}

function accepting(
  test: (bench: Bench) => Promise<void>,
  options: Partial<Omit<RigOptions, 'clock'>> = {},
): Promise<void> {
  const clock = new FakeClock();
  return withUnits({ clock, sim: nv200, ...options }, async (run) => {
    run.host.acceptor.setAcceptance(ALL);
    await clock.advance(2_000);
    await test({ ...run, clock });
  });
}

describe('a unit that is not to be used', () => {
  const [unit] = nv200.units;

  it.each([
    ['wrong-currency', { currency: 'GBP' }, {}],
    ['protocol-refused', { protocolMax: 5 }, {}],
    ['wrong-unit', { unit: 'nv11' as const }, {}],
    ['value-missing', { values: [1_000, 2_000] }, {}],
    ['wrong-serial', {}, { serial: 1 }],
  ])('is a fault: %s', async (code, simPart, driverPart) => {
    const clock = new FakeClock();
    if (unit === undefined) throw new RangeError('no unit');
    const driver = driverConfigFor(nv200);
    const rig = new Rig({
      clock,
      sim: { ...nv200, units: [{ ...unit, ...simPart }] },
      driver: { ...driver, units: driver.units.map((one) => ({ ...one, ...driverPart })) },
    });
    await using host = rig.start();
    await clock.advance(20_000);
    const states = [...rig.states.values()];
    expect(states).toHaveLength(4);
    expect(states).toMatchObject(states.map(() => ({ kind: 'fault', code })));
    rig.sim.insert(1_000);
    await clock.advance(5_000);
    expect(rig.sim.truth()['notes']?.accepted).toEqual({});
    const prepared = await valueOf(clock, host.dispenser('notes/500').prepare('customer'));
    expect(prepared).toMatchObject({ kind: 'refused' });
  });

  it('is a fault without the encryption it wants', async () => {
    const clock = new FakeClock();
    const driver = driverConfigFor(plainNv9);
    const rig = new Rig({ clock, sim: nv9, driver });
    await using _ = rig.start();
    await clock.advance(5_000);
    expect(rig.states.get('notes')).toMatchObject({ kind: 'fault', code: 'encryption-required' });
  });
});

describe('a unit that changes under way', () => {
  it('starts anew after an event that nobody knows, and credits nothing of that reply', () =>
    accepting(
      async ({ rig, clock }) => {
        rig.sim.surprise();
        await clock.runUntil(() => !rig.isAllUp, 5_000);
        const state = { kind: 'fault', code: 'unknown-event', detail: 'unknown event 11' };
        expect(rig.states.get('notes')).toEqual(state);
        expect(rig.items).toEqual([{ kind: 'lost', countMax: 1, cause: 'overflow' }]);
        await untilAllUp(clock, rig);
        await clock.advance(1_000);
        rig.sim.insert(500);
        await clock.advance(5_000);
        expect(rig.creditedMinor).toEqual([500]);
        expect(rig.items).toHaveLength(2);
      },
      { sim: plainNv9 },
    ));

  it('is a fault when another one answers after a gap', () =>
    accepting(async ({ rig, clock }) => {
      const [unit] = nv200.units;
      if (unit === undefined) throw new RangeError('no unit');
      const config = simConfigSchema.parse({ ...nv200, units: [{ ...unit, serial: 5 }] });
      rig.sim.cutPower();
      new SimMachine({ clock, config, random: seededRandom(2) }).attach(rig.line);
      await clock.advance(60_000);
      expect(rig.states.get('notes/500')).toMatchObject({ kind: 'fault', code: 'unit-swapped' });
    }));

  it('works with a fixed key of its own, which no trace tells, and not with a wrong one', async () => {
    const [unit] = nv200.units;
    const [driverUnit] = driverConfigFor(nv200).units;
    if (unit === undefined || driverUnit === undefined) throw new RangeError('no unit');
    const fixedKey = '00112233445566aa';
    const sim = { ...nv200, units: [{ ...unit, fixedKey }] };
    const clock = new FakeClock();
    await withUnits(
      { clock, sim, driver: { units: [{ ...driverUnit, fixedKey }] } },
      async ({ rig }) => {
        expect(JSON.stringify(rig.traces)).not.toContain(fixedKey);
        expect(JSON.stringify(rig.traces)).not.toContain('aa66554433221100');
      },
    );
    const rig = new Rig({ clock, sim, driver: { units: [driverUnit] } });
    await using _ = rig.start();
    await clock.advance(60_000);
    expect(rig.states.get('notes')).toEqual({ kind: 'down', reason: 'no-answer' });
  });
});
