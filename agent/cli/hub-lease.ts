import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { leaseViews } from '../../sync/hub/contracts/balance-view.ts';
import type { Desk } from '../../sync/hub/contracts/desk.ts';
import { askLeaseBack, cutLease, writeOffLease } from '../../sync/hub/contracts/lease-desk.ts';
import { ACCOUNTS } from '../../sync/hub/contracts/plan-accounts.ts';
import { leaseById, type CutLease } from '../../sync/hub/store/lease-rows.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { hubRefusalText } from './hub-refusal.ts';
import { tableText } from './table.ts';
import { countOf, required } from './values.ts';

const AMOUNT_MAX = 1_000_000_000;

export const leaseAction: HubAction = {
  usage: `hub lease --data FOLDER
      (--customer ID | --ask-back LEASE | --write-off LEASE --reason TEXT |
       --trust FILE --issuer-key FILE --station ID --account NAME --amount N [--id ID])
                               what a till may promise while it is offline: listed, asked back,
                               given up, or cut from the balance and sent`,
  run: lease,
};

async function lease(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      trust: { type: 'string' },
      'issuer-key': { type: 'string' },
      customer: { type: 'string' },
      'ask-back': { type: 'string' },
      'write-off': { type: 'string' },
      reason: { type: 'string' },
      station: { type: 'string' },
      account: { type: 'string' },
      amount: { type: 'string' },
      id: { type: 'string' },
    },
  });
  const deed = deedOf(values);
  await using office = await openOffice(values, io);
  return await deed(office.desk(), io);
}

type Deed = (desk: Desk, io: CommandIo) => Promise<number>;

interface Flags {
  readonly customer?: string | undefined;
  readonly 'ask-back'?: string | undefined;
  readonly 'write-off'?: string | undefined;
  readonly reason?: string | undefined;
  readonly station?: string | undefined;
  readonly account?: string | undefined;
  readonly amount?: string | undefined;
  readonly id?: string | undefined;
}

/** What is to be done, checked before the hub is opened. */
function deedOf(flags: Flags): Deed {
  const { customer, 'ask-back': askedBack, 'write-off': writtenOff, station } = flags;
  const asked = [customer, askedBack, writtenOff, station].filter((flag) => flag !== undefined);
  if (asked.length !== 1) {
    throw new UsageError('say one of --customer, --ask-back, --write-off and --station');
  }
  if (customer !== undefined) return (desk, io) => list(desk, customer, io);
  if (askedBack !== undefined) return (desk, io) => askBack(desk, askedBack, io);
  if (writtenOff !== undefined) {
    const reason = required(flags.reason, 'why: --reason TEXT');
    return (desk, io) => writeOff(desk, { id: writtenOff, reason }, io);
  }
  const account = ACCOUNTS.find((each) => each === flags.account);
  if (account === undefined) throw new UsageError(`say --account: ${ACCOUNTS.join(', ')}`);
  const amount = countOf('--amount', required(flags.amount, '--amount N'), {
    min: 1,
    max: AMOUNT_MAX,
  });
  const order = {
    station: required(station, 'for whom: --station ID'),
    account,
    amount,
    id: flags.id ?? randomUUID(),
  };
  return (desk, io) => cut(desk, order, io);
}

async function cut(
  desk: Desk,
  order: Parameters<typeof cutLease>[1],
  io: CommandIo,
): Promise<number> {
  const outcome = await cutLease(desk, order);
  if (outcome.kind === 'refused') return refuse(outcome, io);
  const { lease: id, customer } = outcome;
  const how = outcome.kind === 'cut' ? 'is' : 'was already';
  io.stdout.write(
    `Lease ${id} of ${order.amount} from ${order.account} of ${customer} ${how} sent to ${order.station}.\n`,
  );
  return 0;
}

async function askBack(desk: Desk, id: string, io: CommandIo): Promise<number> {
  const outcome = await askLeaseBack(desk, await leaseOf(desk, id));
  if (outcome.kind === 'refused') return refuse(outcome, io);
  io.stdout.write('The till is asked. It gives back what is left, once no open ticket needs it.\n');
  return 0;
}

async function writeOff(
  desk: Desk,
  { id, reason }: { readonly id: string; readonly reason: string },
  io: CommandIo,
): Promise<number> {
  const outcome = await writeOffLease(desk, await leaseOf(desk, id), reason);
  if (outcome.kind === 'refused') return refuse(outcome, io);
  io.stdout.write(
    outcome.kind === 'written-off'
      ? `${outcome.amount} of it count as spent.\n`
      : 'It was written off before; nothing is new.\n',
  );
  return 0;
}

async function list({ database }: Desk, customer: string, { stdout }: CommandIo): Promise<number> {
  const leases = await leaseViews(database, customer);
  const rows = leases.map((view) => [
    view.lease,
    view.station,
    view.account,
    view.isTaken ? view.state : `${view.state}, not taken yet`,
    String(view.amount),
    String(view.left),
    String(view.promised),
  ]);
  const headings = ['LEASE', 'STATION', 'ACCOUNT', 'STATE', 'AMOUNT', 'LEFT', 'PROMISED'];
  stdout.write(rows.length === 0 ? 'There are no leases.\n' : tableText([headings, ...rows]));
  return 0;
}

async function leaseOf({ database }: Desk, id: string): Promise<CutLease> {
  const found = await leaseById(database, id);
  if (found === undefined) throw new UsageError(`there is no lease ${id}: see --customer ID`);
  return found;
}

function refuse(refused: Parameters<typeof hubRefusalText>[0], { stderr }: CommandIo): number {
  stderr.write(hubRefusalText(refused));
  return 1;
}
