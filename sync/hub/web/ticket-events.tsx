import type { JSX } from 'preact';
import { deskWords } from '../../../agent/words/desk-words.ts';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { dayText, instantText } from '../../../agent/words/time.ts';
import type { TicketFileView } from '../api/ticket-schema.ts';
import type { TicketFileProps } from './ticket-decision.tsx';
import { wordOr } from './ticket-text.ts';

/** Who has had it, and everything that has happened to it, the newest first. */
export function TicketEvents({ file, language }: TicketFileProps): JSX.Element {
  const words = deskWords(language);
  return (
    <section class="card card-stack">
      {file.history.length > 0 && (
        <>
          <h2 class="sub-heading">{words.ticket.history}</h2>
          <ul class="plain-list lines">
            {file.history.map(({ company, since, reason }) => (
              <li key={since}>
                {company ?? words.list.vendorDesk}
                <span class="sub-line">
                  {instantText(Date.parse(since), language)} ·{' '}
                  {wordOr(words.ticket.reasons, reason)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 class="sub-heading">{words.events.title}</h2>
      <ol class="plain-list lines">
        {file.events.toReversed().map((event) => (
          <li key={`${event.at} ${event.kind} ${JSON.stringify(event.body)}`}>
            {wordOr(words.events.kinds, kindOf(event))}
            <span class="quiet">{detailText(event, language)}</span>
            <span class="sub-line">
              {[instantText(Date.parse(event.at), language), event.by]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

type Event = TicketFileView['events'][number];

function kindOf({ kind, body }: Event): string {
  return kind === 'assigned' && body['user'] === undefined ? 'let-go' : kind;
}

/** What there is to say of it beside its kind; most have nothing. */
function detailText({ kind, body }: Event, language: Language): string {
  const words = deskWords(language);
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const detail = (): string | undefined => {
    switch (kind) {
      case 'decided':
        return wordOr(words.outcomes, text('outcome') ?? '');
      case 'noted':
        return text('firstLineNote');
      case 'time':
        return words.events.minutes(text('minutes') ?? '');
      case 'assigned':
        return text('name');
      case 'passed-on':
        return text('to') ?? words.list.vendorDesk;
      case 'work-released':
        return text('from');
      case 'notice-confirmed':
        return dayText(text('endsOn') ?? '', language);
      case 'scheduled':
      case 'planned':
      case 'freed':
        return instantText(Number(body['atMs']), language);
      case 'resolved':
        return text('text');
      case 'remote-control':
        return wordOr(words.events.controls, text('control') ?? '');
      case 'remote-refused':
        return wordOr(remoteWords(language).ends, text('reason') ?? '');
      case 'remote-ended':
        return wordOr(remoteWords(language).ends, text('end') ?? '');
      default:
        return undefined;
    }
  };
  const said = detail();
  return said === undefined || said === '' || said === 'none' ? '' : `: ${said}`;
}
