import {
  euroMachine,
  euroNoteMachine,
  euroValueMachine,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimBillToBill } from '../../hardware/drivers/ccnet/sim-bill-to-bill.ts';
import { createSimCcnet } from '../../hardware/drivers/ccnet/sim.ts';
import { createSimEbds } from '../../hardware/drivers/ebds/sim.ts';
import { createSimId003 } from '../../hardware/drivers/id003/sim.ts';
import { nv200, nv9, smartCoinSystem, smartHopper } from '../../hardware/drivers/ssp/sim-config.ts';
import { lcusMachine, printerMachine } from './simulate-drawers.ts';
import { billMachine } from './simulate-bills.ts';
import { cctalkMachine } from './simulate-cctalk.ts';
import { cashdroMachine } from './simulate-cashdro.ts';
import { sspMachine } from './simulate-ssp.ts';
import type { SimulatedMachine, SimulatedWebMachine } from './simulated-machine.ts';

/** Every machine that can be simulated: one import and one line each. */
export const simulatedMachines: readonly SimulatedMachine[] = [
  cctalkMachine('cctalk', euroMachine),
  cctalkMachine('cctalk-value', euroValueMachine),
  cctalkMachine('cctalk-notes', euroNoteMachine),
  cctalkMachine('cctalk-notes-crc', { ...euroNoteMachine, checksum: 'crc' }),
  billMachine('ccnet', createSimCcnet),
  billMachine('bill-to-bill', createSimBillToBill),
  billMachine('id003', createSimId003),
  billMachine('ebds', createSimEbds),
  sspMachine('nv9', nv9),
  sspMachine('nv200', nv200),
  sspMachine('smart-hopper', smartHopper),
  sspMachine('smart-coin-system', smartCoinSystem),
  printerMachine,
  lcusMachine,
];

/** Every machine that can be simulated on the network. */
export const simulatedWebMachines: readonly SimulatedWebMachine[] = [cashdroMachine];
