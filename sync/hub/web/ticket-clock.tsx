import type { JSX } from 'preact';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { TicketFileView } from '../api/ticket-schema.ts';
import type { TicketFileProps } from './ticket-decision.tsx';
import { durationText } from './ticket-text.ts';

/** How long it has waited in hours that the contract covers; nothing where it has none. */
export function TicketClock({ file, language }: TicketFileProps): JSX.Element | null {
  const { countdown, ticket } = file;
  if (countdown === undefined) return null;
  const words = deskWords(language).ticket;
  const duration = durationText(countdown.coveredMinutes, language);
  const isDone = ticket.state === 'resolved' || ticket.state === 'withdrawn';
  return (
    <section class="card">
      <h2 class="sub-heading">{words.clock}</h2>
      <p class="clock">{isDone ? words.waitedUntilDone(duration) : words.waited(duration)}</p>
      {!isDone && (
        <p class={countdown.isOpenNow ? 'card-text' : 'card-text tone-warning'}>
          {openingText(countdown, language)}
        </p>
      )}
    </section>
  );
}

type Countdown = NonNullable<TicketFileView['countdown']>;

function openingText({ isOpenNow, closesAt, nextOpening }: Countdown, language: Language): string {
  const words = deskWords(language).ticket;
  const time = (at: string): string => instantText(Date.parse(at), language);
  if (isOpenNow) return closesAt === undefined ? words.openNow : words.openUntil(time(closesAt));
  return nextOpening === undefined ? words.neverOpens : words.opensAt(time(nextOpening));
}
