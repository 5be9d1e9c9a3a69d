import { describeBillTerminal } from '../../../test/support/bill-tty-suite.ts';
import { ebds } from './driver.ts';
import { simEbdsDriverConfig } from './rig.ts';

describeBillTerminal(ebds, simEbdsDriverConfig);
