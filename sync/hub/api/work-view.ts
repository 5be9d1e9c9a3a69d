import { tableCsv } from '../books/csv.ts';
import type { SightAt } from '../desk/ticket-sight.ts';
import { mayCancelWork, mayDoWork } from '../desk/work-sight.ts';
import type { WorkOrder } from '../desk/work-order.ts';
import { may, type Entitled } from '../users/roles.ts';
import { instant } from './instant.ts';
import type { WorkView } from './work-schema.ts';

/** A work order as somebody sees it. */
export function workView(order: WorkOrder, person: Entitled, at: SightAt): WorkView {
  const { id, number, kind, state, customer, site, station, ticket, title, details } = order;
  const { company, user, assignedName: name, plannedAtMs, doneNote, madeBy, madeAtMs } = order;
  return {
    order: id,
    number,
    kind,
    state,
    customer,
    site,
    station,
    ticket,
    title,
    details,
    assigned: { company, user, name },
    plannedAt: plannedAtMs === undefined ? undefined : instant(plannedAtMs),
    note: doneNote,
    madeBy,
    madeAt: instant(madeAtMs),
    closedAt: order.closedAtMs === undefined ? undefined : instant(order.closedAtMs),
    items: order.items.map(({ code, text, isAfterPrevious, doneBy, doneAtMs }) => ({
      code,
      text,
      afterPrevious: isAfterPrevious,
      doneBy,
      doneAt: doneAtMs === undefined ? undefined : instant(doneAtMs),
    })),
    may: {
      work: mayDoWork(person, order, at),
      plan: may(person, 'plan-work'),
      cancel: mayCancelWork(person, order, at),
    },
  };
}

const HEADINGS = [
  'number',
  'order',
  'kind',
  'state',
  'customer',
  'site',
  'station',
  'ticket',
  'title',
  'assigned',
  'plannedAt',
  'madeBy',
  'madeAt',
  'closedAt',
  'note',
];

export function worksCsv(orders: readonly WorkView[]): string {
  const rows = orders.map((order) => [
    String(order.number),
    order.order,
    order.kind,
    order.state,
    order.customer,
    order.site ?? '',
    order.station ?? '',
    order.ticket,
    order.title,
    order.assigned.name ?? '',
    order.plannedAt ?? '',
    order.madeBy,
    order.madeAt,
    order.closedAt ?? '',
    order.note ?? '',
  ]);
  return tableCsv([HEADINGS, ...rows]);
}
