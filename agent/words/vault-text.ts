/** The words of the vault’s page, each in every language. */
import type { NoticeText } from './page-text.ts';

export interface VaultWords {
  readonly nav: string;
  readonly text: string;
  readonly add: string;
  readonly read: string;
  readonly change: string;
  readonly remove: string;
  readonly filter: string;
  readonly customer: string;
  readonly site: string;
  readonly label: string;
  readonly lastChange: string;
  readonly version: (version: string) => string;
  readonly none: NoticeText;
  readonly noneOf: (customer: string) => NoticeText;
  readonly noMatch: NoticeText;
  readonly noKey: NoticeText;
  readonly ofCustomer: (customer: string) => string;
  readonly allCustomers: string;
  readonly ticket: {
    /** On a ticket, to the entries of its customer. */
    readonly link: string;
    readonly from: (ticket: string) => NoticeText;
    readonly notOf: NoticeText;
  };
  readonly write: {
    readonly addTitle: string;
    readonly addTitleOf: (customer: string) => string;
    readonly addText: string;
    readonly changeTitle: (label: string) => string;
    readonly changeText: string;
    readonly labelHint: string;
    readonly fields: string;
    readonly fieldsHint: string;
    readonly fieldName: string;
    readonly value: string;
    readonly moreFields: string;
    readonly dropField: string;
    /** What most entries have. */
    readonly usual: readonly string[];
    readonly save: string;
    readonly saved: NoticeText;
    readonly noCustomers: NoticeText;
    readonly unfit: {
      readonly empty: NoticeText;
      readonly nameless: NoticeText;
      readonly twice: NoticeText;
      readonly tooLong: NoticeText;
    };
  };
  readonly reading: {
    readonly title: (label: string) => string;
    readonly text: string;
    readonly reason: string;
    readonly noReason: NoticeText;
    readonly ticket: string;
    readonly yes: string;
  };
  readonly shown: {
    readonly text: string;
    readonly copy: string;
    readonly copied: string;
    readonly copyFailed: NoticeText;
    readonly hide: string;
    readonly hidden: NoticeText;
    readonly changed: NoticeText;
  };
  readonly removal: {
    readonly title: (label: string) => string;
    readonly text: string;
    readonly yes: string;
    readonly done: NoticeText;
  };
  readonly audit: {
    readonly title: string;
    readonly text: string;
    readonly none: NoticeText;
    readonly when: string;
    readonly who: string;
    readonly what: string;
    readonly which: string;
    readonly why: string;
    readonly acts: Readonly<Record<'written' | 'read' | 'removed' | 'sealed-anew', string>>;
  };
}
