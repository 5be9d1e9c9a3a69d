import type { NoticeText } from './page-text.ts';

/** What an operator can have done from the cashier page. */
export type MoneyAction =
  | 'fill'
  | 'fill-machine'
  | 'take'
  | 'count'
  | 'collect'
  | 'empty'
  | 'withdraw'
  | 'take-notes'
  | 'take-coins'
  | 'to-cassette'
  | 'float'
  | 'cassette-out'
  | 'cassette-in'
  | 'exchange'
  | 'refund'
  | 'dispense'
  | 'open-drawer'
  | 'shift-open'
  | 'shift-close'
  | 'break-claim';

/** Why something cannot be pressed now. */
export type Hindrance = 'no-right' | 'busy' | 'cannot-collect' | 'not-there';

/** What a form asks for. */
export type FieldName =
  | 'currency'
  | 'place'
  | 'cassette'
  | 'drawer'
  | 'program'
  | 'pieces'
  | 'amount'
  | 'reason'
  | 'reference'
  | 'extent';

/** The lines of a shift's report. */
export type ShiftLine =
  | 'opening'
  | 'sales-count'
  | 'sold'
  | 'inserted'
  | 'paid-out'
  | 'manual-in'
  | 'manual-out'
  | 'filled'
  | 'taken'
  | 'collected'
  | 'difference'
  | 'paid-by-hand'
  | 'closing';

type Texts<Key extends string> = Readonly<Record<Key, string>>;

/** Every sentence of the money view. Amounts and places come in as they are to be shown. */
export interface MoneyViewWords {
  readonly view: string;
  readonly tabs: Texts<'sale' | 'money'>;
  readonly signInTitle: string;
  readonly signInFirst: string;
  readonly hindrances: Texts<Hindrance>;
  readonly actions: Texts<MoneyAction>;
  /** Said beside the action while it is filled in. */
  readonly advice: Texts<MoneyAction>;
  /** The question before it is done, and what is said after it. */
  readonly questions: Readonly<Record<MoneyAction, (amount: string, place: string) => string>>;
  readonly done: Readonly<Record<MoneyAction, (amount: string, place: string) => string>>;
  readonly movesNow: string;
  readonly isWrittenDown: string;
  readonly yes: string;
  readonly no: string;
  readonly back: string;
  readonly next: string;
  readonly levels: Texts<'empty' | 'near-empty' | 'ok' | 'near-full' | 'full'>;
  readonly places: string;
  readonly cashbox: string;
  readonly blind: string;
  readonly noDevice: string;
  readonly pieces: (count: string) => string;
  readonly toPutIn: (count: string) => string;
  readonly toTakeOut: (count: string) => string;
  readonly fields: Texts<FieldName>;
  readonly extents: Texts<'all' | 'to-float'>;
  readonly reasons: Readonly<Partial<Record<MoneyAction, readonly string[]>>>;
  readonly otherReason: string;
  readonly keypad: string;
  readonly deleteKey: string;
  readonly written: NoticeText['text'];
  readonly moved: (amount: string) => string;
  readonly movedShort: (amount: string, missing: string) => string;
  /** Where how much it was is not to be told. */
  readonly ended: string;
  readonly countDifference: (difference: string) => string;
  readonly countAgrees: string;
  readonly sending: string;
  readonly moving: (amount: string) => NoticeText;
  /** Its operator goes on at the machine itself. */
  readonly atMachine: NoticeText;
  readonly endAtMachine: string;
  readonly movingUnresolved: NoticeText;
  readonly unknown: NoticeText;
  readonly tryAgain: string;
  readonly deposit: {
    readonly titles: Texts<'fill' | 'exchange'>;
    readonly texts: Texts<'fill' | 'exchange'>;
    readonly inserted: string;
    readonly waiting: string;
    readonly ends: Texts<'no-change' | 'repay' | 'fewest' | 'most'>;
    readonly questions: Readonly<
      Record<'no-change' | 'repay' | 'fewest' | 'most', (amount: string) => string>
    >;
    /** Beside what became of it: who was to be closed and did not say so. */
    readonly notClosed: (devices: string) => string;
    readonly kept: (amount: string) => NoticeText;
    readonly paid: (amount: string) => NoticeText;
    readonly givenBackInstead: (amount: string) => NoticeText;
    readonly owed: (amount: string) => NoticeText;
    readonly unresolved: (amount: string) => NoticeText;
    readonly nothing: NoticeText;
  };
  readonly shift: {
    readonly title: (number: string) => string;
    readonly openedAt: (time: string) => string;
    readonly closedAt: (time: string) => string;
    readonly lines: Texts<ShiftLine>;
    readonly lastReport: string;
    readonly noReport: NoticeText;
  };
  readonly receipt: string;
  readonly print: string;
}
