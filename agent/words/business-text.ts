import type { NoticeText } from './page-text.ts';

export type BusinessAccount = 'credits' | 'wallet' | 'pool-remote' | 'pool-on-site';

export type BusinessEntry =
  | 'grant'
  | 'hold'
  | 'settle'
  | 'release'
  | 'reverse'
  | 'lease-cut'
  | 'lease-spend'
  | 'lease-closed'
  | 'lease-written-off'
  | 'expired';

export type BusinessLicenceAct =
  | 'install'
  | 'renew'
  | 'decline'
  | 'reinstate'
  | 'new-licence'
  | 'move'
  | 'revoke'
  | 'take-back';

/** Why a licence stays as it was. */
export type BusinessLicenceRefusal =
  | 'licence-unknown'
  | 'licence-kept'
  | 'not-lapsed'
  | 'lapsed'
  | 'new-licence-needed'
  | 'not-revoked'
  | 'id-taken'
  | 'no-plan'
  | 'licence-not-free'
  | 'licence-elsewhere'
  | 'paid-ahead'
  | 'reason-missing'
  | 'issuer-key-outside-validity'
  | 'overtaken';

/** Sentences of the hub's pages about what customers have, pay for and are covered by. */
export interface BusinessWords {
  readonly nav: Readonly<Record<'balances' | 'licences' | 'coverage', string>>;
  readonly no: string;
  readonly balances: BalancesWords;
  readonly statement: StatementWords;
  readonly leases: LeasesWords;
  readonly costs: CostsWords;
  readonly licences: LicencesWords;
  readonly coverage: CoverageWords;
}

/** What an act is called, and what it does, before it is done. */
interface ActWords {
  readonly button: string;
  readonly title: (about: string) => string;
  readonly text: string;
  readonly yes: string;
}

interface BalancesWords {
  readonly customer: string;
  readonly contract: string;
  readonly since: string;
  readonly left: string;
  readonly held: string;
  readonly low: string;
  readonly ended: string;
  readonly accounts: Readonly<Record<BusinessAccount, string>>;
  readonly credits: (count: string) => string;
  readonly minutes: (count: string) => string;
  readonly none: NoticeText;
  readonly shared: string;
  readonly back: string;
  readonly orderPack: ActWords;
  readonly pack: (credits: string, price: string) => string;
  readonly packLabel: string;
  readonly isRegistration: string;
  readonly topUp: ActWords;
  readonly amount: (unit: string) => string;
  readonly amountUnfit: NoticeText;
  readonly openPools: ActWords;
  readonly posted: NoticeText;
}

interface StatementWords {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly when: string;
  readonly what: string;
  readonly about: string;
  readonly change: string;
  readonly balance: string;
  readonly opening: string;
  readonly kinds: Readonly<Record<BusinessEntry, string>>;
  readonly sources: Readonly<Record<'registration' | 'top-up' | 'pool', string>>;
  readonly overdraft: (amount: string) => string;
  readonly cut: string;
  readonly none: string;
  readonly file: string;
}

interface LeasesWords {
  readonly title: string;
  readonly text: string;
  readonly till: string;
  readonly lent: string;
  readonly left: string;
  readonly promised: string;
  readonly state: string;
  readonly states: Readonly<Record<'open' | 'not-taken' | 'closed' | 'written-off', string>>;
  readonly none: string;
  readonly lend: ActWords;
  readonly account: string;
  readonly askBack: ActWords;
  readonly asked: NoticeText;
  readonly writeOff: ActWords;
  readonly reason: string;
  readonly writtenOff: (amount: string) => NoticeText;
}

interface CostsWords {
  readonly title: string;
  readonly text: string;
  readonly when: string;
  readonly customer: string;
  readonly what: string;
  readonly payer: string;
  readonly payers: Readonly<Record<'distributor' | 'customer', string>>;
  readonly total: string;
  readonly onRequest: string;
  readonly export: string;
  readonly pack: (credits: string) => string;
  readonly waiting: string;
  readonly cut: string;
  readonly none: string;
  readonly exports: string;
  readonly noExports: string;
  readonly lines: string;
  readonly madeBy: string;
  readonly file: (number: string) => string;
  readonly make: ActWords;
  readonly made: (number: string, lines: string) => NoticeText;
}

interface LicencesWords {
  readonly licence: string;
  readonly customer: string;
  readonly till: string;
  readonly state: string;
  readonly expiry: string;
  readonly newLicenceFrom: (day: string) => string;
  readonly notInstalled: string;
  readonly declined: string;
  readonly soldBy: (distributor: string) => string;
  readonly none: NoticeText;
  readonly file: string;
  readonly acts: Readonly<Record<BusinessLicenceAct, ActWords>>;
  readonly done: (licence: string, lastDay: string) => NoticeText;
  readonly charged: (lines: string) => string;
  readonly which: string;
  readonly noneBought: NoticeText;
  readonly where: string;
  readonly noneFree: NoticeText;
  readonly reason: string;
  readonly paidOn: string;
  readonly plan: string;
  readonly planHint: string;
  readonly buy: string;
  readonly buyText: string;
  readonly distributor: string;
  readonly save: string;
  readonly bought: (licence: string) => NoticeText;
  readonly refusals: Readonly<Record<BusinessLicenceRefusal, string>>;
}

interface CoverageWords {
  readonly text: string;
  readonly none: NoticeText;
  readonly covers: (covered: string, capacity: string) => string;
  readonly covered: string;
  readonly uncovered: string;
  readonly absent: string;
  readonly unseen: string;
  readonly over: (count: string) => NoticeText;
  readonly nameIt: (count: string) => NoticeText;
  readonly full: NoticeText;
  readonly spare: (count: string) => string;
  readonly another: (price: string) => string;
  readonly anotherOnRequest: string;
  readonly toBook: string;
  readonly elsewhere: string;
  readonly elsewhereText: string;
}
