/** A station's last sales, from the few lines that tell of them. */
import { z } from 'zod';
import type { KindLine } from '../store/fleet-lines.ts';

/** Shown of a station. */
export const SALES_SHOWN = 20;

const SALE_ID_MAX_CHARS = 64;

export const SALE_KINDS = [
  'sale-started',
  'sale-paid',
  'sale-cancelled',
  'sale-settled',
  'sale-returned',
] as const;

export type SaleOutcome = 'collecting' | 'paid' | 'cancelled' | 'settled' | 'returned';

export interface SaleSummary {
  readonly saleId: string;
  readonly startedAtMs: number;
  readonly amountDueMinor: number;
  readonly currency: string;
  readonly outcome: SaleOutcome;
  readonly insertedMinor: number;
  /** Change of a sale, or the money of a cancelled one. */
  readonly paidOutMinor: number;
  readonly owedMinor: number;
}

const minor = z.int();
const minorOrNone = minor.catch(0).default(0);
const saleId = z.string().max(SALE_ID_MAX_CHARS);
const currency = z.string().regex(/^[A-Z]{3}$/);
const started = z.object({ saleId, amountDueMinor: minor, currency });
const later = z.object({
  saleId,
  insertedMinor: minorOrNone,
  changeMinor: minorOrNone,
  returnedMinor: minorOrNone,
  owedMinor: minorOrNone,
});
type Later = z.infer<typeof later>;

const OUTCOMES: Readonly<Record<string, SaleOutcome | undefined>> = {
  'sale-paid': 'paid',
  'sale-cancelled': 'cancelled',
  'sale-settled': 'settled',
  'sale-returned': 'returned',
};

/** How far a sale has come; what ends it outweighs what led there, in whatever order they are read. */
const PROGRESS: Readonly<Record<SaleOutcome, number>> = {
  collecting: 0,
  paid: 1,
  cancelled: 1,
  settled: 2,
  returned: 2,
};

/** Newest first. A line that is not what its kind should be tells of no sale. */
export function lastSales(newestFirst: readonly KindLine[]): readonly SaleSummary[] {
  const sales = new Map<string, SaleSummary>();
  for (const line of newestFirst) {
    const sale = startedSale(line);
    if (sale !== undefined && !sales.has(sale.saleId)) sales.set(sale.saleId, sale);
  }
  for (const line of newestFirst) {
    const outcome = OUTCOMES[line.kind];
    const told = later.safeParse(line.body).data;
    const sale = told === undefined ? undefined : sales.get(told.saleId);
    if (outcome === undefined || told === undefined || sale === undefined) continue;
    sales.set(sale.saleId, furthest(sale, outcome, told));
  }
  return [...sales.values()].slice(0, SALES_SHOWN);
}

function startedSale({ kind, atMs, body }: KindLine): SaleSummary | undefined {
  const told = kind === 'sale-started' ? started.safeParse(body).data : undefined;
  if (told === undefined) return undefined;
  const nothing = { insertedMinor: 0, paidOutMinor: 0, owedMinor: 0 };
  return { ...told, startedAtMs: atMs, outcome: 'collecting', ...nothing };
}

/** Of two chains that tell otherwise of one sale, the newer one is read first and stays. */
function furthest(sale: SaleSummary, outcome: SaleOutcome, told: Later): SaleSummary {
  if (PROGRESS[outcome] <= PROGRESS[sale.outcome]) return sale;
  return {
    ...sale,
    outcome,
    insertedMinor: told.insertedMinor,
    paidOutMinor: told.changeMinor + told.returnedMinor,
    owedMinor: told.owedMinor,
  };
}
