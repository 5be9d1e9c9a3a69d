import { parseArgs } from 'node:util';
import {
  statementCsv,
  statements,
  type AccountStatement,
} from '../../sync/hub/contracts/balance-view.ts';
import type { CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { instantOf, required } from './values.ts';

export const statementAction: HubAction = {
  usage: `hub statement --data FOLDER --customer ID [--account NAME] [--from DAY] [--to DAY] [--csv]
                               what a customer has and what it was used for; TO is the first day
                               that is not in it, days are those of UTC`,
  run: statement,
};

async function statement(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      customer: { type: 'string' },
      account: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      csv: { type: 'boolean', default: false },
    },
  });
  const customer = required(values.customer, 'whose: --customer ID');
  const from = instantOf('--from', values.from);
  const to = instantOf('--to', values.to);
  await using office = await openOffice({ data: values.data }, io);
  const { database, nowMs } = office.desk();
  const found = await statements(
    database,
    { customer, account: values.account },
    {
      fromMs: from === undefined ? 0 : Date.parse(from),
      toMs: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to),
      nowMs: nowMs(),
    },
  );
  io.stdout.write(values.csv ? statementCsv(found) : textOf(found));
  return 0;
}

function textOf(accounts: readonly AccountStatement[]): string {
  if (accounts.length === 0) return 'There is no balance.\n';
  return accounts.map(accountText).join('\n');
}

function accountText(of: AccountStatement): string {
  const headings = ['WHEN (UTC)', 'WHAT', 'ABOUT', 'CHANGE', 'BALANCE', 'HELD', 'TAKEN FROM'];
  const rows = of.lines.map((line) => [
    new Date(line.bookedAtMs).toISOString().slice(0, MINUTE_CHARS).replace('T', ' '),
    line.kind,
    line.ticket ?? line.lease ?? line.id,
    String(line.change),
    String(line.balance),
    String(line.held),
    [
      ...line.from.map(({ grant, amount }) => `${amount} of ${grant}`),
      ...(line.overdraft > 0 ? [`${line.overdraft} overdrawn`] : []),
    ].join(', '),
  ]);
  const { account, opening, closing, held, overdraft, isLow } = of;
  const sums = `${account}: ${opening} at the start, ${closing} at the end, ${held} of it held`;
  const marks = [...(overdraft > 0 ? [`${overdraft} overdrawn`] : []), ...(isLow ? ['low'] : [])];
  return `${[sums, ...marks].join('; ')}\n${tableText([headings, ...rows])}`;
}

const MINUTE_CHARS = 'YYYY-MM-DDTHH:MM'.length;
