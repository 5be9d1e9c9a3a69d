import { BillRig, type BillRigFacts } from '../../kit/bill-rig.ts';
import { EURO_NOTES_MINOR } from '../../kit/sim-validator.ts';
import { ebdsConfigSchema, type EbdsConfigInput } from './config.ts';
import { ebds } from './driver.ts';
import { createSimEbds } from './sim.ts';

/** The port configuration that fits the simulated validator. */
export const simEbdsDriverConfig: EbdsConfigInput = {
  device: 'validator',
  currency: 'EUR',
  denominations: EURO_NOTES_MINOR.map((valueMinor, at) => ({ index: at + 1, valueMinor })),
};

/** The driver and its simulated validator on one clock, for tests. */
export function createEbdsRig(facts: BillRigFacts, changes: object = {}): BillRig {
  const config = ebdsConfigSchema.parse({ ...simEbdsDriverConfig, ...changes });
  return new BillRig({
    ...facts,
    openPort: (context) => ebds.openPort(config, context),
    createSim: createSimEbds,
  });
}
