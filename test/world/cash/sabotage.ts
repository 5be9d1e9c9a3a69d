/** Bugs planted on purpose between drivers and shell: each breaks one promise about money. */
import type { CashDispenser, Device, DeviceReport } from '../../../hardware/kit/device.ts';
import type { Sabotage } from './cash-till.ts';

/** Often enough to come up in a life, seldom enough for it to look like any other. */
const EVERY = 5;

export type Sabotages = Readonly<Record<string, () => Sabotage>>;

/** By what it does wrong with pieces; each as a fresh saboteur, because each counts. */
export const PIECE_SABOTAGES: Sabotages = {
  'credits a piece twice': () => {
    const isTurn = everyFifth();
    return {
      report: (report) =>
        hasCash(report) && isTurn()
          ? [report, { ...report, cursor: `${report.cursor} ` }]
          : [report],
    };
  },
  'forgets a credit': () => {
    const isTurn = everyFifth();
    return {
      report: (report) => (hasCash(report) && isTurn() ? [{ ...report, items: [] }] : [report]),
    };
  },
  'credits another value': () => ({
    report: (report) =>
      report.kind === 'cash'
        ? [{ ...report, items: report.items.map((item) => doubled(item)) }]
        : [report],
  }),
  'forgets one piece of a payout': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withDispense(one, async (dispenser, order) => {
          const outcome = await dispenser.dispense(order);
          if (outcome.kind !== 'settled' || outcome.paid === 0) return outcome;
          return { ...outcome, paid: outcome.paid - 1, cause: 'fault' };
        }),
      ),
  }),
  'pays an order twice': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withDispense(one, async (dispenser, order) => {
          const first = await dispenser.dispense(order);
          const again = await dispenser.prepare(order.to);
          if (again.kind !== 'prepared') return first;
          await dispenser.dispense({ ...order, evidence: again.evidence });
          return first;
        }),
      ),
  }),
  'takes a note that it was told to give back': () => ({
    judge: async (ask) => {
      await ask();
      return 'stack';
    },
  }),
  'takes a note without asking': () => ({ judge: () => Promise.resolve('stack') }),
};

type Order = Parameters<CashDispenser['dispense']>[0];

type Pay = (dispenser: CashDispenser, order: Order) => ReturnType<CashDispenser['dispense']>;

/** The same dispenser but for how it pays. */
function withDispense(device: Device, dispense: Pay): Device {
  return withOrder(device, 'dispense', dispense);
}

/** The same dispenser but for what it does with an order. */
export function withOrder(device: Device, method: 'dispense' | 'settle', act: Pay): Device {
  return 'dispense' in device ? withMethod(device, method, act) : device;
}

/** The same thing but for one of its methods. */
export function withMethod<Thing extends object>(
  thing: Thing,
  method: keyof Thing,
  act: (thing: Thing, asked: never) => unknown,
): Thing {
  return new Proxy(thing, {
    get(target, key) {
      if (key === method) return (asked: never) => act(target, asked);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function everyFifth(): () => boolean {
  let count = 0;
  return () => {
    count += 1;
    return count % EVERY === 0;
  };
}

function hasCash(report: DeviceReport): report is Extract<DeviceReport, { kind: 'cash' }> {
  return report.kind === 'cash' && report.items.some(({ kind }) => kind === 'inserted');
}

type Item = Extract<DeviceReport, { kind: 'cash' }>['items'][number];

function doubled(item: Item): Item {
  return item.kind === 'inserted' && item.valueMinor === 5 ? { ...item, valueMinor: 10 } : item;
}
