import type { JSX } from 'preact';
import type { Language } from '../../words/language.ts';
import type { MoneyAction } from '../../words/money-view-text.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { StatusView } from '../schema.ts';
import { actionsAt, hindranceOf } from './money-actions.ts';

export interface ActionMenuProps {
  readonly status: StatusView;
  readonly rights: readonly string[];
  readonly isShiftOpen: boolean | undefined;
  readonly language: Language;
  readonly isLive: boolean;
  readonly onChoose: (action: MoneyAction) => void;
  readonly onLastReport: () => void;
}

/** Everything an operator can begin; what cannot be begun now says why. */
export function ActionMenu(props: ActionMenuProps): JSX.Element {
  const { status, rights, isShiftOpen, language, isLive, onChoose, onLastReport } = props;
  const words = moneyViewWords(language);
  return (
    <nav class="actions" aria-label={words.tabs.money}>
      {actionsAt(status, isShiftOpen).map((action) => {
        const hindrance = hindranceOf(action, status, rights);
        return (
          <button
            key={action}
            type="button"
            class="action"
            disabled={!isLive || hindrance !== undefined}
            onClick={() => onChoose(action)}
          >
            {words.actions[action]}
            {hindrance !== undefined && (
              <small class="action-why">{words.hindrances[hindrance]}</small>
            )}
          </button>
        );
      })}
      <button type="button" class="action" disabled={!isLive} onClick={onLastReport}>
        {words.shift.lastReport}
      </button>
    </nav>
  );
}
