import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  openPools,
  orderPack,
  topUp,
  type BalanceAnswer,
} from '../../sync/hub/contracts/balance-desk.ts';
import type { Desk } from '../../sync/hub/contracts/desk.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { hubRefusalText } from './hub-refusal.ts';
import { countOf, dayOf, required } from './values.ts';

const AMOUNT_MAX = 1_000_000_000;
const TERM_MAX = 1_000;

export const creditAction: HubAction = {
  usage: `hub credit --data FOLDER --customer ID [--contract ID] [--id ID]
      (--pack CREDITS [--registration] [--paid-on DAY] | --top-up MINOR | --pools [--term N])
                               a pack of the customer's plan, money for its wallet, or the pools
                               of a term; --id makes a repetition count once`,
  run: credit,
};

interface Flags {
  readonly customer: string;
  readonly contract: string | undefined;
  readonly id: string;
  readonly pack: string | undefined;
  readonly registration: boolean;
  readonly paidOn: string | undefined;
  readonly topUp: string | undefined;
  readonly pools: boolean;
  readonly term: string | undefined;
}

async function credit(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      customer: { type: 'string' },
      contract: { type: 'string' },
      id: { type: 'string' },
      pack: { type: 'string' },
      registration: { type: 'boolean', default: false },
      'paid-on': { type: 'string' },
      'top-up': { type: 'string' },
      pools: { type: 'boolean', default: false },
      term: { type: 'string' },
    },
  });
  const order = orderOf({
    ...values,
    customer: required(values.customer, 'whose: --customer ID'),
    contract: values.contract,
    id: values.id ?? randomUUID(),
    pack: values.pack,
    paidOn: values['paid-on'],
    topUp: values['top-up'],
    term: values.term,
  });
  await using office = await openOffice({ data: values.data }, io);
  const answer = await order(office.desk());
  if (answer.kind === 'refused') {
    io.stderr.write(hubRefusalText(answer));
    return 1;
  }
  io.stdout.write(answer.kind === 'posted' ? 'Credited.\n' : 'Credited before; nothing is new.\n');
  return 0;
}

/** What is to be done, checked before the hub is opened. */
function orderOf(flags: Flags): (desk: Desk) => Promise<BalanceAnswer> {
  const { customer, contract, id, pack, registration: isRegistration, paidOn, term } = flags;
  const asked = [pack !== undefined, flags.topUp !== undefined, flags.pools].filter(Boolean);
  if (asked.length !== 1) throw new UsageError('say one of --pack, --top-up and --pools');
  if (pack !== undefined) {
    const credits = countOf('--pack', pack, { min: 1, max: AMOUNT_MAX });
    const day = paidOn === undefined ? undefined : dayOf('--paid-on', paidOn);
    const order = { customer, contract, id, pack: credits, isRegistration, paidOn: day };
    return (desk) => orderPack(desk, order);
  }
  if (flags.topUp !== undefined) {
    const amountMinor = countOf('--top-up', flags.topUp, { min: 1, max: AMOUNT_MAX });
    return (desk) => topUp(desk, { customer, contract, id, amountMinor });
  }
  const n = term === undefined ? undefined : countOf('--term', term, { min: 1, max: TERM_MAX });
  return (desk) => openPools(desk, { customer, contract, term: n });
}
