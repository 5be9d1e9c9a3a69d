import type { JSX } from 'preact';
import type { Language } from '../../words/language.ts';
import { pageWords } from '../../words/page-words.ts';
import type { ApiCalls, OperatorSession } from './api-calls.ts';
import { PinDialog } from './pin-dialog.tsx';

export interface SignInDialogProps {
  readonly title: string;
  readonly why: string | undefined;
  readonly calls: ApiCalls;
  readonly language: Language;
  readonly onSignedIn: (session: OperatorSession) => void;
  readonly onCancel: () => void;
}

/** Signs somebody in at this page. */
export function SignInDialog({ onSignedIn, ...props }: SignInDialogProps): JSX.Element {
  const { calls, language } = props;
  return (
    <PinDialog
      {...props}
      yes={pageWords(language).signIn}
      onPin={async (operatorId, pin) => {
        const result = await calls.signIn(operatorId, pin);
        if (result.kind === 'done') onSignedIn(result.body);
        return result;
      }}
    />
  );
}
