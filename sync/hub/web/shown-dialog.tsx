import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface ShownDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Says what came of something before one goes on; Escape closes it. */
export function ShownDialog({ title, onClose, children }: ShownDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="question question-form"
      aria-labelledby="shown-title"
      onCancel={onClose}
    >
      <div class="form">
        <h2 id="shown-title" class="question-title">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
