import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import { pageWords } from '../../words/page-words.ts';
import type { ApiCalls } from './api-calls.ts';
import { failureText } from './failure-text.ts';

export interface ReceiptDialogProps {
  readonly calls: ApiCalls;
  readonly debtId: string;
  readonly language: Language;
  readonly onClose: () => void;
}

/** What a customer takes home for money they are still owed, to be shown or printed. */
export function ReceiptDialog(props: ReceiptDialogProps): JSX.Element {
  const { calls, debtId, language, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [lines, setLines] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const words = moneyViewWords(language);
  const read = async (): Promise<void> => {
    const result = await calls.receipt(debtId);
    if (result.kind === 'done') setLines(result.body.lines);
    else setFailure(failureText(result, language)?.title);
  };
  useEffect(() => {
    dialog.current?.showModal();
    void read();
  }, []);
  return (
    <dialog ref={dialog} class="question receipt" aria-label={words.receipt} onCancel={onClose}>
      {failure !== undefined && (
        <p class="sign-in-failure" role="alert">
          {failure}
        </p>
      )}
      <pre class="receipt-lines">{lines.join('\n')}</pre>
      <div class="question-answers">
        <ActionButton size="large" onPress={onClose}>
          {pageWords(language).dismiss}
        </ActionButton>
        <ActionButton
          size="large"
          tone="primary"
          isDisabled={lines.length === 0}
          onPress={() => window.print()}
        >
          {words.print}
        </ActionButton>
      </div>
    </dialog>
  );
}
