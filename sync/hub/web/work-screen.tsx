import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { fieldWords } from '../../../agent/words/field-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { SessionView } from '../api/schema.ts';
import type { WorksView, WorkView } from '../api/work-schema.ts';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { usePolled } from './use-polled.ts';
import { WorkCard } from './work-card.tsx';
import { WorkDialog } from './work-dialog.tsx';

export interface WorkScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

/** What is to be done at customers, by whom and when; one of them opened. */
export function WorkScreen({ language, calls, session }: WorkScreenProps): JSX.Element {
  const [isAll, setIsAll] = useState(false);
  const [shown, setShown] = useState<string | undefined>(undefined);
  const [isAdding, setIsAdding] = useState(false);
  const query = isAll ? '' : '?open=true';
  const works = usePolled(calls, `/v1/work-orders${query}`, isWorks);
  const words = fieldWords(language);
  const orders = works.view?.orders ?? [];
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.work}</h1>
        <a class="button button-plain button-normal" href={`/v1/work-orders.csv${query}`}>
          {words.csv}
        </a>
        <ActionButton onPress={() => setIsAll(!isAll)}>
          {isAll ? words.work.onlyOpen : words.work.all}
        </ActionButton>
        {session.actions.includes('order-work') && (
          <ActionButton tone="primary" onPress={() => setIsAdding(true)}>
            {words.work.add}
          </ActionButton>
        )}
      </div>
      <p class="card-text">{words.work.text}</p>
      <LinkNotice polled={works} language={language} />
      {works.view !== undefined && orders.length === 0 && (
        <Notice tone="plain" {...words.work.none} />
      )}
      {orders.length > 0 && (
        <WorkTable
          {...{ orders, language, shown }}
          isOld={works.link !== 'live'}
          onShow={setShown}
        />
      )}
      {shown !== undefined && (
        <WorkCard
          key={shown}
          {...{ language, calls }}
          order={shown}
          onChanged={works.refresh}
          onClose={() => setShown(undefined)}
        />
      )}
      {isAdding && (
        <WorkDialog
          {...{ language, calls }}
          onDone={(order) => {
            setIsAdding(false);
            if (order !== undefined) setShown(order);
            works.refresh();
          }}
        />
      )}
    </>
  );
}

interface WorkTableProps {
  readonly orders: readonly WorkView[];
  readonly language: Language;
  readonly shown: string | undefined;
  readonly isOld: boolean;
  readonly onShow: (order: string | undefined) => void;
}

function WorkTable({ orders, language, shown, isOld, onShow }: WorkTableProps): JSX.Element {
  const words = fieldWords(language);
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.work.order}</th>
          <th scope="col">{words.work.customer}</th>
          <th scope="col">{words.work.state}</th>
          <th scope="col">{words.work.assigned}</th>
          <th scope="col">{words.work.plannedAt}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.order}>
            <td class="text-cell who">
              {`${order.number} · ${order.title}`}
              <span class="sub-line">{words.kinds[order.kind]}</span>
            </td>
            <td class="text-cell">
              {order.customer}
              {order.site !== undefined && <span class="sub-line">{order.site}</span>}
            </td>
            <td>{words.states[order.state]}</td>
            <td class="text-cell">{order.assigned.name ?? words.work.nobody}</td>
            <td class="nowrap">
              {order.plannedAt === undefined
                ? ''
                : instantText(Date.parse(order.plannedAt), language)}
            </td>
            <td>
              <ActionButton onPress={() => onShow(shown === order.order ? undefined : order.order)}>
                {shown === order.order ? words.work.hide : words.work.show}
              </ActionButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isWorks(body: unknown): body is WorksView {
  return hasField(body, 'orders');
}
