/** What is charged goes out for invoicing: by number, each line once, and again as it first went. */
import type { CostLine } from '../../../agent/core/contract/decision.ts';
import {
  addCostExport,
  addCostLine,
  costExportOf,
  costLinesToExport,
  type CostExport,
  type CostPeriod,
} from '../store/cost-lines.ts';
import { costCsv } from './cost-line.ts';
import type { Desk } from './desk.ts';

export interface DecisionCharge {
  readonly customer: string;
  /** The decision whose lines were accepted; it is charged once. */
  readonly decision: string;
  readonly contract?: string | undefined;
  readonly lines: readonly CostLine[];
}

/** Charges the lines of a decision that was accepted; how many are new. */
export function chargeDecision(
  desk: Desk,
  { customer, decision, contract, lines }: DecisionCharge,
): Promise<number> {
  return desk.database.transaction().execute(async (database) => {
    let added = 0;
    for (const [index, line] of lines.entries()) {
      const isNew = await addCostLine(database, {
        ...line,
        line: `decision/${customer}/${decision}/${index + 1}`,
        customer,
        atMs: desk.nowMs(),
        origin: 'decision',
        about: decision,
        ...(contract === undefined ? {} : { contract }),
      });
      added += isNew ? 1 : 0;
    }
    if (added === 0) return 0;
    const details = { decision, lines: added };
    await desk.note(database, { act: 'costs-charged', subject: customer, details });
    return added;
  });
}

export interface ExportOrder extends CostPeriod {
  /** Made by the one who asks, and kept on a retry. */
  readonly id: string;
}

export type Exported =
  | { readonly kind: 'made' | 'repeated'; readonly export: CostExport }
  | { readonly kind: 'refused'; readonly code: 'id-taken' | 'nothing-to-export' };

/** Exports what no export has yet of a period. */
export function exportCosts(desk: Desk, { id, fromMs, toMs }: ExportOrder): Promise<Exported> {
  return desk.database.transaction().execute(async (database): Promise<Exported> => {
    const before = await costExportOf(database, id);
    if (before !== undefined) {
      return before.fromMs === fromMs && before.toMs === toMs
        ? { kind: 'repeated', export: before }
        : { kind: 'refused', code: 'id-taken' };
    }
    const lines = await costLinesToExport(database, { fromMs, toMs });
    if (lines.length === 0) return { kind: 'refused', code: 'nothing-to-export' };
    const made = { request: id, fromMs, toMs, madeAtMs: desk.nowMs(), madeBy: desk.doer };
    const number = await addCostExport(database, { ...made, csv: costCsv(lines) }, lines);
    const details = { number, lines: lines.length };
    await desk.note(database, { act: 'costs-exported', subject: String(number), details });
    return { kind: 'made', export: { ...made, number, lines: lines.length } };
  });
}
