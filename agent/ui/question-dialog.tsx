import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ActionButton } from './action-button.tsx';

export interface QuestionDialogProps {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isDangerous?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that cannot be taken back; Escape and the first focus mean no. */
export function QuestionDialog(props: QuestionDialogProps): JSX.Element {
  const { title, text, yes, no, isDangerous = false, onYes, onNo } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="question"
      aria-labelledby="question-title"
      aria-describedby="question-text"
      onCancel={onNo}
    >
      <h2 id="question-title" class="question-title">
        {title}
      </h2>
      <p id="question-text" class="question-text">
        {text}
      </p>
      <div class="question-answers">
        <ActionButton size="large" onPress={onNo}>
          {no}
        </ActionButton>
        <ActionButton size="large" tone={isDangerous ? 'danger' : 'primary'} onPress={onYes}>
          {yes}
        </ActionButton>
      </div>
    </dialog>
  );
}
