import type { JSX } from 'preact';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { DecisionView } from '../api/decision-schema.ts';
import type { TicketFileView } from '../api/ticket-schema.ts';

export interface TicketFileProps {
  readonly file: TicketFileView;
  readonly language: Language;
}

/** What the contract says of it in plain words, with the clauses it rests on. */
export function TicketDecision({ file, language }: TicketFileProps): JSX.Element {
  const words = deskWords(language).ticket;
  const { decision, firstLineNote } = file;
  return (
    <section class="card card-stack">
      <h2 class="sub-heading">{words.decision}</h2>
      {decision === undefined ? (
        <p class="card-text">{words.undecided}</p>
      ) : (
        <DecisionSentences decision={decision} />
      )}
      {firstLineNote !== undefined && (
        <div>
          <h3 class="part-name">{words.note}</h3>
          <p class="note-text">{firstLineNote}</p>
        </div>
      )}
    </section>
  );
}

const PARTS = ['who', 'when', 'cost', 'why'] as const;

function DecisionSentences({ decision }: { readonly decision: DecisionView }): JSX.Element {
  const { labels, what, clauses, ...parts } = decision.text;
  return (
    <>
      <p class="decision-what">{what.join(' ')}</p>
      <dl class="parts">
        {PARTS.filter((part) => parts[part].length > 0).map((part) => (
          <div key={part} class="part">
            <dt class="part-name">{labels[part]}</dt>
            <dd>{parts[part].join(' ')}</dd>
          </div>
        ))}
        {clauses.length > 0 && (
          <div class="part">
            <dt class="part-name">{labels.clauses}</dt>
            <dd>
              <ul class="plain-list clauses">
                {clauses.map(({ id, sentence }) => (
                  <li key={id}>
                    <code class="quiet">{id}</code> {sentence}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
