import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { DecisionView } from '../api/decision-schema.ts';
import type { TicketFileProps } from './ticket-decision.tsx';
import { wordOr } from './ticket-text.ts';

/** What the till has told its cashier beside what the hub says; nothing where they agree. */
export function TicketDifference({ file, language }: TicketFileProps): JSX.Element | null {
  const { difference } = file;
  if (difference === undefined) return null;
  const { told, known, parts, causes } = difference;
  const words = deskWords(language).ticket.difference;
  const why = causes.map((cause) => wordOr(words.causes, cause));
  return (
    <section class="card card-stack">
      <Notice tone="warning" title={words.title} text={words.stands} />
      <dl class="parts">
        {told !== undefined && <Part name={words.told} text={sentences(told)} />}
        <Part
          name={words.known}
          text={known === undefined ? words.knownNothing : sentences(known)}
        />
        <Part
          name={words.partsLabel}
          text={parts.map((part) => wordOr(words.parts, part)).join(', ')}
        />
        <Part
          name={words.causesLabel}
          text={why.length === 0 ? words.causeUnknown : why.join(' ')}
        />
      </dl>
    </section>
  );
}

function Part({ name, text }: { readonly name: string; readonly text: string }): JSX.Element {
  return (
    <div class="part">
      <dt class="part-name">{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

/** Without the clauses, which stand with the decision. */
function sentences({ text }: DecisionView): string {
  return [...text.what, ...text.who, ...text.when, ...text.cost, ...text.why].join(' ');
}
