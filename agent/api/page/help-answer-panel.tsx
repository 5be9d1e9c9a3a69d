import type { ComponentChildren, JSX } from 'preact';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import type { AnswerText } from './help-answer.ts';

export interface HelpAnswerProps {
  readonly answer: AnswerText;
  readonly language: Language;
  /** What else can be done about it. */
  readonly children: ComponentChildren;
}

/** First what happens, then whom to call, then the rest; the clause behind it is small. */
export function HelpAnswer({ answer, language, children }: HelpAnswerProps): JSX.Element {
  const { headline, tone, advice, lead, facts, clauses } = answer;
  return (
    <section class="help-answer" aria-live="polite">
      <h2 class={`help-headline help-${tone}`}>{headline}</h2>
      {advice.map((sentence) => (
        <p key={sentence} class="help-advice">
          {sentence}
        </p>
      ))}
      {lead !== '' && <p class="help-lead">{lead}</p>}
      <Contacts answer={answer} language={language} />
      <dl class="help-facts">
        {facts.map(({ label, sentences }) => (
          <div key={label} class="help-fact">
            <dt>{label}</dt>
            <dd>{sentences.join(' ')}</dd>
          </div>
        ))}
      </dl>
      {clauses.map(({ id, sentence }) => (
        <p key={id} class="help-clause">
          {id}: {sentence}
        </p>
      ))}
      {children}
    </section>
  );
}

type ContactsProps = Omit<HelpAnswerProps, 'children'>;

function Contacts({ answer, language }: ContactsProps): JSX.Element | null {
  const { contacts, callTitle } = answer;
  if (contacts.length === 0) return null;
  return (
    <div class="help-contacts">
      {contacts.map(({ name, role, phone }) => (
        <p key={name} class="help-contact">
          <span class="help-contact-name">
            {callTitle}: {name}
            {role === undefined ? '' : `, ${role}`}
          </span>
          <strong class="help-phone">{phone ?? helpWords(language).noPhone}</strong>
        </p>
      ))}
    </div>
  );
}
