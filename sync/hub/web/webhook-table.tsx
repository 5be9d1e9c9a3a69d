import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { WebhooksView } from '../api/mail-schema.ts';
import { DeliveryStanding } from './delivery-standing.tsx';
import { hashOf } from './place.ts';

export type Webhook = WebhooksView['webhooks'][number];

export interface WebhookTableProps {
  readonly language: Language;
  readonly view: WebhooksView;
  /** It is how things were. */
  readonly isOld: boolean;
  readonly onRemove: (webhook: Webhook) => void;
}

/** Who is told of what, and how the newest of it went. */
export function WebhookTable({ language, view, isOld, onRemove }: WebhookTableProps): JSX.Element {
  const words = mailPageWords(language).webhooks;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.address}</th>
          <th scope="col">{words.toldOf}</th>
          <th scope="col">{words.newest}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {view.webhooks.map((webhook) => (
          <tr key={webhook.webhook}>
            <td class="text-cell">
              <a class="till-link" href={hashOf({ screen: 'webhook', webhook: webhook.webhook })}>
                {webhook.url}
              </a>
              <span class="sub-line">
                {words.addedBy(webhook.madeBy, instantText(Date.parse(webhook.madeAt), language))}
              </span>
            </td>
            <td>
              {webhook.kinds.map((kind) => (
                <span key={kind} class="sub-line">
                  {words.kinds[kind]}
                </span>
              ))}
            </td>
            <td class="text-cell">
              {webhook.newest === undefined ? (
                <span class="quiet">{words.neverTold}</span>
              ) : (
                <DeliveryStanding
                  {...{ language, hasKey: view.hasKey }}
                  delivery={webhook.newest}
                />
              )}
            </td>
            <td>
              <div class="row-actions">
                <ActionButton onPress={() => onRemove(webhook)}>{words.remove}</ActionButton>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
