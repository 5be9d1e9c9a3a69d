import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { WorkFileView, WorkView } from '../api/work-schema.ts';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { usePolled } from './use-polled.ts';
import { WorkTime } from './work-time.tsx';

export interface WorkCardProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly order: string;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

type Asking = 'done' | 'cancellation' | 'assignment';

/** One order: its list, its time, and what can be done about it. */
export function WorkCard({ language, calls, order: id, onChanged, onClose }: WorkCardProps) {
  const path = `/v1/work-orders/${id}`;
  const file = usePolled(calls, path, isFile);
  const outcome = useOutcome(language);
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const words = fieldWords(language).work;
  const { view } = file;
  const act = (what: string, body: object, onDone?: () => void): void =>
    outcome.run(calls.send({ path: `${path}/${what}`, body }, isNothing), () => {
      onDone?.();
      setAsking(undefined);
      file.refresh();
      onChanged();
    });
  if (view === undefined) return <LinkNotice polled={file} language={language} />;
  const { order, time } = view;
  const isOpen = order.state === 'open' || order.state === 'planned';
  const mayWork = isOpen && order.may.work;
  return (
    <section class="card card-stack">
      <div class="screen-head">
        <h2 class="sub-heading">{`${order.number} · ${order.title}`}</h2>
        {isOpen && order.may.cancel && (
          <ActionButton onPress={() => setAsking('cancellation')}>{words.cancel}</ActionButton>
        )}
        {isOpen && order.may.plan && (
          <>
            <ActionButton onPress={() => setAsking('assignment')}>{words.give}</ActionButton>
            <ActionButton tone="primary" onPress={() => setAsking('done')}>
              {words.finish}
            </ActionButton>
          </>
        )}
        <ActionButton onPress={onClose}>{words.hide}</ActionButton>
      </div>
      {order.details !== '' && <p class="card-text">{order.details}</p>}
      {order.note !== undefined && <p class="card-text">{order.note}</p>}
      {asking === undefined && outcome.notice}
      <Items {...{ language, order, mayWork }} onTick={(tick) => act('ticks', tick)} />
      <WorkTime
        {...{ language, time, mayWork, outcome }}
        onEnter={(...work) => act('time', ...work)}
      />
      {asking !== undefined && (
        <Question
          {...{ language, asking, outcome }}
          onAct={act}
          onNo={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}

interface ItemsProps {
  readonly language: Language;
  readonly order: WorkView;
  readonly mayWork: boolean;
  readonly onTick: (tick: { readonly item: number; readonly done: boolean }) => void;
}

function Items({ language, order, mayWork, onTick }: ItemsProps): JSX.Element {
  const words = fieldWords(language);
  return (
    <div>
      <h3 class="field-label">{words.work.checklist}</h3>
      {order.items.length === 0 && <p class="card-text">{words.work.noChecklist}</p>}
      <ol class="plain-list">
        {order.items.map(({ code, text, doneBy }, item) => (
          <li
            key={String(item)}
            class={doneBy === undefined ? 'work-item' : 'work-item work-item-done'}
          >
            <span>{code === undefined ? text : words.backup}</span>
            {doneBy !== undefined && <span class="mark">{`${words.work.tick}: ${doneBy}`}</span>}
            {mayWork && (
              <ActionButton onPress={() => onTick({ item, done: doneBy === undefined })}>
                {doneBy === undefined ? words.work.tick : words.work.untick}
              </ActionButton>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

interface QuestionProps {
  readonly language: Language;
  readonly asking: Asking;
  readonly outcome: Outcome;
  readonly onAct: (what: Asking, body: object) => void;
  readonly onNo: () => void;
}

function Question({ language, asking, outcome, onAct, onNo }: QuestionProps): JSX.Element {
  const { no, work: words } = fieldWords(language);
  const shared = { no, outcome, onNo };
  switch (asking) {
    case 'done':
      return (
        <FormDialog
          {...shared}
          title={words.finish}
          text={words.finishText}
          yes={words.finish}
          onYes={(field) => onAct(asking, { note: field('note') })}
        >
          <Field label={words.note} name="note" />
        </FormDialog>
      );
    case 'cancellation':
      return (
        <FormDialog
          {...shared}
          isDangerous
          title={words.cancel}
          text={words.cancelText}
          yes={words.cancel}
          onYes={(field) => onAct(asking, { reason: field('reason').trim() })}
        >
          <Field label={words.reason} name="reason" />
        </FormDialog>
      );
    case 'assignment':
      return (
        <FormDialog
          {...shared}
          title={words.give}
          text={words.giveText}
          yes={words.give}
          onYes={(field) => onAct(asking, { company: field('company').trim() })}
        >
          <Field label={words.company} name="company" />
        </FormDialog>
      );
  }
}

function isFile(body: unknown): body is WorkFileView {
  return hasField(body, 'time');
}
