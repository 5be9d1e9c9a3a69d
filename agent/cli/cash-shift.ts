/** `tillwarden cash shift`. */
import {
  openShiftSchema,
  shiftReportSchema,
  shiftReportsSchema,
  type ShiftReportView,
  type ShiftView,
} from '../api/shift-schema.ts';
import { instantText } from '../words/time.ts';
import type { CashAction, CashDesk } from './cash-action.ts';
import { amountText } from './cash-money.ts';
import { UsageError } from './command.ts';
import { tableText } from './table.ts';

export const shiftAction: CashAction = {
  usage: 'shift open | show | close | list',
  summary: 'from an open to a close, all that happened is added up',
  flags: ['key'],
  read: ({ words: [action, ...more] }) => {
    if (more.length > 0) throw new UsageError('a shift is opened, shown, closed or listed');
    switch (action) {
      case 'open':
        return openShift;
      case 'show':
        return showShift;
      case 'close':
        return closeShift;
      case 'list':
        return listShifts;
      default:
        throw new UsageError('say shift open, show, close or list');
    }
  },
};

async function openShift({ ask, key, tell, currency }: CashDesk): Promise<number> {
  const path = '/v1/shift/open';
  const answer = await ask({ method: 'POST', path, key, schema: openShiftSchema });
  const { shift } = answer;
  const opening = shift === null ? '' : amountText(shift.openingMinor, currency);
  tell(answer, `Shift ${shift?.number ?? ''} is open, with ${opening} in the machine.\n`);
  return 0;
}

async function showShift({ ask, tell, currency }: CashDesk): Promise<number> {
  const answer = await ask({ method: 'GET', path: '/v1/shift', schema: openShiftSchema });
  const { shift } = answer;
  const none = 'No shift is open. Open one: tillwarden cash shift open\n';
  tell(answer, shift === null ? none : `${headOf(shift)}\n${shiftSums(shift, currency)}`);
  return 0;
}

async function closeShift({ ask, key, tell, currency }: CashDesk): Promise<number> {
  const path = '/v1/shift/close';
  const report = await ask({ method: 'POST', path, key, schema: shiftReportSchema });
  tell(report, shiftReportText(report, currency));
  return 0;
}

async function listShifts({ ask, tell, currency }: CashDesk): Promise<number> {
  const answer = await ask({ method: 'GET', path: '/v1/shifts', schema: shiftReportsSchema });
  const rows = answer.shifts.map(({ number, openedAt, closedAt, closedBy, totals, ...report }) => [
    String(number),
    instant(openedAt),
    instant(closedAt),
    report.closedByOperator ?? closedBy,
    amountText(totals.soldMinor, currency),
    amountText(totals.differenceMinor, currency),
    amountText(report.closingMinor, currency),
  ]);
  const head = ['SHIFT', 'OPENED', 'CLOSED', 'BY', 'SOLD', 'DIFFERENCE', 'LEFT IN IT'];
  tell(answer, rows.length === 0 ? 'No shift was closed yet.\n' : tableText([head, ...rows]));
  return 0;
}

/** The whole report, of which each line that is not nothing is shown. */
export function shiftReportText(report: ShiftReportView, currency: string): string {
  const { closedByOperator, closedBy, closedAt, closingMinor } = report;
  return (
    `${headOf(report)}, closed ${instant(closedAt)} by ${closedByOperator ?? closedBy}\n` +
    sumsText(report, currency) +
    leftText(closingMinor, currency) +
    report.foreign
      .map(
        (other) => sumsText(other, other.currency) + leftText(other.closingMinor, other.currency),
      )
      .join('')
  );
}

/** Currency by currency: nothing of one is added to another. */
function shiftSums(shift: ShiftView, currency: string): string {
  const others = shift.foreign.map((other) => sumsText(other, other.currency));
  return [sumsText(shift, currency), ...others].join('');
}

function leftText(closingMinor: number | null, currency: string): string {
  return tableText([[LEFT, amountText(closingMinor, currency)]]);
}

function headOf({
  number,
  openedAt,
  openedByOperator,
  openedBy,
}: Omit<ShiftView, 'totals'>): string {
  return `Shift ${number}, opened ${instant(openedAt)} by ${openedByOperator ?? openedBy}`;
}

const SUMS = [
  ['soldMinor', 'sold'],
  ['roundingMinor', 'rounding'],
  ['insertedMinor', 'put into the machine'],
  ['depositedMinor', '  of that kept of deposits'],
  ['manualInMinor', '  of that by operators'],
  ['paidOutMinor', 'paid out by the machine'],
  ['manualOutMinor', '  of that for operators'],
  ['collectedMinor', 'moved into the cashbox'],
  ['filledMinor', 'filled by hand'],
  ['takenMinor', 'taken out by hand'],
  ['differenceMinor', 'difference found by counts'],
  ['onItsWayMinor', 'the device has not told yet'],
  ['paidByHandMinor', 'debts paid by hand'],
] as const;

const LEFT = 'left in the machine'.padEnd(Math.max(...SUMS.map(([, said]) => said.length)));

function sumsText(
  { openingMinor, totals }: Pick<ShiftView, 'openingMinor' | 'totals'>,
  currency: string,
): string {
  const sums = SUMS.map(([name, said]) => ({ said, minor: totals[name] }))
    .filter(({ minor }) => minor !== 0)
    .map(({ said, minor }) => [said, amountText(minor, currency)]);
  return tableText([
    ['sales'.padEnd(LEFT.length), String(totals.salesCount)],
    ['in the machine at the start', amountText(openingMinor, currency)],
    ...sums,
  ]);
}

function instant(at: string): string {
  return instantText(Date.parse(at), 'en');
}
