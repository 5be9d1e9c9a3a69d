/** What a round could not bring to its tills is told once: until it is something else, or is over. */
import type { HubEvent } from '../hub-parts.ts';
import type { Desk } from './desk.ts';
import type { ChangesSent } from './send-changes.ts';

export interface ReportParts {
  readonly desk: Pick<Desk, 'database' | 'note'>;
  readonly onEvent: (event: HubEvent) => void;
  readonly onError: (cause: unknown) => void;
}

export class RoundReports {
  readonly #parts: ReportParts;
  #told: ReadonlyMap<string, string> = new Map();

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  /** In the log and in the audit; a fault of the hub's own with its cause. */
  async tell({ stations, faults }: ChangesSent): Promise<void> {
    const refused = stations.filter(({ result }) => result !== 'sent' && result !== 'withdrawn');
    const now = new Map<string, string>([
      ...refused.map(({ station, result }) => [station, result] as const),
      ...faults.map(({ station, cause }) => [station, `internal: ${String(cause)}`] as const),
    ]);
    for (const { station, cause } of faults) {
      if (this.#told.get(station) !== now.get(station)) this.#parts.onError(cause);
    }
    for (const [station, reason] of now) {
      if (this.#told.get(station) !== reason) await this.#tellOne(station, reason);
    }
    this.#told = now;
  }

  async #tellOne(subject: string, why: string): Promise<void> {
    const { desk, onEvent } = this.#parts;
    // What exactly went wrong inside is for the log of faults alone.
    const reason = why.startsWith('internal: ') ? 'internal' : why;
    onEvent({ kind: 'contract-not-sent', station: subject, reason });
    await desk.note(desk.database, { act: 'contract-not-sent', subject, details: { reason } });
  }
}
