import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { SessionView } from '../api/schema.ts';
import { Field, onForm, SubmitButton } from './fields.tsx';
import type { Guard, HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';

export interface SignInScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  /** Somebody was signed in just now. */
  readonly hasEnded: boolean;
  readonly isSession: Guard<SessionView>;
  readonly onSignedIn: (session: SessionView) => void;
}

export function SignInScreen(props: SignInScreenProps): JSX.Element {
  const { language, calls, hasEnded, isSession, onSignedIn } = props;
  const words = hubWords(language).signIn;
  const { notice, isBusy, run } = useOutcome(language);
  const submit = onForm((field) => {
    const body = { name: field('name'), password: field('password') };
    run(calls.send({ path: '/v1/session', body }, isSession), onSignedIn);
  });
  return (
    <div class="sign-in">
      {notice ?? (hasEnded && <Notice tone="plain" {...words.ended} />)}
      <form class="card form" onSubmit={submit}>
        <h1 class="heading">{words.title}</h1>
        <Field label={words.name} name="name" autoComplete="username" />
        <Field
          label={words.password}
          name="password"
          type="password"
          autoComplete="current-password"
        />
        <SubmitButton isDisabled={isBusy}>{words.submit}</SubmitButton>
      </form>
    </div>
  );
}
