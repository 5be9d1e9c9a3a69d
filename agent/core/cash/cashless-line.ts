import type { LeaseLineBodies } from '../contract/lease.ts';
import type { DrawerLineBodies } from '../drawer-line.ts';
import type { LineDraft } from '../journal-line.ts';
import type { OperatorLineBodies } from '../operators/operator-line.ts';
import type { SupportLineBodies } from '../support/support-line.ts';
import type { UpdateLineBodies } from '../update/update-line.ts';
import type { HardwareLineBodies } from '../vendor-line.ts';

/**
 * Who signs in, which drawer opens, what is promised of a balance, who asks for help and who gives it,
 * which version runs and which parts the computer has moves none of the till's cash.
 */
export type CashlessLine = Extract<
  LineDraft,
  {
    readonly kind:
      | keyof OperatorLineBodies
      | keyof DrawerLineBodies
      | keyof LeaseLineBodies
      | keyof SupportLineBodies
      | keyof UpdateLineBodies
      | keyof HardwareLineBodies;
  }
>;

const CASHLESS = [
  'operator-',
  'drawer-',
  'lease-',
  'update-',
  'hardware-',
  'help-',
  'chat-',
  'logs-',
  'remote-',
  'unattended-',
];

export function isCashless(line: LineDraft): line is CashlessLine {
  return CASHLESS.some((beginning) => line.kind.startsWith(beginning));
}
