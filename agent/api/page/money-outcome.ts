/** What to say once the till has answered: what was done, what was not, and what to do about it. */
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { NoticeText } from '../../words/page-text.ts';
import type { CountsView, StatusView } from '../schema.ts';
import { isAtMachine, type Deed } from './money-actions.ts';
import { placeText } from './place-text.ts';

/** An operation as far as the page looks at it. */
export interface OperationState {
  readonly operationId: string;
  readonly state: 'moving' | 'unresolved' | 'finished';
  /** null where counts are blind and who asks may not see them. */
  readonly paidMinor: number | null;
  readonly shortMinor: number | null;
}

export type DepositState = NonNullable<StatusView['deposit']>;

/** What becomes of the cash an operator has put in; the last two say in which pieces it comes back. */
export type DepositEnd = 'no-change' | 'repay' | 'fewest' | 'most';

export interface Said extends NoticeText {
  readonly tone: 'plain' | 'warning' | 'alert';
}

/** Of what is only entered, and is done as soon as it is answered. */
export function enteredText(deed: Deed, expectedMinor: number | null, language: Language): Said {
  const words = moneyViewWords(language);
  const money = (minor: number): string => moneyText(minor, deed.currency, language);
  const title = words.done[deed.action](money(deed.amountMinor), placeText(deed.place, language));
  if (deed.action !== 'count' || expectedMinor === null) {
    return { tone: 'plain', title, text: words.written };
  }
  const difference = deed.amountMinor - expectedMinor;
  return difference === 0
    ? { tone: 'plain', title, text: words.countAgrees }
    : { tone: 'warning', title, text: words.countDifference(money(difference)) };
}

/** What the journal expects to lie in a place; null where that is unknown or not to be seen. */
export function expectedMinorAt(counts: CountsView | undefined, place: string): number | null {
  return counts?.places.find((one) => one.place === place)?.totalMinor ?? null;
}

export function operationText(deed: Deed, operation: OperationState, language: Language): Said {
  const words = moneyViewWords(language);
  const money = (minor: number): string => moneyText(minor, deed.currency, language);
  const { state, paidMinor, shortMinor } = operation;
  const title = words.done[deed.action](money(deed.amountMinor), placeText(deed.place, language));
  const isHidden = paidMinor === null || shortMinor === null;
  switch (state) {
    case 'moving': {
      if (isAtMachine(deed.action)) return { tone: 'plain', ...words.atMachine };
      const moving = words.moving(money(paidMinor ?? 0));
      return { tone: 'plain', ...moving, ...(isHidden ? { text: words.deposit.waiting } : {}) };
    }
    case 'unresolved':
      return { tone: 'alert', ...words.movingUnresolved };
    case 'finished': {
      if (isHidden) return { tone: 'plain', title: words.actions[deed.action], text: words.ended };
      if (shortMinor === 0) return { tone: 'plain', title, text: words.moved(money(paidMinor)) };
      const text = words.movedShort(money(paidMinor), money(shortMinor));
      return { tone: 'alert', title: words.actions[deed.action], text };
    }
  }
}

/** Of a deposit that is over for the machine, with the devices that may have taken more. */
export function depositText(
  deposit: DepositState,
  asked: DepositEnd | undefined,
  language: Language,
): Said {
  const said = outcomeText(deposit, asked, language);
  const silent = notClosedText(deposit, language);
  return silent === undefined ? said : { ...said, tone: 'alert', text: `${said.text} ${silent}` };
}

/** Which devices did not say that they take no more; undefined where all have. */
export function notClosedText(
  { unanswered }: Pick<DepositState, 'unanswered'>,
  language: Language,
): string | undefined {
  const { deposit: words } = moneyViewWords(language);
  return unanswered.length === 0 ? undefined : words.notClosed(unanswered.join(', '));
}

function outcomeText(
  deposit: DepositState,
  asked: DepositEnd | undefined,
  language: Language,
): Said {
  const { deposit: words } = moneyViewWords(language);
  const money = (minor: number): string => moneyText(minor, deposit.currency, language);
  const { insertedMinor, keptMinor, paidOutMinor, owedMinor, unresolvedMinor, end } = deposit;
  if (unresolvedMinor > 0) {
    return { tone: 'alert', ...words.unresolved(money(unresolvedMinor)) };
  }
  if (owedMinor > 0) return { tone: 'alert', ...words.owed(money(owedMinor)) };
  if (insertedMinor === 0) return { tone: 'plain', ...words.nothing };
  if (keptMinor > 0) return { tone: 'plain', ...words.kept(money(keptMinor)) };
  const paid = money(paidOutMinor);
  return deposit.purpose === 'exchange' && end === 'repay' && asked !== 'repay'
    ? { tone: 'warning', ...words.givenBackInstead(paid) }
    : { tone: 'plain', ...words.paid(paid) };
}
