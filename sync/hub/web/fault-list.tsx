import type { JSX } from 'preact';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { LineFaultView } from '../api/book-schema.ts';
import { hasField, isNothing, type Answer } from './hub-calls.ts';

/** A fault of one entry has no line. */
export type ShownFault = Omit<LineFaultView, 'line'> & { readonly line?: number };

export interface FaultListProps {
  readonly faults: readonly ShownFault[];
  readonly language: Language;
}

/** What is wrong in which line and field. */
export function FaultList({ faults, language }: FaultListProps): JSX.Element | null {
  const words = hubWords(language).books;
  const texts: Readonly<Record<string, string | undefined>> = words.faults;
  if (faults.length === 0) return null;
  const hasLines = faults.some(({ line }) => line !== undefined);
  return (
    <table class="table" role="alert">
      <thead>
        <tr>
          {hasLines && <th scope="col">{words.line}</th>}
          <th scope="col">{words.entry}</th>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.fault}</th>
        </tr>
      </thead>
      <tbody>
        {faults.map(({ line, entry, field, code, about }) => (
          <tr key={`${line}-${entry}-${field}-${code}-${about}`}>
            {hasLines && <td class="number">{line}</td>}
            <td class="text-cell">{entry}</td>
            <td class="text-cell">{field}</td>
            <td class="text-cell">{`${texts[code] ?? code}: ${about}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The faults an answer of our hub tells of; none where it was refused for something else. */
export function faultsIn(answer: Answer<unknown>): readonly ShownFault[] {
  if (answer.kind !== 'refused') return [];
  const { faults } = answer.error.details;
  return Array.isArray(faults) ? faults.filter(isFault) : [];
}

function isFault(value: unknown): value is ShownFault {
  return (
    isNothing(value) && ['entry', 'field', 'code', 'about'].every((name) => hasField(value, name))
  );
}
