import { BillRig, type BillRigFacts } from '../../kit/bill-rig.ts';
import { ccnetConfigSchema, type CcnetConfigInput } from './config.ts';
import { ccnet } from './driver.ts';
import { createSimBillToBill } from './sim-bill-to-bill.ts';
import { createSimCcnet } from './sim.ts';

/** The port configuration that fits the simulated validator. */
export const simCcnetDriverConfig: CcnetConfigInput = { device: 'validator', currency: 'EUR' };

/** The driver and its simulated validator on one clock, for tests. */
export function createCcnetRig(facts: BillRigFacts, changes: object = {}): BillRig {
  const config = ccnetConfigSchema.parse({ ...simCcnetDriverConfig, ...changes });
  return new BillRig({
    ...facts,
    openPort: (context) => ccnet.openPort(config, context),
    createSim: createSimCcnet,
  });
}

/** The port configuration that fits the simulated Bill-to-Bill unit. */
export const simBillToBillDriverConfig: CcnetConfigInput = {
  unit: 'bill-to-bill',
  device: 'notes',
  currency: 'EUR',
  cassettes: [
    { cassette: 1, valueMinor: 500 },
    { cassette: 2, valueMinor: 1_000 },
    { cassette: 3, valueMinor: 2_000 },
  ],
};

/** A Bill-to-Bill unit that recycles ten euro alone, and has none yet. */
export function createBillToBillRig(facts: BillRigFacts, changes: object = {}): BillRig {
  const config = ccnetConfigSchema.parse({
    unit: 'bill-to-bill',
    device: 'validator',
    currency: 'EUR',
    cassettes: [{ cassette: 2, valueMinor: 1_000 }],
    ...changes,
  });
  const unassigned = { valueMinor: undefined, count: 0 };
  const empty = { valueMinor: 1_000, count: 0 };
  return new BillRig({
    ...facts,
    openPort: (context) => ccnet.openPort(config, context),
    createSim: (options) => createSimBillToBill(options, [unassigned, empty]),
  });
}
