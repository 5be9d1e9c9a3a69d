import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { MailsView } from '../api/mail-schema.ts';
import { mailFailure, serverWords } from './mail-failure.ts';
import { hashOf } from './place.ts';

type MailOut = MailsView['out'][number];

export interface MailOutTableProps {
  readonly language: Language;
  readonly mails: readonly MailOut[];
  /** Otherwise nothing is tried. */
  readonly isSending: boolean;
  /** It is how things were. */
  readonly isOld: boolean;
  readonly isBusy: boolean;
  readonly onAgain: (mail: string) => void;
}

/** The mails on their way out, and what became of them. */
export function MailOutTable(props: MailOutTableProps): JSX.Element {
  const { language, mails, isSending, isOld, isBusy, onAgain } = props;
  const words = mailPageWords(language).mail;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.to}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.request}</th>
          <th scope="col">{words.queued}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.mail}>
            <td class="text-cell mail-who">
              {mail.to}
              <span class="sub-line">{mail.subject}</span>
            </td>
            <td class="text-cell">
              <Standing {...{ language, mail, isSending }} />
            </td>
            <td>
              <RequestLink mail={mail} />
            </td>
            <td class="nowrap">{instantText(Date.parse(mail.queuedAt), language)}</td>
            <td>
              {mail.state === 'set-aside' && (
                <div class="row-actions">
                  <ActionButton isDisabled={isBusy} onPress={() => onAgain(mail.mail)}>
                    {words.again}
                  </ActionButton>
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TONES = { waiting: 'mark-warning', sent: '', 'set-aside': 'mark-alert' } as const;

interface StandingProps extends Pick<MailOutTableProps, 'language' | 'isSending'> {
  readonly mail: MailOut;
}

/** Whether it is gone; if not, why, and when it is tried next. */
function Standing({ language, mail, isSending }: StandingProps): JSX.Element {
  const { state, attempts, lastError, sentAt, dueAt } = mail;
  const words = mailPageWords(language);
  const said = lastError === undefined ? '' : serverWords(lastError);
  const when = [
    attempts > 0 && state !== 'sent' ? words.tries(String(attempts)) : undefined,
    state === 'waiting' && isSending
      ? words.nextTry(instantText(Date.parse(dueAt), language))
      : undefined,
    sentAt === undefined ? undefined : instantText(Date.parse(sentAt), language),
  ].filter((part) => part !== undefined);
  return (
    <>
      <span class={`mark nowrap ${TONES[state]}`}>{words.mail.states[state]}</span>
      {lastError !== undefined && (
        <span class="sub-line">{words.mail.failures[mailFailure(lastError)]}</span>
      )}
      {said !== '' && <span class="sub-line">{said}</span>}
      {when.length > 0 && <span class="sub-line">{when.join(' · ')}</span>}
    </>
  );
}

/** The request that a mail is about, by its number. */
export function RequestLink(props: {
  readonly mail: Pick<MailOut, 'ticket' | 'about'>;
}): JSX.Element | null {
  const { ticket, about } = props.mail;
  if (ticket === undefined || about === undefined) return null;
  return (
    <a class="till-link" href={hashOf({ screen: 'ticket', ticket })}>
      {about.number}
    </a>
  );
}
