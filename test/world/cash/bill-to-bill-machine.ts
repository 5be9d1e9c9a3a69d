/** A Bill-to-Bill unit, which pays out of its cassettes, with its driver. */
import { ccnetConfigSchema } from '../../../hardware/drivers/ccnet/config.ts';
import { ccnet } from '../../../hardware/drivers/ccnet/driver.ts';
import { simBillToBillDriverConfig } from '../../../hardware/drivers/ccnet/rig.ts';
import { createSimBillToBill } from '../../../hardware/drivers/ccnet/sim-bill-to-bill.ts';
import { createMemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import { fastNoteTiming, type SimNoteEvent } from '../../../hardware/kit/sim-notes.ts';
import { EURO_NOTES_MINOR } from '../../../hardware/kit/sim-validator.ts';
import { billMishaps, mendBill, tellBill } from './bill-machine.ts';
import { cablePulled, CLOSED, type CashMachine, type Making, type Motion } from './cash-machine.ts';

const DEVICE = 'bill-to-bill';
const RECYCLED = [500, 1_000, 2_000];

export function createBillToBillMachine(making: Making): CashMachine {
  const { clock, random, piecesEach: count, isForeign } = making;
  const cassettes = RECYCLED.map((valueMinor) => ({ valueMinor, count }));
  const sim = createSimBillToBill({ clock, random, timing: fastNoteTiming }, cassettes);
  const pipe = createMemoryPipe(clock);
  sim.attach(pipe.line);
  const driver = ccnetConfigSchema.parse({
    ...simBillToBillDriverConfig,
    device: DEVICE,
    // The simulated units speak of euros: a till of another currency must not take them.
    currency: isForeign ? 'CHF' : 'EUR',
  });
  const placeOf = (value: number): string => `${DEVICE}/${value}`;
  return {
    ...CLOSED,
    pipe,
    currency: undefined,
    canCollect: true,
    acceptors: [DEVICE],
    takes: EURO_NOTES_MINOR,
    asking: [DEVICE],
    stocks: cassettes.map(({ valueMinor }) => ({ place: placeOf(valueMinor), valueMinor, count })),
    mishaps: [cablePulled(pipe), ...billMishaps(sim, random)],
    openPort: (context) => ccnet.openPort(driver, context),
    onMotion: (listener) => sim.onEvent((event) => tell(event, listener)),
    insert: (valueMinor) => sim.insertNote(valueMinor),
    mend: () => mendBill(sim),
    held: () => {
      const { stacker, recycler } = sim.truth();
      const held = recycler?.cassettes ?? {};
      const stores = RECYCLED.map((value) => [placeOf(value), { [value]: held[value] ?? 0 }]);
      return { ...Object.fromEntries(stores), cashbox: stacker };
    },
    onTheWay: () => {
      const { path } = sim.truth();
      return path === undefined ? {} : { [path.valueMinor]: 1 };
    },
  };
}

function tell({ event, valueMinor }: SimNoteEvent, listener: (motion: Motion) => void): void {
  const device = `${DEVICE}/${valueMinor}`;
  if (event === 'paid-out') return listener({ kind: 'paid-out', device, valueMinor });
  if (event === 'moved') return listener({ kind: 'collected', device, valueMinor });
  return tellBill(DEVICE, { event, valueMinor }, listener);
}
