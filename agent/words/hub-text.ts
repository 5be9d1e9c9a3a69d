import type { ClockStanding } from '../core/entitlement/clock-evidence.ts';
import type { LicenceFlag, LicenceState } from '../core/entitlement/licence-status.ts';
import type { NoticeText, QuestionText } from './page-text.ts';

export type HubRole =
  | 'vendor-admin'
  | 'vendor-support'
  | 'distributor'
  | 'implementer'
  | 'customer-admin';

export type HubSaleOutcome = 'collecting' | 'paid' | 'cancelled' | 'settled' | 'returned';

export type HubBranchStanding = 'first' | 'enrolled' | 'fork-unexplained' | 'fork-explained';

/** What is written down when somebody does it. */
export type HubAct =
  | 'signed-in'
  | 'sign-in-failed'
  | 'locked-out'
  | 'signed-out'
  | 'user-added'
  | 'user-changed'
  | 'code-made'
  | 'entitlement-sent'
  | 'entitlement-issued'
  | 'station-revoked'
  | 'fork-explained'
  | 'line-reapplied'
  | 'hub-restored'
  | 'pack-ordered'
  | 'wallet-topped-up'
  | 'pools-opened'
  | 'balance-posted'
  | 'plan-sent'
  | 'lease-cut'
  | 'lease-asked-back'
  | 'lease-written-off'
  | 'costs-charged'
  | 'costs-exported'
  | 'book-written'
  | 'book-ended'
  | 'book-imported'
  | 'case-decided'
  | 'distributor-registered'
  | 'licence-act'
  | 'contract-sent'
  | 'contract-not-sent'
  | 'rollout-written'
  | 'rollout-acted'
  | 'rollout-moved'
  | 'ticket-changed'
  | 'ticket-resolved'
  | 'work-ordered'
  | 'work-assigned'
  | 'work-released'
  | 'told-otherwise'
  | 'work-ticked'
  | 'work-timed'
  | 'work-done'
  | 'work-cancelled'
  | 'visit-planned'
  | 'visit-freed'
  | 'remote-asked'
  | 'remote-code-typed'
  | 'remote-stopped'
  | 'logs-asked'
  | 'logs-read'
  | 'release-yanked'
  | 'station-tagged'
  | 'orders-exported'
  | 'mail-marked-notice'
  | 'mail-queued-again'
  | 'notice-confirmed'
  | 'webhook-added'
  | 'webhook-removed';

export type HubQuarantineReason =
  | 'hash-mismatch'
  | 'broken-link'
  | 'no-canonical-form'
  | 'body-invalid'
  | 'forked'
  | 'lease-unknown';

/** Every sentence of the hub's page. Times, days and amounts come in as they are to be shown. */
export interface HubWords {
  readonly language: string;
  /** At the foot of every page. */
  readonly onlyCopy: string;
  /** To the licences of what is built into the page. */
  readonly notices: string;
  readonly dismiss: string;
  readonly cancel: string;
  readonly connecting: NoticeText;
  readonly connectionLost: (time: string) => NoticeText;
  readonly requestFailed: NoticeText;
  readonly signIn: SignInWords;
  readonly nav: Readonly<Record<'fleet' | 'users' | 'audit' | 'books', string>>;
  readonly fleet: FleetWords;
  readonly till: TillWords;
  readonly users: UserWords;
  readonly audit: AuditWords;
  readonly books: BookWords;
}

interface SignInWords {
  readonly title: string;
  readonly name: string;
  readonly password: string;
  readonly submit: string;
  readonly signOut: string;
  readonly ended: NoticeText;
}

interface FleetWords {
  readonly till: string;
  readonly site: string;
  readonly connection: string;
  readonly licence: string;
  readonly attention: string;
  readonly connected: string;
  readonly lastSeen: (time: string) => string;
  readonly neverSeen: string;
  readonly none: NoticeText;
  readonly cut: NoticeText;
  readonly licences: Readonly<Record<LicenceState, (lastDay: string) => string>>;
  readonly licenceUnknown: string;
  readonly flags: Readonly<Record<LicenceFlag, string>>;
  readonly clocks: Readonly<Record<Exclude<ClockStanding, 'trusted'>, string>>;
  readonly forked: string;
  readonly quarantined: (count: number) => string;
  readonly revoked: string;
  readonly nothing: string;
  readonly makeCode: string;
  readonly codeText: string;
  readonly codeName: string;
  readonly codeSite: string;
  readonly codeHours: string;
  readonly codeCustomer: string;
  readonly codeZone: string;
  readonly codeLicence: string;
  readonly codeNoLicence: string;
  readonly codeMade: (until: string) => NoticeText;
}

interface TillWords {
  readonly back: string;
  readonly version: (version: string) => string;
  readonly lines: (count: string) => string;
  readonly forked: NoticeText;
  readonly quarantined: (count: number) => NoticeText;
  readonly revoked: NoticeText;
  readonly sales: string;
  readonly noSales: string;
  readonly time: string;
  readonly amount: string;
  readonly outcome: string;
  readonly outcomes: Readonly<Record<HubSaleOutcome, string>>;
  readonly owed: (amount: string) => string;
  readonly foreign: string;
  readonly currency: string;
  readonly inserted: string;
  readonly paidOut: string;
  readonly salesSettled: string;
  readonly licence: string;
  readonly toldAt: (time: string) => string;
  readonly accepted: (licence: string, time: string) => string;
  readonly refused: (reason: string, time: string) => string;
  readonly sendLicence: string;
  readonly sendText: string;
  readonly paste: string;
  readonly chooseFile: string;
  readonly send: string;
  readonly sent: NoticeText;
  readonly branches: string;
  readonly branch: (epoch: string, from: string, to: string) => string;
  readonly standings: Readonly<Record<HubBranchStanding, string>>;
  readonly note: string;
  readonly explained: string;
  readonly quarantine: string;
  readonly quarantinedLine: (epoch: string, seq: string) => string;
  readonly quarantineReasons: Readonly<Record<HubQuarantineReason, string>>;
  readonly reapply: string;
  readonly reapplied: (seq: string) => NoticeText;
  readonly newKey: string;
  readonly newKeyQuestion: (name: string) => QuestionText;
  readonly newKeyMade: (name: string, until: string) => NoticeText;
  readonly revoke: string;
  readonly revokeQuestion: (name: string) => QuestionText;
}

interface UserWords {
  readonly name: string;
  readonly role: string;
  readonly sites: string;
  readonly allSites: string;
  readonly sitesHint: string;
  readonly party: string;
  readonly partyHint: string;
  readonly changeParty: string;
  readonly password: string;
  readonly passwordHint: string;
  readonly add: string;
  readonly disabled: string;
  readonly disable: string;
  readonly enable: string;
  readonly disableQuestion: (name: string) => QuestionText;
  readonly newPassword: string;
  readonly changePassword: string;
  readonly roles: Readonly<Record<HubRole, string>>;
}

interface AuditWords {
  readonly when: string;
  readonly who: string;
  readonly what: string;
  readonly about: string;
  readonly from: string;
  readonly older: string;
  readonly newest: string;
  /** From where, when it was a command there. */
  readonly console: string;
  readonly epoch: (epoch: string) => string;
  readonly seq: (seq: string) => string;
  readonly acts: Readonly<Record<HubAct, string>>;
}

export type HubBook =
  | 'parties'
  | 'edges'
  | 'contracts'
  | 'prices'
  | 'closures'
  | 'purchases'
  | 'cases'
  | 'distributors'
  | 'customers'
  | 'schedules';

/** What may be wrong with an entry or a row. */
export type HubBookFault =
  | 'party-unknown'
  | 'party-of-another-kind'
  | 'edge-twice'
  | 'another-is-preferred'
  | 'plan-unknown'
  | 'variant-unknown'
  | 'over-capacity'
  | 'still-referred-to'
  | 'field-unfit'
  | 'name-unfit'
  | 'row-twice'
  | 'csv-unfit'
  | 'column-unknown'
  | 'column-missing'
  | 'too-long';

interface BookWords {
  readonly names: Readonly<Record<HubBook, string>>;
  readonly at: string;
  readonly entry: string;
  readonly since: string;
  readonly by: string;
  readonly add: string;
  readonly change: string;
  readonly save: string;
  readonly saved: NoticeText;
  readonly end: string;
  readonly endQuestion: (entry: string) => QuestionText;
  readonly none: NoticeText;
  readonly listHint: string;
  readonly jsonHint: string;
  readonly exportFile: string;
  readonly importFile: string;
  readonly importText: string;
  readonly check: string;
  readonly checked: (rows: string, changes: string) => NoticeText;
  readonly take: string;
  readonly taken: (changes: string) => NoticeText;
  readonly line: string;
  readonly field: string;
  readonly fault: string;
  readonly faults: Readonly<Record<HubBookFault, string>>;
  readonly decide: string;
  readonly approve: string;
  readonly refuse: string;
  readonly reason: string;
}
