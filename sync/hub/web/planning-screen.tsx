import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { PlanningView } from '../api/planning-schema.ts';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { usePolled } from './use-polled.ts';
import { weekOf } from './week-board.ts';
import { WeekGrid } from './week-grid.tsx';

export interface PlanningScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
}

type Entry = PlanningView['entries'][number];

type Asking =
  | { readonly kind: 'plan'; readonly atMs?: number | undefined }
  | { readonly kind: 'free'; readonly entry: Entry };

const NOBODY: PlanningView = { entries: [], free: [], technicians: [], waiting: [] };

/** The week of a technician or of all: what is planned, what is free, and what waits for a time. */
export function PlanningScreen({ language, calls }: PlanningScreenProps): JSX.Element {
  const [weeks, setWeeks] = useState(0);
  const [technician, setTechnician] = useState('');
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const outcome = useOutcome(language);
  const words = fieldWords(language);
  const week = weekOf(Date.now(), weeks);
  const query = queryOf(week, technician);
  const planning = usePolled(calls, `/v1/planning?${query}`, isPlanning);
  const view = planning.view ?? NOBODY;
  const done = (): void => {
    setAsking(undefined);
    planning.refresh();
  };
  const free = ({ visit }: Entry): void => {
    const order = { path: `/v1/planning/${visit}/free`, body: {} };
    outcome.run(calls.send(order, isNothing), done);
  };
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.planning}</h1>
        <a class="button button-plain button-normal" href={`/v1/planning.csv?${query}`}>
          {words.csv}
        </a>
        <ActionButton tone="primary" onPress={() => setAsking({ kind: 'plan' })}>
          {words.planning.plan}
        </ActionButton>
      </div>
      <div class="form-line">
        <ActionButton onPress={() => setWeeks(weeks - 1)}>{words.planning.before}</ActionButton>
        <ActionButton onPress={() => setWeeks(0)}>{words.planning.now}</ActionButton>
        <ActionButton onPress={() => setWeeks(weeks + 1)}>{words.planning.after}</ActionButton>
        <Technicians {...{ language, view, technician }} onChoose={setTechnician} />
      </div>
      <p class="card-text">{words.planning.text}</p>
      <LinkNotice polled={planning} language={language} />
      {asking === undefined && outcome.notice}
      <WeekGrid
        {...{ language, week, view }}
        onFree={(atMs) => setAsking({ kind: 'plan', atMs })}
        onEntry={(entry) => setAsking({ kind: 'free', entry })}
      />
      {asking?.kind === 'plan' && (
        <PlanDialog
          {...{ language, calls, view, technician }}
          atMs={asking.atMs}
          onDone={done}
          onNo={() => setAsking(undefined)}
        />
      )}
      {asking?.kind === 'free' && (
        <FormDialog
          title={words.planning.giveBack}
          text={words.planning.giveBackText(asking.entry.title ?? words.planning.busy)}
          yes={words.planning.giveBack}
          no={words.no}
          outcome={outcome}
          onYes={() => free(asking.entry)}
          onNo={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface TechniciansProps {
  readonly language: Language;
  readonly view: PlanningView;
  readonly technician: string;
  readonly onChoose: (technician: string) => void;
}

function Technicians({ language, view, technician, onChoose }: TechniciansProps): JSX.Element {
  const words = fieldWords(language).planning;
  return (
    <label class="field">
      <span class="field-label">{words.technician}</span>
      <select
        class="field-input"
        value={technician}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        <option value="">{words.everybody}</option>
        {view.technicians.map(({ user, name }) => (
          <option key={user} value={user}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function queryOf(week: readonly number[], technician: string): string {
  const [from = 0, to = 0] = [week[0], week.at(-1)];
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return new URLSearchParams(technician === '' ? span : { ...span, technician }).toString();
}

function isPlanning(body: unknown): body is PlanningView {
  return hasField(body, 'technicians');
}
