import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { ReadingView } from '../api/mail-schema.ts';
import { ShownDialog } from './shown-dialog.tsx';

/** As the words say it. */
const SHOWN_MAX_MS = 60_000;

export interface VaultShownProps {
  readonly language: Language;
  readonly reading: ReadingView;
  /** Whether this is what is sealed, as far as the page knows. */
  readonly isCurrent: boolean;
  readonly onHide: () => void;
  /** By itself. */
  readonly onHidden: () => void;
}

/** What was read, for a minute and for as long as somebody looks. */
export function VaultShown(props: VaultShownProps): JSX.Element {
  const { language, reading, isCurrent, onHide, onHidden } = props;
  const [copied, setCopied] = useState<Copied | undefined>(undefined);
  const words = vaultWords(language).shown;
  useHiding(onHidden);
  const copy = (name: string, value: string): void => {
    navigator.clipboard.writeText(value).then(
      () => setCopied({ name, isDone: true }),
      () => setCopied({ name, isDone: false }),
    );
  };
  const { label, customer } = reading.entry;
  return (
    <ShownDialog title={`${label} · ${customer}`} onClose={onHide}>
      <p class="question-text">{words.text}</p>
      {!isCurrent && <Notice tone="warning" {...words.changed} />}
      {copied?.isDone === false && <Notice tone="alert" {...words.copyFailed} />}
      <dl class="vault-fields">
        {Object.entries(reading.fields).map(([name, value]) => (
          <div key={name} class="vault-field">
            <dt class="field-label">{name}</dt>
            <dd class="vault-value">{value}</dd>
            <ActionButton onPress={() => copy(name, value)}>{words.copy}</ActionButton>
            {copied?.isDone === true && copied.name === name && (
              <span class="field-hint" role="status">
                {words.copied}
              </span>
            )}
          </div>
        ))}
      </dl>
      <div class="question-answers">
        <ActionButton tone="primary" size="large" onPress={onHide}>
          {words.hide}
        </ActionButton>
      </div>
    </ShownDialog>
  );
}

interface Copied {
  readonly name: string;
  readonly isDone: boolean;
}

/** After a minute; when another tab comes to the front or the window goes; when the page is left. */
function useHiding(onHidden: () => void): void {
  useEffect(() => {
    const hideIfGone = (): void => {
      if (document.visibilityState === 'hidden') onHidden();
    };
    const timer = window.setTimeout(onHidden, SHOWN_MAX_MS);
    document.addEventListener('visibilitychange', hideIfGone);
    window.addEventListener('pagehide', onHidden);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', hideIfGone);
      window.removeEventListener('pagehide', onHidden);
    };
  }, []);
}
