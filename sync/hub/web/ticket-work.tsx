import type { JSX } from 'preact';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import { accountText, amountText } from './account-amount.ts';
import { hashOf } from './place.ts';
import type { TicketFileProps } from './ticket-decision.tsx';
import type { TicketPanelProps } from './ticket-screen.tsx';

/** Time that was worked, and what it took from the customer's balances. */
export function TicketWork(props: TicketFileProps & Pick<TicketPanelProps, 'session'>) {
  const { file, language, session } = props;
  const { settlement, promised, currency } = file;
  const { customer } = file.ticket;
  const words = deskWords(language);
  return (
    <section class="card card-stack">
      <TimeWorked {...{ file, language }} />
      {promised.length > 0 && settlement === undefined && (
        <Amounts
          title={words.ticket.promised}
          amounts={promised.map(({ account, amount }) => {
            const text = amountText(amount, { account, currency }, language);
            return { name: accountText(account, language), text };
          })}
        />
      )}
      {settlement?.length === 0 && <p class="card-text">{words.ticket.nothingSettled}</p>}
      {settlement !== undefined && settlement.length > 0 && (
        <Amounts
          title={words.ticket.settled}
          amounts={settlement.map(({ account, amount, fromTill }) => {
            const text = (count: number) => amountText(count, { account, currency }, language);
            const part = fromTill > 0 ? ` (${words.ticket.fromTill(text(fromTill))})` : '';
            return { name: accountText(account, language), text: `${text(amount)}${part}` };
          })}
        />
      )}
      {settlement !== undefined &&
        customer !== undefined &&
        session.actions.includes('read-balance') && (
          <a class="till-link" href={hashOf({ screen: 'customer', customer })}>
            {words.resolve.statement}
          </a>
        )}
    </section>
  );
}

function TimeWorked({ file, language }: TicketFileProps): JSX.Element {
  const words = deskWords(language);
  const { time } = file;
  return (
    <>
      <div class="screen-head">
        <h2 class="sub-heading">{words.events.time}</h2>
        {time.length > 0 && <strong>{words.events.total(String(minutesWorked(file)))}</strong>}
      </div>
      {time.length === 0 && <p class="card-text">{words.events.noTime}</p>}
      {time.length > 0 && (
        <ul class="plain-list lines">
          {time.map(({ entry, mode, minutes, from, by, session }) => (
            <li key={entry}>
              <strong>{words.events.minutes(String(minutes))}</strong> {words.modes[mode]}
              <span class="sub-line">
                {[
                  instantText(Date.parse(from), language),
                  by,
                  ...(session === undefined ? [] : [words.events.inSession]),
                ].join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function minutesWorked({ time }: TicketFileProps['file']): number {
  return time.reduce((sum, { minutes }) => sum + minutes, 0);
}

interface AmountsProps {
  readonly title: string;
  readonly amounts: readonly { readonly name: string; readonly text: string }[];
}

function Amounts({ title, amounts }: AmountsProps): JSX.Element {
  return (
    <div>
      <h3 class="part-name">{title}</h3>
      <ul class="amounts">
        {amounts.map(({ name, text }) => (
          <li key={name}>
            <span class="quiet">{name}</span>
            <span class="amount">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
