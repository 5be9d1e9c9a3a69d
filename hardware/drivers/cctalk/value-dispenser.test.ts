import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { cctalkConfigSchema } from './config.ts';
import { Rig, valueOf, type Host } from './rig.ts';
import { loseReply, silence } from './sim-behaviour.ts';
import {
  euroValueMachine,
  euroValueMachineDriverConfig,
  simConfigSchema,
  type SimConfig,
} from './sim-config.ts';
import { worthMinor } from './sim-truth.ts';
import { VALUE_HEADER } from './value-machine.ts';

/** Devices that pay an amount pay it once, and say how much of it they paid. */
const kinds = [
  { device: 'accumulator', header: VALUE_HEADER.dispenseHopperValue },
  { device: 'changer', header: VALUE_HEADER.payMoneyOut },
] as const;

interface Bench {
  readonly clock: FakeClock;
  readonly rig: Rig;
  readonly host: Host;
}

async function paying(
  device: string,
  test: (bench: Bench) => Promise<void>,
  sim: SimConfig = euroValueMachine,
): Promise<void> {
  const clock = new FakeClock();
  const rig = new Rig({
    clock,
    random: seededRandom(1),
    sim,
    driver: euroValueMachineDriverConfig,
  });
  await using host = rig.start();
  await clock.runUntil(() => rig.states.has(device), 60_000);
  await test({ clock, rig, host });
}

async function order({ clock, host }: Bench, device: string, count: number) {
  const prepared = await valueOf(clock, host.hopper(device).prepare('customer'));
  if (prepared.kind !== 'prepared') throw new RangeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to: 'customer' } as const;
}

function pay({ clock, host }: Bench, device: string, made: DispenseOrder) {
  return valueOf(clock, host.hopper(device).dispense(made));
}

const paidMinor = ({ rig }: Bench): number => worthMinor(rig.sim.truth().paidOut);
const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };

describe.each(kinds)('a payout of the $device', ({ device, header }) => {
  it('is not made where its command was not heard', () =>
    paying(device, async (bench) => {
      const made = await order(bench, device, 77);
      bench.rig.sim.behave(device, silence({ header, times: 1 }));
      expect(await pay(bench, device, made)).toEqual(NOT_EXECUTED);
      expect(paidMinor(bench)).toBe(0);
    }));

  it('is made once where the answer is lost', () =>
    paying(device, async (bench) => {
      const made = await order(bench, device, 77);
      bench.rig.sim.behave(device, loseReply({ header, times: 1 }));
      const complete = { kind: 'settled', paid: 77, cause: 'complete' };
      expect(await pay(bench, device, made)).toEqual(complete);
      await bench.clock.advance(10_000);
      expect(paidMinor(bench)).toBe(385);
    }));

  it('that comes out short is a fault, and never an empty device', () =>
    paying(
      device,
      async (bench) => {
        const made = await order(bench, device, 50);
        const short = { kind: 'settled', paid: 40, cause: 'fault' };
        expect(await pay(bench, device, made)).toEqual(short);
        expect(paidMinor(bench)).toBe(200);
      },
      holding({ 100: 2, 200: 0 }),
    ));

  it('is not made on evidence of another time, nor beyond what a command can say', () =>
    paying(device, async (bench) => {
      const made = await order(bench, device, 2);
      expect(await pay(bench, device, made)).toMatchObject({ paid: 2 });
      expect(await pay(bench, device, made)).toEqual(NOT_EXECUTED);
      expect(await pay(bench, device, { ...made, evidence: '' })).toEqual(NOT_EXECUTED);
      const { countMax } = bench.host.hopper(device);
      expect(await pay(bench, device, { ...made, count: countMax + 1 })).toEqual(NOT_EXECUTED);
      expect(await pay(bench, device, { ...made, to: 'cashbox' })).toEqual(NOT_EXECUTED);
      expect(paidMinor(bench)).toBe(10);
    }));

  it('needs a device that is there', () =>
    paying(device, async ({ rig, host, clock }) => {
      rig.sim.cutPower(device);
      const prepared = await valueOf(clock, host.hopper(device).prepare('customer'));
      expect(prepared).toMatchObject({ kind: 'refused', reason: 'offline' });
      const collecting = await valueOf(clock, host.hopper(device).prepare('cashbox'));
      expect(collecting).toMatchObject({ kind: 'refused', reason: 'fault' });
    }));
});

/** The machine with other coins in the devices that pay amounts. */
function holding(counts: Readonly<Record<number, number>>): SimConfig {
  const { accumulator, changer } = euroValueMachine;
  const kept = Object.entries(counts).map(([value, count]) => [Number(value), count] as const);
  return simConfigSchema.parse({
    ...euroValueMachine,
    changer: {
      ...changer,
      coins: kept.flatMap(([value, count]) => Array.from({ length: count }, () => value)),
    },
    accumulator: {
      ...accumulator,
      coins: accumulator?.coins.map((coin) => ({ ...coin, count: counts[coin.valueMinor] ?? 0 })),
    },
  });
}

describe('an accumulator hopper', () => {
  it.each([
    ['wrong-scaling', [{ id: 'EU200A', valueMinor: 2, count: 1 }]],
    ['wrong-unit', [{ id: 'EU002A', valueMinor: 2, count: 1 }]],
  ])('with coins that do not fit is a fault: %s', (code, coins) =>
    paying(
      'accumulator',
      async ({ rig }) => {
        expect(rig.states.get('accumulator')).toMatchObject({ kind: 'fault', code });
      },
      simConfigSchema.parse({
        ...euroValueMachine,
        accumulator: { ...euroValueMachine.accumulator, coins },
      }),
    ),
  );

  it('is no place for coins that are counted one by one', () => {
    const [acceptor] = euroValueMachineDriverConfig.acceptors ?? [];
    const acceptors = [{ ...acceptor, defaultPlace: 'accumulator' }];
    const config = { ...euroValueMachineDriverConfig, acceptors };
    expect(cctalkConfigSchema.safeParse(config).success).toBe(false);
  });
});
