import type { JSX, TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { ImportedView } from '../api/book-schema.ts';
import { DayField } from './entry-form.tsx';
import { FaultList, faultsIn, type ShownFault } from './fault-list.tsx';
import { onForm, SubmitButton } from './fields.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';

export interface ImportPanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly book: string;
  readonly day: string;
  readonly onTaken: () => void;
  readonly onClose: () => void;
}

const SINCE = 'import-since';

/** Reads a file into a book: it is tried first, and taken once nothing is wrong with it. */
export function ImportPanel(props: ImportPanelProps): JSX.Element {
  const { language, calls, book, day, onTaken, onClose } = props;
  const [csv, setCsv] = useState<string | undefined>(undefined);
  const [faults, setFaults] = useState<readonly ShownFault[]>([]);
  /** The file and the day that were found to be good. */
  const [good, setGood] = useState<object | undefined>(undefined);
  const { notice, isBusy, run, say } = useOutcome(language);
  const words = hubWords(language).books;
  const path = `/v1/books/${book}/import`;
  const check = onForm((field) => {
    const order = { csv, since: `${field(SINCE)}T00:00:00.000Z` };
    run(calls.send({ path, body: { ...order, isDryRun: true } }, isImported), (tried) => {
      setFaults(tried.faults);
      if (tried.faults.length > 0) return;
      setGood(order);
      say(words.checked(String(tried.rows), String(tried.written)));
    });
  });
  const take = (order: object): void => {
    const answer = calls.send({ path, body: order }, isImported).then((result) => {
      setFaults(faultsIn(result));
      return result;
    });
    run(answer, ({ written }) => {
      setGood(undefined);
      say(words.taken(String(written)));
      onTaken();
    });
  };
  const choose = async ({ currentTarget }: TargetedEvent<HTMLInputElement>): Promise<void> => {
    setGood(undefined);
    setFaults([]);
    setCsv(await currentTarget.files?.[0]?.text());
  };
  return (
    <form class="card form form-wide" onSubmit={check} onChange={() => setGood(undefined)}>
      {notice}
      <p class="card-text">{words.importText}</p>
      <div class="form-line">
        <DayField label={words.since} name={SINCE} day={day} />
        <label class="field">
          <span class="field-label">{words.importFile}</span>
          <input
            class="field-file"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => void choose(event)}
          />
        </label>
      </div>
      <FaultList {...{ faults, language }} />
      <div class="form-line">
        <SubmitButton isDisabled={isBusy || csv === undefined}>{words.check}</SubmitButton>
        {good !== undefined && (
          <ActionButton isDisabled={isBusy} onPress={() => take(good)}>
            {words.take}
          </ActionButton>
        )}
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
      </div>
    </form>
  );
}

function isImported(body: unknown): body is ImportedView {
  return hasField(body, 'isDryRun');
}
