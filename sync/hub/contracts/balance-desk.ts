/** What is done to balances by hand: packs, top-ups, the pools of a term, and tickets. */
import { startOfDayMs } from '../../../agent/core/calendar.ts';
import { termRule } from '../../../agent/core/contract/case.ts';
import { packGrant, poolGrants } from '../../../agent/core/contract/grants.ts';
import type {
  Allocation,
  LedgerEntry,
  LedgerRefusal,
} from '../../../agent/core/contract/ledger-entry.ts';
import { termAt, termOf, type Term } from '../../../agent/core/contract/term.ts';
import { addCostLine } from '../store/cost-lines.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { entryOf, type BalanceName } from '../store/ledgers.ts';
import { chargeOverdraft, takeBackOverdraft } from './charge-overdraft.ts';
import { packCharge, topUpCharge, type Charge } from './cost-line.ts';
import { termsFor, type CustomerTerms, type TermsRefusal } from './customer-terms.ts';
import type { Desk } from './desk.ts';
import { usesAccount, type Account } from './plan-accounts.ts';
import { postOnce } from './post-once.ts';

export type BalanceAnswer =
  | { readonly kind: 'posted'; readonly from: readonly Allocation[]; readonly overdraft: number }
  /** It was done before, and is done once. */
  | { readonly kind: 'repeated' }
  | BalanceRefused;

export interface BalanceRefused {
  readonly kind: 'refused';
  readonly code: BalanceRefusal;
  /** Of a balance that does not reach, by how much. */
  readonly missing?: number;
}

export type BalanceRefusal =
  | LedgerRefusal
  | TermsRefusal
  /** The plan sells no such pack. */
  | 'pack-unknown'
  /** The day or the term has not begun. */
  | 'date-ahead';

export interface Order {
  readonly customer: string;
  /** Made by the one who asks, and kept on a retry. */
  readonly id: string;
  /** Which of several. */
  readonly contract?: string | undefined;
}

export interface PackOrder extends Order {
  /** By its credits. */
  readonly pack: number;
  /** A day in the vendor's zone; today, unless it is said. */
  readonly paidOn?: string | undefined;
  readonly isRegistration: boolean;
}

/** Credits a pack of the customer's plan, and charges it. */
export function orderPack(desk: Desk, order: PackOrder): Promise<BalanceAnswer> {
  return desk.database.transaction().execute(async (database): Promise<BalanceAnswer> => {
    const { customer, id, pack, paidOn, isRegistration } = order;
    const name = { customer, account: 'credits' } as const;
    const found = await termsOnce(database, desk, { ...order, ...name });
    if (found.kind === 'refused') return found;
    const { plan, parameters, today } = found.terms;
    const bought = plan.packs.find(({ credits }) => credits === pack);
    if (bought === undefined) return { kind: 'refused', code: 'pack-unknown' };
    if (paidOn !== undefined && paidOn > today) return { kind: 'refused', code: 'date-ahead' };
    const atMs = paidOn === undefined ? undefined : startOfDayMs(paidOn, plan.zone);
    const terms = { id, credits: pack, isRegistration };
    const entry = (nowMs: number) => packGrant(plan, parameters, { ...terms, atMs: atMs ?? nowMs });
    const answer = await postOnce(database, name, { id, nowMs: desk.nowMs(), entry });
    if (answer.kind !== 'posted') return answer;
    await charge(database, desk, { id, ...name, charge: packCharge(found.terms, bought, id) });
    const details = { id, pack, isRegistration, ...(paidOn === undefined ? {} : { paidOn }) };
    await desk.note(database, { act: 'pack-ordered', subject: customer, details });
    return answer;
  });
}

/** Puts money into a wallet, and charges it. */
export function topUp(
  desk: Desk,
  order: Order & { readonly amountMinor: number },
): Promise<BalanceAnswer> {
  return desk.database.transaction().execute(async (database): Promise<BalanceAnswer> => {
    const { customer, id, amountMinor: amount } = order;
    const name = { customer, account: 'wallet' } as const;
    const found = await termsOnce(database, desk, { ...order, ...name });
    if (found.kind === 'refused') return found;
    const entry = (atMs: number) =>
      ({ kind: 'grant', id, atMs, amount, source: 'top-up' }) as const;
    const answer = await postOnce(database, name, { id, nowMs: desk.nowMs(), entry });
    if (answer.kind !== 'posted') return answer;
    const charged = topUpCharge(found.terms, { amount, id });
    await charge(database, desk, { id, ...name, charge: charged });
    const { currency } = found.terms.plan;
    const details = { id, amountMinor: amount, currency };
    await desk.note(database, { act: 'wallet-topped-up', subject: customer, details });
    return answer;
  });
}

export interface PoolOrder extends Omit<Order, 'id'> {
  /** The first is 1; the running one, unless it is said. */
  readonly term?: number | undefined;
}

/** Opens the pools of a term of a contract; once, however often it is asked. */
export function openPools(desk: Desk, order: PoolOrder): Promise<BalanceAnswer> {
  return desk.database.transaction().execute(async (database): Promise<BalanceAnswer> => {
    const { customer, contract } = order;
    const atMs = desk.nowMs();
    const found = await termsFor(database, { customer, contract, atMs }, hasPools);
    if (found.kind === 'refused') return found;
    const term = termIn(found.terms, order.term);
    if (term === undefined) return { kind: 'refused', code: 'date-ahead' };
    const { plan, parameters } = found.terms;
    const id = `${found.terms.contract.id}/${term.n}`;
    let isNew = false;
    for (const { account, entry } of poolGrants(plan, parameters, { id, term })) {
      const name = { customer, account };
      if ((await entryOf(database, name, entry.id)) !== undefined) continue;
      const answer = await postOnce(database, name, {
        id: entry.id,
        nowMs: atMs,
        entry: () => entry,
      });
      isNew ||= answer.kind === 'posted';
    }
    if (!isNew) return { kind: 'repeated' };
    const details = { contract: found.terms.contract.id, term: term.n };
    await desk.note(database, { act: 'pools-opened', subject: customer, details });
    return { kind: 'posted', from: [], overdraft: 0 };
  });
}

export interface TicketOrder extends Omit<Order, 'contract'> {
  readonly account: Account;
  readonly ticket: string;
  readonly act: TicketAct;
}

export type TicketAct =
  | { readonly kind: 'hold'; readonly amount: number }
  | {
      readonly kind: 'settle';
      readonly amount: number;
      /** Work that was done is booked whatever is left; what no grant covers is charged. */
      readonly onShort: 'refuse' | 'overdraft';
    }
  | { readonly kind: 'release' }
  | { readonly kind: 'reverse' };

/** Sets aside for a ticket, gives that back, settles it, or gives a settlement back. */
export function postTicket(desk: Desk, order: TicketOrder): Promise<BalanceAnswer> {
  return desk.database.transaction().execute(async (database): Promise<BalanceAnswer> => {
    const { customer, account, ticket, id, act } = order;
    const name = { customer, account };
    const nowMs = desk.nowMs();
    const entry = (atMs: number): LedgerEntry => ({ ...act, id, ticket, atMs });
    const answer = await postOnce(database, name, { id, nowMs, entry });
    if (answer.kind !== 'posted') return answer;
    const { overdraft } = answer;
    await chargeOverdraft(database, name, { id, ticket, overdraft, atMs: nowMs });
    if (act.kind === 'reverse') {
      await takeBackOverdraft(database, name, { id, ticket, atMs: nowMs });
    }
    const details = { id, account, ticket, ...act };
    await desk.note(database, { act: 'balance-posted', subject: customer, details });
    return answer;
  });
}

interface Charging extends BalanceName {
  readonly id: string;
  readonly charge: Charge;
}

async function charge(
  database: HubDatabase,
  { nowMs }: Desk,
  { customer, account, id, charge: charged }: Charging,
): Promise<void> {
  const line = `${charged.origin}/${customer}/${account}/${id}`;
  await addCostLine(database, { ...charged, line, customer, atMs: nowMs() });
}

/** What was ordered before is answered by the contract of that time, which may have ended since. */
async function termsOnce(
  database: HubDatabase,
  { nowMs }: Desk,
  { customer, contract, id, account }: Order & { readonly account: Account },
) {
  const before = await entryOf(database, { customer, account }, id);
  const fits = (terms: CustomerTerms): boolean => usesAccount(terms, account);
  const now = await termsFor(database, { customer, contract, atMs: nowMs() }, fits);
  if (now.kind === 'found' || before === undefined) return now;
  return termsFor(database, { customer, contract, atMs: before.atMs }, fits);
}

function hasPools(terms: CustomerTerms): boolean {
  return usesAccount(terms, 'pool-remote') || usesAccount(terms, 'pool-on-site');
}

/** Undefined for one that has not begun: what lies ahead would end what holds today. */
function termIn(
  { contract, plan, parameters, today }: CustomerTerms,
  n?: number,
): Term | undefined {
  const calendar = { zone: plan.zone, weekly: plan.hours ?? [], closures: plan.closures };
  const rule = termRule(contract, { parameters, calendar });
  const term = n === undefined ? termAt(rule, today) : termOf(rule, n);
  return term === undefined || term.start > today ? undefined : term;
}
