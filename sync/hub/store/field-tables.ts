/** The tables of work in the field as queries see them; field-migration.ts makes them. */
export interface FieldTables {
  readonly plan_entries: PlanEntryRow;
  readonly work_orders: WorkOrderRow;
  readonly work_items: WorkItemRow;
  readonly ticket_reads: TicketReadRow;
}

/** A time of somebody's week that is given to a ticket; freed ones stay. */
export interface PlanEntryRow {
  readonly entry: string;
  readonly ticket: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly from_ms: number;
  readonly minutes: number;
  /** The plan whose published time it takes; null: nobody had offered it. */
  readonly plan: string | null;
  readonly made_by: string;
  readonly made_at_ms: number;
  readonly freed_at_ms: number | null;
}

export interface WorkOrderRow {
  readonly work_order: string;
  readonly number: number;
  readonly kind: string;
  readonly customer: string;
  readonly site: string | null;
  readonly station_id: string | null;
  /** By which its time is charged. */
  readonly ticket: string;
  readonly title: string;
  readonly details: string;
  readonly state: string;
  readonly company: string | null;
  readonly user_id: string | null;
  readonly assigned_name: string | null;
  readonly planned_at_ms: number | null;
  readonly done_note: string | null;
  readonly made_by: string;
  /** Of whoever made it; null: the vendor. */
  readonly made_party: string | null;
  readonly made_at_ms: number;
  readonly closed_at_ms: number | null;
}

/** What has to be done, in the order in which it is to be done. */
export interface WorkItemRow {
  readonly work_order: string;
  readonly place: number;
  /** What the program itself knows to say; null: the text alone. */
  readonly code: string | null;
  readonly text: string;
  readonly is_after_previous: number;
  readonly done_by: string | null;
  readonly done_at_ms: number | null;
}

/** How many messages of a ticket somebody has seen. */
interface TicketReadRow {
  readonly ticket: string;
  readonly user_id: string;
  readonly messages: number;
}
