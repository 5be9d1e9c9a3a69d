import type { Outcome } from '../core/contract/decision.ts';
import type { NeedKind, Reason, RouteTarget } from '../core/contract/plan.ts';
import type { Acceptable, HelpMode } from '../core/contract/request.ts';

/** What a decision means for whoever asked. Amounts, days and times come in as they are to be shown. */
export interface DecisionWords {
  readonly labels: Readonly<Record<'who' | 'when' | 'cost' | 'why' | 'clauses', string>>;
  /** Every one is among them, so that a new one does not compile without its words. */
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly needs: Readonly<Record<NeedKind, string>>;
  readonly targets: Readonly<Record<RouteTarget, string>>;
  readonly acceptables: Readonly<Record<Acceptable, string>>;
  readonly modes: Readonly<Record<HelpMode, string>>;
  readonly accounts: Readonly<Record<AccountLabel, string>>;
  readonly units: Readonly<Record<'piece' | 'minute' | 'credit' | 'year', string>>;
  readonly payers: Readonly<Record<'distributor' | 'customer', string>>;
  readonly via: Readonly<Record<'callback' | 'answer', string>>;
  /** Prices that many plans name by the same code. */
  readonly prices: Readonly<Record<string, string>>;
  readonly goesTo: (who: string) => string;
  readonly proposed: (who: string) => string;
  readonly copyTo: (who: string) => string;
  readonly others: (names: string) => string;
  readonly at: (when: string, zone: string) => string;
  readonly lastDay: (day: string) => string;
  readonly cutOff: (day: string) => string;
  readonly covered: (from: string, to: string) => string;
  readonly mode: (mode: string) => string;
  readonly minutes: (count: number) => string;
  readonly costs: (what: string, amount: string, payer: string) => string;
  readonly offered: (what: string, amount: string | undefined) => string;
  readonly licences: (count: number) => string;
  readonly setAside: (amount: string, account: string) => string;
  readonly taken: (amount: string, account: string) => string;
  readonly credits: (count: number) => string;
  readonly missing: (amount: string) => string;
  readonly packs: (packs: string, price: string) => string;
  readonly mustAccept: (what: string) => string;
  readonly checklist: (items: string) => string;
  readonly licencesShort: (count: number) => string;
  readonly stationsCovered: (count: number) => string;
  readonly expires: (count: number) => string;
}

export type AccountLabel = 'credits' | 'wallet' | 'pool-remote' | 'pool-on-site';
