import type { JSX } from 'preact';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { WebhooksView } from '../api/mail-schema.ts';
import { deliveryTrouble } from './mail-failure.ts';

type Delivery = NonNullable<WebhooksView['webhooks'][number]['newest']>;

const TONES = { waiting: 'mark-warning', delivered: '', 'given-up': 'mark-alert' } as const;

export interface DeliveryStandingProps {
  readonly language: Language;
  readonly delivery: Delivery;
  /** Without a vault key nothing is tried. */
  readonly hasKey: boolean;
}

/** Whether a program has taken it; if not, why, and when it is told again. */
export function DeliveryStanding(props: DeliveryStandingProps): JSX.Element {
  const { language, delivery, hasKey } = props;
  const { state, dueAt, lastError } = delivery;
  const words = mailPageWords(language);
  return (
    <>
      <span class={`mark nowrap ${TONES[state]}`}>{words.webhooks.states[state]}</span>
      {lastError !== undefined && <span class="sub-line">{troubleText(lastError, language)}</span>}
      {state === 'waiting' && hasKey && (
        <span class="sub-line">{words.nextTry(instantText(Date.parse(dueAt), language))}</span>
      )}
    </>
  );
}

/** Where it says little, the code stands behind it. */
function troubleText(lastError: string, language: Language): string {
  const { answered, failures } = mailPageWords(language).webhooks;
  const trouble = deliveryTrouble(lastError);
  if (trouble.kind === 'answered') return answered(trouble.status);
  const { failure } = trouble;
  return failure === 'other' ? `${failures.other} (${lastError})` : failures[failure];
}
