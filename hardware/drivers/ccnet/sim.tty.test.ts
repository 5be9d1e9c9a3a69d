import { describeBillTerminal } from '../../../test/support/bill-tty-suite.ts';
import { ccnet } from './driver.ts';
import { simCcnetDriverConfig } from './rig.ts';

describeBillTerminal(ccnet, simCcnetDriverConfig);
