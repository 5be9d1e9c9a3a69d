import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import { RequestLink } from './mail-out-table.tsx';
import { canBeNotice, type MailIn } from './mail-notice.ts';
import { wordOr } from './ticket-text.ts';

export interface MailInTableProps {
  readonly language: Language;
  readonly mails: readonly MailIn[];
  /** It is how things were. */
  readonly isOld: boolean;
  readonly isBusy: boolean;
  readonly onNotice: (mail: MailIn) => void;
}

/** The mails that came, and what came of each. */
export function MailInTable(props: MailInTableProps): JSX.Element {
  const { language, mails, isOld, isBusy, onNotice } = props;
  const { mail: words, notice } = mailPageWords(language);
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.sender}</th>
          <th scope="col">{words.effect}</th>
          <th scope="col">{words.request}</th>
          <th scope="col">{words.received}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.mail}>
            <td class="text-cell mail-who">
              {mail.from === '' ? words.noSender : mail.from}
              <span class="sub-line">{mail.subject === '' ? words.noSubject : mail.subject}</span>
            </td>
            <td>
              <Effect {...{ language, mail }} />
            </td>
            <td>
              <RequestLink mail={mail} />
            </td>
            <td class="nowrap">{instantText(Date.parse(mail.receivedAt), language)}</td>
            <td>
              {canBeNotice(mail) && (
                <div class="row-actions">
                  <ActionButton isDisabled={isBusy} onPress={() => onNotice(mail)}>
                    {mail.about?.kind === 'notice' ? notice.whose : notice.button}
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

interface EffectProps {
  readonly language: Language;
  readonly mail: MailIn;
}

function Effect({ language, mail }: EffectProps): JSX.Element {
  const { effect, reason, about } = mail;
  const words = mailPageWords(language).mail;
  return (
    <>
      {words.effects[effect]}
      {reason !== undefined && <span class="sub-line">{wordOr(words.ignored, reason)}</span>}
      {about?.kind === 'notice' && effect !== 'repeated' && (
        <span class="sub-line">
          <span class="mark mark-warning">{deskWords(language).kinds.notice}</span>
        </span>
      )}
    </>
  );
}
