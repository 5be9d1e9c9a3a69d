/** Work that was given to a company is nobody's once its certification is taken away. */
import { isRevoked } from '../../../agent/core/contract/parties.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addTicketEvent } from '../store/tickets.ts';
import { keepWorkOrder, listWorkOrders, workOrderById } from '../store/work-orders.ts';
import { isWorkOpen } from './work-order.ts';

export async function releaseOrders(desk: Desk): Promise<void> {
  const { database, nowMs } = desk;
  const atMs = nowMs();
  const graph = await graphAt(database, { atMs });
  for (const { id, company } of await listWorkOrders(database, { isOpen: true })) {
    if (company === undefined || !isRevoked(graph, company, atMs)) continue;
    await database
      .transaction()
      .execute((transaction) => release(transaction, desk, { order: id, company }));
  }
}

interface Releasing {
  readonly order: string;
  readonly company: string;
}

/** Whoever of the vendor's people is to come still comes. */
async function release(
  database: HubDatabase,
  { nowMs, doer: by, note }: Desk,
  { order: id, company }: Releasing,
): Promise<void> {
  const order = await workOrderById(database, id);
  if (order?.company !== company || !isWorkOpen(order)) return;
  const assignedName = order.user === undefined ? undefined : order.assignedName;
  await keepWorkOrder(database, { ...order, company: undefined, assignedName });
  const atMs = nowMs();
  const event = `${order.ticket}/work-released/${id}/${atMs}`;
  const body = { order: id, from: company };
  await addTicketEvent(database, order.ticket, { event, atMs, kind: 'work-released', by, body });
  const details = { number: order.number, from: company };
  await note(database, { act: 'work-released', subject: id, details });
}
