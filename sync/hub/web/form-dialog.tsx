import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { onForm } from './fields.tsx';
import type { Outcome } from './outcome.tsx';

export interface FormDialogProps {
  readonly title: string;
  /** What it does. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isDangerous?: boolean;
  /** There is nothing to choose from. */
  readonly isBlocked?: boolean;
  /** What comes of it is said in here, as long as it is open. */
  readonly outcome: Outcome;
  readonly onYes: (field: (name: string) => string) => void;
  readonly onNo: () => void;
  readonly children?: ComponentChildren;
}

/** Says what an act does and asks for what it needs before it is done; Escape means no. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const { title, text, yes, no, isDangerous = false, isBlocked = false } = props;
  const { outcome, onYes, onNo, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const isDisabled = outcome.isBusy || isBlocked;
  return (
    <dialog
      ref={dialog}
      class="question question-form"
      aria-labelledby="form-title"
      aria-describedby="form-text"
      onCancel={onNo}
    >
      <form class="form" onSubmit={onForm(onYes)}>
        <h2 id="form-title" class="question-title">
          {title}
        </h2>
        <p id="form-text" class="question-text">
          {text}
        </p>
        {children}
        {outcome.notice}
        <div class="question-answers">
          <ActionButton size="large" onPress={onNo}>
            {no}
          </ActionButton>
          <button
            type="submit"
            class={`button button-${isDangerous ? 'danger' : 'primary'} button-large`}
            disabled={isDisabled}
          >
            {yes}
          </button>
        </div>
      </form>
    </dialog>
  );
}
