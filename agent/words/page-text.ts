/** What the machine is doing, in one line. */
export type Headline =
  | 'not-ready'
  | 'no-new-sales'
  | 'idle'
  | 'collecting'
  | 'counting-paid'
  | 'counting-cancelled'
  | 'paying-change'
  | 'returning'
  | 'paying-debt'
  /** An operator's work, not a customer's. */
  | 'moving'
  | 'deposit'
  | 'unresolved'
  | 'settled'
  | 'returned'
  | 'owed';

/** The names of the amounts of a sale. */
export type FigureName =
  | 'rest'
  | 'due'
  | 'inserted'
  | 'change'
  | 'money-back'
  | 'paid-out'
  | 'owed'
  | 'unresolved'
  | 'open-amount';

/** Something the cashier should know, and what to do about it. */
export interface NoticeText {
  readonly title: string;
  readonly text: string;
}

/** A question before something that cannot be taken back. */
export interface QuestionText {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Every sentence of the cashier page. Amounts come in as they are to be shown. */
export interface PageWords {
  readonly title: string;
  readonly language: string;
  readonly live: string;
  readonly notLive: string;
  readonly lastSale: string;
  readonly headlines: Readonly<Record<Headline, string>>;
  readonly figures: Readonly<Record<FigureName, string>>;
  readonly giveBack: string;
  readonly giveBackQuestion: (insertedAmount: string | undefined) => QuestionText;
  readonly connecting: NoticeText;
  readonly connectionLost: (time: string) => NoticeText;
  readonly tokenMissing: NoticeText;
  readonly tokenRefused: NoticeText;
  readonly exactChangeOnly: NoticeText;
  /** The same where the till works in several currencies: which of them, by their codes. */
  readonly exactChangeOnlyIn: (currencies: string) => NoticeText;
  /** Values that are running out, or are about to be too many, as they are to be shown. */
  readonly refill: (values: string) => NoticeText;
  readonly takeOut: (values: string) => NoticeText;
  readonly notReady: (parts: string) => NoticeText;
  readonly partNotWorking: (parts: string) => NoticeText;
  readonly partStates: Readonly<
    Record<'starting' | 'down' | 'fault', (part: string, detail: string) => string>
  >;
  readonly unresolved: (amount: string, part: string) => NoticeText;
  /** The same where counts are blind: the amount would tell what lay in the machine. */
  readonly unresolvedHidden: (part: string) => NoticeText;
  readonly requestFailed: NoticeText;
  readonly dismiss: string;
  readonly operatorsUnusable: NoticeText;
  /** For whoever looks after the till: help is refused to it, and selling goes on. */
  readonly coverage: Readonly<Record<'not-covered' | 'ended', NoticeText>>;
  /** The program is about to make way for this version. */
  readonly updateBeginning: (version: string) => NoticeText;
  /** Of a till whose maintenance has ended. */
  readonly latestEntitled: (version: string) => NoticeText;
  /** It waits for somebody's word. */
  readonly updateReady: (version: string) => NoticeText;
  readonly signInTitle: string;
  readonly noOperators: string;
  readonly pin: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly cancel: string;
  readonly signedIn: (name: string) => NoticeText;
  readonly debts: string;
  readonly debtCauses: Readonly<Record<'owed' | 'unassigned', string>>;
  /** What to do about each. */
  readonly debtAdvice: Readonly<Record<'owed' | 'unassigned', string>>;
  readonly debtBeingPaid: string;
  readonly payByHand: string;
  readonly payByHandQuestion: (amount: string) => QuestionText;
  readonly payByMachine: string;
  readonly payByMachineQuestion: (amount: string) => QuestionText;
}
