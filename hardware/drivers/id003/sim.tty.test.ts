import { describeBillTerminal } from '../../../test/support/bill-tty-suite.ts';
import { id003 } from './driver.ts';
import { simId003DriverConfig } from './rig.ts';

describeBillTerminal(id003, simId003DriverConfig);
