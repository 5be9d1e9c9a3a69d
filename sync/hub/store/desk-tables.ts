/** The tables of the desk as queries see them; desk-migration.ts makes them. */
export interface DeskTables {
  readonly tickets: TicketRow;
  readonly ticket_handlings: TicketHandlingRow;
  readonly ticket_messages: TicketMessageRow;
  readonly ticket_events: TicketEventRow;
  readonly time_entries: TimeEntryRow;
  readonly told_differences: ToldDifferenceRow;
}

export interface TicketRow {
  /** Made by whoever opened it, the till among them: the same at both ends. */
  readonly ticket: string;
  /** Of a till's ticket the till's own count, otherwise the hub's. */
  readonly number: number;
  readonly source: string;
  readonly station_id: string | null;
  readonly site: string | null;
  readonly customer: string | null;
  /** Who asks for itself, such as a distributor. */
  readonly distributor: string | null;
  readonly kind: string;
  readonly title: string;
  /** What was asked, as JSON of a request without its instant. */
  readonly request: string;
  readonly state: string;
  readonly asked_at_ms: number;
  /** As JSON; null where no contract speaks of it. */
  readonly decision: string | null;
  /** What the till has set aside of its leases, as JSON. */
  readonly promised: string;
  /** Null: the vendor's own desk. */
  readonly handler_company: string | null;
  readonly handler_user: string | null;
  readonly handler_name: string | null;
  readonly scheduled_at_ms: number | null;
  readonly first_line_note: string | null;
  /** Of what was charged, by account, as JSON. */
  readonly settlement: string | null;
  readonly resolved_at_ms: number | null;
  /** The desk has looked at it since the till last said something that it must decide on. */
  readonly is_taken_up: number;
}

/** Who has had it, and since when; the highest place is who has it now. */
interface TicketHandlingRow {
  readonly ticket: string;
  readonly place: number;
  readonly company: string | null;
  readonly since_ms: number;
  readonly reason: string;
}

export interface TicketMessageRow {
  readonly message: string;
  readonly ticket: string;
  readonly at_ms: number;
  /** `till`, `desk`, `customer` or `partner`. */
  readonly side: string;
  readonly name: string;
  readonly company: string;
  readonly text: string;
}

/** What became of it, for people; never changed. */
export interface TicketEventRow {
  readonly event: string;
  readonly ticket: string;
  readonly at_ms: number;
  readonly kind: string;
  readonly by_name: string;
  /** As JSON. */
  readonly body: string;
}

/** Of a till's request, where the hub says something else of it. */
interface ToldDifferenceRow {
  readonly ticket: string;
  /** Decisions as JSON; `known` is null where the hub knows of no contract. */
  readonly told: string;
  readonly known: string | null;
  /** Lists of words, as JSON. */
  readonly parts: string;
  readonly causes: string;
}

export interface TimeEntryRow {
  readonly entry: string;
  readonly ticket: string;
  readonly mode: string;
  readonly minutes: number;
  readonly from_ms: number;
  readonly by_name: string;
  /** Of a remote session, which one. */
  readonly session: string | null;
}
