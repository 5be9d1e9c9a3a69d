/** The words of work orders and of the weekly plan, each in every language. */
import type { NoticeText } from './page-text.ts';

export type FieldWorkKind = 'installation' | 'move' | 'update' | 'other';
export type FieldWorkState = 'open' | 'planned' | 'done' | 'cancelled';

export interface FieldWords {
  readonly nav: { readonly work: string; readonly planning: string };
  readonly kinds: Readonly<Record<FieldWorkKind, string>>;
  readonly states: Readonly<Record<FieldWorkState, string>>;
  /** Of an update done by hand, before anything else. */
  readonly backup: string;
  readonly no: string;
  readonly csv: string;
  readonly work: {
    readonly text: string;
    readonly none: NoticeText;
    readonly add: string;
    readonly addText: string;
    readonly onlyOpen: string;
    readonly all: string;
    readonly order: string;
    readonly kind: string;
    readonly customer: string;
    readonly site: string;
    readonly title: string;
    readonly details: string;
    readonly items: string;
    readonly itemsHint: string;
    readonly state: string;
    readonly assigned: string;
    readonly nobody: string;
    readonly plannedAt: string;
    readonly show: string;
    readonly hide: string;
    readonly checklist: string;
    readonly noChecklist: string;
    readonly tick: string;
    readonly untick: string;
    readonly time: string;
    readonly minutes: string;
    readonly mode: string;
    readonly remote: string;
    readonly onSite: string;
    readonly enterTime: string;
    readonly noTime: string;
    readonly finish: string;
    readonly finishText: string;
    readonly note: string;
    readonly cancel: string;
    readonly cancelText: string;
    readonly reason: string;
    readonly give: string;
    readonly giveText: string;
    readonly company: string;
  };
  readonly planning: {
    readonly text: string;
    readonly before: string;
    readonly now: string;
    readonly after: string;
    readonly technician: string;
    readonly everybody: string;
    readonly free: string;
    readonly busy: string;
    readonly plan: string;
    readonly planText: string;
    readonly ticket: string;
    readonly at: string;
    readonly nothingWaits: NoticeText;
    readonly giveBack: string;
    readonly giveBackText: (what: string) => string;
    readonly minutes: (count: string) => string;
  };
}
