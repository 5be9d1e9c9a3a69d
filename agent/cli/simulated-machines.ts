import {
  euroCrcMachine,
  euroMachine,
  euroNoteMachine,
  euroValueMachine,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimBillToBill } from '../../hardware/drivers/ccnet/sim-bill-to-bill.ts';
import { createSimCcnet } from '../../hardware/drivers/ccnet/sim.ts';
import { createSimEbds } from '../../hardware/drivers/ebds/sim.ts';
import { createSimId003 } from '../../hardware/drivers/id003/sim.ts';
import {
  nv11,
  nv200,
  nv9,
  smartCoinSystem,
  smartHopper,
} from '../../hardware/drivers/ssp/sim-config.ts';
import { lcusMachine, printerMachine } from './simulate-drawers.ts';
import { billMachine } from './simulate-bills.ts';
import { cctalkMachine } from './simulate-cctalk.ts';
import { cashdroMachine } from './simulate-cashdro.ts';
import { sspMachine } from './simulate-ssp.ts';
import type { SimulatedMachine, SimulatedWebMachine } from './simulated-machine.ts';

/** Every machine that can be simulated: one import and one line each. */
export const simulatedMachines: readonly SimulatedMachine[] = [
  cctalkMachine('cctalk', 'a coin acceptor and a hopper for each coin', euroMachine),
  cctalkMachine(
    'cctalk-value',
    'the same, with an accumulator hopper and a changer',
    euroValueMachine,
  ),
  cctalkMachine('cctalk-notes', 'the same as cctalk, with a bill validator', euroNoteMachine),
  cctalkMachine(
    'cctalk-notes-crc',
    'the same as cctalk-notes, in frames with CRC-16',
    euroCrcMachine,
  ),
  billMachine('ccnet', 'a CashCode bill validator', createSimCcnet),
  billMachine('bill-to-bill', 'a CashCode Bill-to-Bill recycler', createSimBillToBill),
  billMachine('id003', 'a JCM bill validator', createSimId003),
  billMachine('ebds', 'an MEI bill validator', createSimEbds),
  sspMachine('nv9', 'an ITL NV9 note validator', nv9),
  sspMachine('nv200', 'an ITL NV200 with the SMART Payout on it', nv200),
  sspMachine('smart-payout', 'another name for nv200', nv200),
  sspMachine('nv11', 'an ITL NV11, whose store is a stack of notes', nv11),
  sspMachine('smart-hopper', 'an ITL SMART Hopper with a coin mechanism', smartHopper),
  sspMachine('smart-coin-system', 'an ITL SMART Coin System', smartCoinSystem),
  printerMachine,
  lcusMachine,
];

/** Every machine that can be simulated on the network. */
export const simulatedWebMachines: readonly SimulatedWebMachine[] = [cashdroMachine];
