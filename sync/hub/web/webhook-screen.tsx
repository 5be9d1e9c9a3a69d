import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { DeliveriesView } from '../api/mail-schema.ts';
import { DeliveryStanding } from './delivery-standing.tsx';
import { hasField } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { OlderButtons } from './older-buttons.tsx';
import { hashOf } from './place.ts';
import { wordOr } from './ticket-text.ts';
import { usePolled } from './use-polled.ts';
import type { WebhooksScreenProps } from './webhooks-screen.tsx';

export interface WebhookScreenProps extends WebhooksScreenProps {
  readonly webhook: string;
}

/** What one program was told, waits to be, or was not in all the time there was. */
export function WebhookScreen({ language, calls, webhook }: WebhookScreenProps): JSX.Element {
  /** The delivery after which the list begins; undefined: the newest. */
  const [before, setBefore] = useState<string | undefined>(undefined);
  const path = `/v1/webhooks/${webhook}/deliveries`;
  const asked = before === undefined ? path : `${path}?before=${encodeURIComponent(before)}`;
  const deliveries = usePolled(calls, asked, isDeliveries);
  const { webhooks: words, mail } = mailPageWords(language);
  const { view } = deliveries;
  const none = before === undefined ? words.noDeliveries : mail.noneOlder;
  return (
    <>
      <a class="back" href={hashOf({ screen: 'webhooks' })}>
        {words.back}
      </a>
      <div class="screen-head">
        <h1 class="heading">{view?.webhook.url ?? words.deliveries}</h1>
        <OlderButtons
          {...{ language, before, onBefore: setBefore }}
          next={view?.nextBefore ?? undefined}
        />
      </div>
      <LinkNotice polled={deliveries} language={language} />
      {view?.hasKey === false && <Notice tone="warning" {...words.noKey} />}
      {view?.deliveries.length === 0 && <Notice tone="plain" {...none} />}
      {view !== undefined && view.deliveries.length > 0 && (
        <DeliveryTable {...{ language, view }} isOld={deliveries.link !== 'live'} />
      )}
    </>
  );
}

interface DeliveryTableProps {
  readonly language: Language;
  readonly view: DeliveriesView;
  readonly isOld: boolean;
}

function DeliveryTable({ language, view, isOld }: DeliveryTableProps): JSX.Element {
  const words = mailPageWords(language).webhooks;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.happened}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.attempts}</th>
        </tr>
      </thead>
      <tbody>
        {view.deliveries.map((delivery) => (
          <tr key={delivery.delivery}>
            <td class="nowrap">{instantText(Date.parse(delivery.at), language)}</td>
            <td>
              {wordOr(words.kinds, delivery.kind)}
              <span class="sub-line text-cell">{delivery.delivery}</span>
            </td>
            <td class="text-cell">
              <DeliveryStanding {...{ language, delivery, hasKey: view.hasKey }} />
            </td>
            <td class="number">{delivery.attempts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isDeliveries(body: unknown): body is DeliveriesView {
  return hasField(body, 'deliveries');
}
