import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Desk } from '../../sync/hub/contracts/desk.ts';
import { PlanningDesk, type PlaceRefusal } from '../../sync/hub/desk/planning-desk.ts';
import { WorkDesk, type WorkAnswer, type WorkRefusal } from '../../sync/hub/desk/work-desk.ts';
import { WORK_KINDS, type WorkOrder } from '../../sync/hub/desk/work-order.ts';
import { userByName } from '../../sync/hub/store/users.ts';
import { hubErrorText } from '../words/hub-error-words.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { countOf, required } from './values.ts';

const ITEMS_MAX = 50;

export const workAction: HubAction = {
  usage: `hub work --data FOLDER
      (--list | --order ID | --new KIND --customer ID --title TEXT [--site ID] [--station ID] [--id ID] |
       --plan ID --at TIME --by USER | --tick ID --item N | --done ID --note TEXT |
       --cancel ID --reason TEXT)
                               work orders: listed, shown, made, planned, ticked off, closed`,
  run: work,
};

const OPTIONS = {
  data: { type: 'string' },
  list: { type: 'boolean' },
  order: { type: 'string' },
  new: { type: 'string' },
  plan: { type: 'string' },
  tick: { type: 'string' },
  done: { type: 'string' },
  cancel: { type: 'string' },
  customer: { type: 'string' },
  title: { type: 'string' },
  site: { type: 'string' },
  station: { type: 'string' },
  id: { type: 'string' },
  at: { type: 'string' },
  by: { type: 'string' },
  item: { type: 'string' },
  note: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Flags = { readonly [Name in Exclude<keyof typeof OPTIONS, 'list'>]?: string | undefined } & {
  readonly list?: boolean | undefined;
};

type Deed = (desk: Desk, io: CommandIo) => Promise<number>;

async function work(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  const deed = deedOf(values);
  await using office = await openOffice(values, io);
  return await deed(office.desk(), io);
}

/** What is to be done, checked before the hub is opened. */
function deedOf(flags: Flags): Deed {
  const { order, new: kind, plan, tick, done, cancel, list } = flags;
  const asked = [order, kind, plan, tick, done, cancel, list].filter((flag) => flag !== undefined);
  if (asked.length !== 1) {
    throw new UsageError('say one of --list, --order, --new, --plan, --tick, --done and --cancel');
  }
  if (order !== undefined) return (desk, io) => show(desk, order, io);
  if (kind !== undefined) return making(kind, flags);
  if (plan !== undefined) return planning(plan, flags);
  if (tick !== undefined) {
    const bounds = { min: 1, max: ITEMS_MAX };
    const place = countOf('--item', required(flags.item, '--item N'), bounds) - 1;
    return (desk, io) => told(new WorkDesk(desk).tick(tick, { place, isDone: true }), io);
  }
  if (done !== undefined) {
    const note = required(flags.note, 'what was done: --note TEXT');
    return (desk, io) => close(desk, { id: done, note }, io);
  }
  if (cancel !== undefined) {
    const reason = required(flags.reason, 'why: --reason TEXT');
    return (desk, io) => told(new WorkDesk(desk).cancel(cancel, reason), io);
  }
  return listOpen;
}

function making(named: string, { customer, title, site, station, id }: Flags): Deed {
  const kind = WORK_KINDS.find((one) => one === named);
  if (kind === undefined) throw new UsageError(`say --new ${WORK_KINDS.join(', ')}`);
  const wish = {
    id: id ?? randomUUID(),
    kind,
    customer: required(customer, 'for whom: --customer ID'),
    title: required(title, 'what: --title TEXT'),
    details: '',
    items: [],
    side: 'desk',
    site,
    station,
  } as const;
  return (desk, io) => {
    const from = { name: desk.doer, company: '' };
    return told(new WorkDesk(desk).add({ ...wish, from }), io);
  };
}

function planning(id: string, { at, by }: Flags): Deed {
  const fromMs = Date.parse(required(at, 'when: --at TIME'));
  if (Number.isNaN(fromMs)) throw new UsageError('say --at as 2026-11-23T09:00:00Z');
  const name = required(by, 'who goes: --by USER');
  return async (desk, io) => {
    const order = await orderOf(desk, id);
    const technician = await userByName(desk.database, name);
    if (technician === undefined) throw new UsageError(`there is no user ${name}`);
    const placing = { entry: randomUUID(), ticket: order.ticket, technician, fromMs };
    const answer = await new PlanningDesk(desk).place(placing);
    if (answer.kind === 'refused') return refuse(answer.refusal.code, io);
    io.stdout.write(`Order ${order.number} is planned with ${technician.name}.\n`);
    return 0;
  };
}

async function close(
  desk: Desk,
  { id, note }: { readonly id: string; readonly note: string },
  io: CommandIo,
): Promise<number> {
  const answer = await new WorkDesk(desk).close(id, { note });
  if (answer.kind === 'refused') return refuse(answer.code, io);
  io.stdout.write(`Order ${answer.order.number} is done.\n`);
  for (const { account, charged, available } of answer.settled?.balances ?? []) {
    io.stdout.write(`${account}: ${charged} charged, ${available} left.\n`);
  }
  return 0;
}

async function listOpen(desk: Desk, { stdout }: CommandIo): Promise<number> {
  const orders = await new WorkDesk(desk).list({ isOpen: true });
  const rows = orders.map((order) => [
    String(order.number),
    order.id,
    order.kind,
    order.state,
    order.customer,
    order.assignedName ?? '-',
    order.title,
  ]);
  const headings = ['NUMBER', 'ORDER', 'KIND', 'STATE', 'CUSTOMER', 'WITH', 'TITLE'];
  stdout.write(rows.length === 0 ? 'There is no open work.\n' : tableText([headings, ...rows]));
  return 0;
}

async function show(desk: Desk, id: string, { stdout }: CommandIo): Promise<number> {
  const order = await orderOf(desk, id);
  stdout.write(`${order.number} ${order.title} (${order.kind}, ${order.state})\n`);
  for (const [place, { code, text, doneBy }] of order.items.entries()) {
    stdout.write(`${place + 1} [${doneBy === undefined ? ' ' : 'x'}] ${code ?? text}\n`);
  }
  return 0;
}

async function told(answering: Promise<WorkAnswer>, io: CommandIo): Promise<number> {
  const answer = await answering;
  if (answer.kind === 'refused') return refuse(answer.code, io);
  const { number, id, state } = answer.order;
  io.stdout.write(`Order ${number} (${id}) is ${state}.\n`);
  return 0;
}

async function orderOf(desk: Desk, id: string): Promise<WorkOrder> {
  const order = await new WorkDesk(desk).order(id);
  if (order === undefined) throw new UsageError(`there is no work order ${id}: see --list`);
  return order;
}

function refuse(code: WorkRefusal | PlaceRefusal['code'], { stderr }: CommandIo): number {
  const { message, safe, action } = hubErrorText(code, 'en');
  stderr.write(`Not done (${code}): ${message} ${safe}\n${action}\n`);
  return 1;
}
