/** Work orders with their check lists. */
import {
  ITEM_CODES,
  WORK_KINDS,
  WORK_STATES,
  type WorkItem,
  type WorkOrder,
  type WorkState,
} from '../desk/work-order.ts';
import type { WorkItemRow, WorkOrderRow } from './field-tables.ts';
import type { HubDatabase } from './hub-database.ts';

/** Of one list. */
const ORDERS_MAX = 500;

export async function addWorkOrder(
  database: HubDatabase,
  order: Omit<WorkOrder, 'number'>,
): Promise<void> {
  const last = await database
    .selectFrom('work_orders')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  const numbered = { ...order, number: (last?.number ?? 0) + 1 };
  await database.insertInto('work_orders').values(rowOf(numbered)).execute();
  if (order.items.length === 0) return;
  await database
    .insertInto('work_items')
    .values(order.items.map((item, place) => itemRowOf(order.id, place, item)))
    .execute();
}

/** Writes what has changed of it; its list stays as long as it was. */
export async function keepWorkOrder(database: HubDatabase, order: WorkOrder): Promise<void> {
  const { work_order: id, ...changed } = rowOf(order);
  await database.updateTable('work_orders').set(changed).where('work_order', '=', id).execute();
  for (const [place, item] of order.items.entries()) {
    const { done_by, done_at_ms } = itemRowOf(id, place, item);
    await database
      .updateTable('work_items')
      .set({ done_by, done_at_ms })
      .where('work_order', '=', id)
      .where('place', '=', place)
      .execute();
  }
}

export interface Planned {
  readonly ticket: string;
  readonly atMs: number;
  readonly technician: { readonly user: string; readonly name: string };
}

/** The orders of a ticket are planned with it. */
export async function keepPlanned(
  database: HubDatabase,
  { ticket, atMs, technician }: Planned,
): Promise<void> {
  const state: WorkState = 'planned';
  const who = { user_id: technician.user, assigned_name: technician.name };
  await database
    .updateTable('work_orders')
    .set({ state, planned_at_ms: atMs, ...who })
    .where('ticket', '=', ticket)
    .where('state', 'in', ['open', 'planned'])
    .execute();
}

export async function workOrderById(
  database: HubDatabase,
  id: string,
): Promise<WorkOrder | undefined> {
  const row = await database
    .selectFrom('work_orders')
    .selectAll()
    .where('work_order', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : orderOf(row, await itemRowsOf(database, id));
}

/** What is done for a ticket, and is not done yet. */
export async function openOrdersOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly WorkOrder[]> {
  const rows = await database
    .selectFrom('work_orders')
    .selectAll()
    .where('ticket', '=', ticket)
    .where('state', 'in', ['open', 'planned'])
    .orderBy('number')
    .execute();
  return ordersOf(database, rows);
}

/** The newest first. */
export async function listWorkOrders(
  database: HubDatabase,
  { isOpen }: { readonly isOpen?: boolean | undefined } = {},
): Promise<readonly WorkOrder[]> {
  let query = database.selectFrom('work_orders').selectAll();
  if (isOpen !== undefined) {
    query = query.where('state', isOpen ? 'in' : 'not in', ['open', 'planned']);
  }
  const rows = await query.orderBy('number', 'desc').limit(ORDERS_MAX).execute();
  return ordersOf(database, rows);
}

async function ordersOf(
  database: HubDatabase,
  rows: readonly WorkOrderRow[],
): Promise<readonly WorkOrder[]> {
  const orders: WorkOrder[] = [];
  for (const row of rows) orders.push(orderOf(row, await itemRowsOf(database, row.work_order)));
  return orders;
}

function itemRowsOf(database: HubDatabase, order: string): Promise<readonly WorkItemRow[]> {
  return database
    .selectFrom('work_items')
    .selectAll()
    .where('work_order', '=', order)
    .orderBy('place')
    .execute();
}

function rowOf(order: WorkOrder): WorkOrderRow {
  return {
    work_order: order.id,
    number: order.number,
    kind: order.kind,
    customer: order.customer,
    site: order.site ?? null,
    station_id: order.station ?? null,
    ticket: order.ticket,
    title: order.title,
    details: order.details,
    state: order.state,
    company: order.company ?? null,
    user_id: order.user ?? null,
    assigned_name: order.assignedName ?? null,
    planned_at_ms: order.plannedAtMs ?? null,
    done_note: order.doneNote ?? null,
    made_by: order.madeBy,
    made_party: order.madeParty ?? null,
    made_at_ms: order.madeAtMs,
    closed_at_ms: order.closedAtMs ?? null,
  };
}

function itemRowOf(order: string, place: number, item: WorkItem): WorkItemRow {
  return {
    work_order: order,
    place,
    code: item.code ?? null,
    text: item.text,
    is_after_previous: item.isAfterPrevious ? 1 : 0,
    done_by: item.doneBy ?? null,
    done_at_ms: item.doneAtMs ?? null,
  };
}

/** Only this file writes these columns. */
function orderOf(row: WorkOrderRow, items: readonly WorkItemRow[]): WorkOrder {
  return {
    id: row.work_order,
    number: row.number,
    kind: WORK_KINDS.find((one) => one === row.kind) ?? 'other',
    customer: row.customer,
    site: row.site ?? undefined,
    station: row.station_id ?? undefined,
    ticket: row.ticket,
    title: row.title,
    details: row.details,
    state: WORK_STATES.find((one) => one === row.state) ?? 'open',
    company: row.company ?? undefined,
    user: row.user_id ?? undefined,
    assignedName: row.assigned_name ?? undefined,
    plannedAtMs: row.planned_at_ms ?? undefined,
    doneNote: row.done_note ?? undefined,
    madeBy: row.made_by,
    madeParty: row.made_party ?? undefined,
    madeAtMs: row.made_at_ms,
    closedAtMs: row.closed_at_ms ?? undefined,
    items: items.map(itemOf),
  };
}

function itemOf(row: WorkItemRow): WorkItem {
  return {
    code: ITEM_CODES.find((one) => one === row.code),
    text: row.text,
    isAfterPrevious: row.is_after_previous === 1,
    doneBy: row.done_by ?? undefined,
    doneAtMs: row.done_at_ms ?? undefined,
  };
}
