import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { accountText, amountText } from './account-amount.ts';
import { ChoiceField } from './choice-field.tsx';
import { Field, LongField } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField } from './hub-calls.ts';
import { optionsOf } from './new-ticket-dialog.tsx';
import { hashOf } from './place.ts';
import { ShownDialog } from './shown-dialog.tsx';
import type { TicketPanelProps } from './ticket-screen.tsx';
import { minutesWorked } from './ticket-work.tsx';

export interface ResolveDialogProps extends TicketPanelProps {
  readonly onClose: () => void;
}

/** What was charged and what is left, as the hub says it in the same breath. */
interface ResolvedView {
  readonly accounts: readonly {
    readonly account: string;
    readonly amount: number;
    readonly fromTill: number;
  }[];
  readonly balances: readonly {
    readonly account: string;
    readonly charged: number;
    readonly available: number;
  }[];
  readonly low: readonly string[];
}

const WHOLE = /^\d{1,6}$/;

/** Solves it: what it took is charged, and what is left is shown at once. */
export function ResolveDialog(props: ResolveDialogProps): JSX.Element {
  const { language, calls, at, file, session, outcome, onChanged, onClose } = props;
  // A partner's work costs the time entered.
  const saysUsed = session.user.sites === 'all';
  const [resolved, setResolved] = useState<ResolvedView | undefined>(undefined);
  const words = deskWords(language);
  const { title, text, yes, usedHint, usedUnfit, asAsked } = words.resolve;
  if (resolved !== undefined) return <Resolved {...props} resolved={resolved} />;
  const send = (field: (name: string) => string): void => {
    const used = saysUsed ? field('used').trim() : '';
    if (used !== '' && !WHOLE.test(used)) return outcome.say(usedUnfit);
    const answer = field('answer').trim();
    const body = {
      ...(used === '' ? {} : { used: Number(used) }),
      ...(field('class') === '' ? {} : { class: field('class') }),
      ...(answer === '' ? {} : { text: answer }),
    };
    outcome.run(calls.send({ path: `${at}/resolution`, body }, isResolved), (answered) => {
      setResolved(answered);
      onChanged();
    });
  };
  return (
    <FormDialog {...{ title, text, yes, outcome }} no={words.no} onYes={send} onNo={onClose}>
      {saysUsed && (
        <Field
          label={words.resolve.used}
          name="used"
          type="number"
          hint={usedHint(String(minutesWorked(file)))}
          isRequired={false}
        />
      )}
      <ChoiceField
        label={words.resolve.serviceClass}
        name="class"
        isRequired={false}
        options={[{ value: '', text: asAsked }, ...optionsOf(words.classes)]}
      />
      <LongField label={words.resolve.answer} name="answer" isRequired={false} />
    </FormDialog>
  );
}

function Resolved(props: ResolveDialogProps & { readonly resolved: ResolvedView }): JSX.Element {
  const { language, file, session, resolved, onClose } = props;
  const { customer } = file.ticket;
  const words = deskWords(language).resolve;
  return (
    <ShownDialog title={words.done} onClose={onClose}>
      {resolved.accounts.length === 0 && <p class="card-text">{words.nothing}</p>}
      {resolved.accounts.length > 0 && <Charged {...props} />}
      {resolved.low.length > 0 && <Notice tone="warning" {...words.low} />}
      <div class="question-answers">
        {customer !== undefined && session.actions.includes('read-balance') && (
          <a
            class="button button-plain button-large"
            href={hashOf({ screen: 'customer', customer })}
          >
            {words.statement}
          </a>
        )}
        <ActionButton tone="primary" size="large" onPress={onClose}>
          {words.close}
        </ActionButton>
      </div>
    </ShownDialog>
  );
}

function Charged(
  props: Pick<ResolveDialogProps, 'language' | 'file'> & { readonly resolved: ResolvedView },
): JSX.Element {
  const { language, file, resolved } = props;
  const { currency } = file;
  const words = deskWords(language).resolve;
  return (
    <table class="table table-plain">
      <thead>
        <tr>
          <th scope="col" />
          <th scope="col" class="number">
            {words.charged}
          </th>
          <th scope="col" class="number">
            {words.fromTill}
          </th>
          <th scope="col" class="number">
            {words.left}
          </th>
        </tr>
      </thead>
      <tbody>
        {resolved.accounts.map(({ account, amount, fromTill }) => {
          const left = resolved.balances.find((one) => one.account === account)?.available;
          const text = (count: number) => amountText(count, { account, currency }, language);
          return (
            <tr key={account}>
              <td>{accountText(account, language)}</td>
              <td class="number">{text(amount)}</td>
              <td class="number quiet">{fromTill === 0 ? '' : text(fromTill)}</td>
              <td class="number">
                <strong>{left === undefined ? '' : text(left)}</strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function isResolved(body: unknown): body is ResolvedView {
  return hasField(body, 'balances') && hasField(body, 'low');
}
