/** Work that is ordered: an installation, a move, an update done by hand. Its time is its ticket's. */
export const WORK_KINDS = ['installation', 'move', 'update', 'other'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

export const WORK_STATES = ['open', 'planned', 'done', 'cancelled'] as const;
export type WorkState = (typeof WORK_STATES)[number];

export const ITEM_CODES = ['backup-made'] as const;
type ItemCode = (typeof ITEM_CODES)[number];

/** One thing that has to be done. */
export interface WorkItem {
  /** What the program itself knows to say; the text is empty then. */
  readonly code?: ItemCode | undefined;
  readonly text: string;
  /** Not before everything above it is done. */
  readonly isAfterPrevious: boolean;
  readonly doneBy?: string | undefined;
  readonly doneAtMs?: number | undefined;
}

export interface WorkOrder {
  readonly id: string;
  readonly number: number;
  readonly kind: WorkKind;
  readonly customer: string;
  readonly site?: string | undefined;
  readonly station?: string | undefined;
  readonly ticket: string;
  readonly title: string;
  readonly details: string;
  readonly state: WorkState;
  readonly company?: string | undefined;
  readonly user?: string | undefined;
  readonly assignedName?: string | undefined;
  readonly plannedAtMs?: number | undefined;
  readonly doneNote?: string | undefined;
  readonly madeBy: string;
  /** Undefined: the vendor. */
  readonly madeParty?: string | undefined;
  readonly madeAtMs: number;
  readonly closedAtMs?: number | undefined;
  readonly items: readonly WorkItem[];
}

/** Whether anything may still be done about it. */
export function isWorkOpen({ state }: Pick<WorkOrder, 'state'>): boolean {
  return state === 'open' || state === 'planned';
}

/** An update by hand begins with a backup, and nothing else is done before there is one. */
export function itemsOf(
  kind: WorkKind,
  wished: readonly Pick<WorkItem, 'text' | 'isAfterPrevious'>[],
): readonly WorkItem[] {
  if (kind !== 'update') return wished;
  const backup: WorkItem = { code: 'backup-made', text: '', isAfterPrevious: false };
  return [backup, ...wished];
}

export type TickAnswer =
  | { readonly kind: 'ticked'; readonly items: readonly WorkItem[] }
  | { readonly kind: 'refused'; readonly code: 'not-found' | 'checklist-order' };

export interface Tick {
  readonly place: number;
  readonly isDone: boolean;
  readonly by: string;
  readonly atMs: number;
}

/** Ticks an item, or takes the tick back; in order, where the list says so. */
export function ticked(items: readonly WorkItem[], { place, isDone, by, atMs }: Tick): TickAnswer {
  const item = items[place];
  if (item === undefined) return { kind: 'refused', code: 'not-found' };
  if (isDone === (item.doneAtMs !== undefined)) return { kind: 'ticked', items };
  const done = isDone ? { doneBy: by, doneAtMs: atMs } : {};
  const { code, text, isAfterPrevious } = item;
  const changed = items.with(place, { code, text, isAfterPrevious, ...done });
  return isInOrder(changed)
    ? { kind: 'ticked', items: changed }
    : { kind: 'refused', code: 'checklist-order' };
}

/** Nothing that comes after others is done before they are, and nothing at all before the backup. */
function isInOrder(items: readonly WorkItem[]): boolean {
  return items.every(({ isAfterPrevious, doneAtMs }, place) => {
    if (doneAtMs === undefined) return true;
    const above = items.slice(0, place);
    const wanted = isAfterPrevious ? above : above.filter(({ code }) => code === 'backup-made');
    return wanted.every((before) => before.doneAtMs !== undefined);
  });
}
