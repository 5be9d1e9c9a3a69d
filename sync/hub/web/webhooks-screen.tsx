import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import type { MadeWebhookView, WebhooksView } from '../api/mail-schema.ts';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type HubCalls, type Order } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome, type Outcome } from './outcome.tsx';
import { SecretCard } from './secret-card.tsx';
import { usePolled } from './use-polled.ts';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookTable, type Webhook } from './webhook-table.tsx';

export interface WebhooksScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
}

type Task = { readonly kind: 'add' } | { readonly kind: 'remove'; readonly webhook: Webhook };

/** The programs outside that are told of what happens. */
export function WebhooksScreen({ language, calls }: WebhooksScreenProps): JSX.Element {
  const webhooks = usePolled(calls, '/v1/webhooks', isWebhooks);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<Task | undefined>(undefined);
  /** Nothing shows it again once it is closed. */
  const [made, setMade] = useState<MadeWebhookView | undefined>(undefined);
  const { nav, webhooks: words } = mailPageWords(language);
  const { view } = webhooks;
  const done = (): void => {
    setTask((now) => (now === task ? undefined : now));
    webhooks.refresh();
  };
  const add = (order: Order): void =>
    outcome.run(calls.send(order, isMade), (answer) => {
      setMade(answer);
      done();
    });
  const remove = ({ webhook }: Webhook): void => {
    const order = { method: 'DELETE', path: `/v1/webhooks/${webhook}`, body: {} } as const;
    outcome.run(calls.send(order, isNothing), () => {
      setMade((shown) => (shown?.webhook.webhook === webhook ? undefined : shown));
      outcome.say(words.removed);
      done();
    });
  };
  const close = (): void => setTask(undefined);
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{nav.webhooks}</h1>
        {view?.hasKey === true && (
          <ActionButton tone="primary" onPress={() => setTask({ kind: 'add' })}>
            {words.add}
          </ActionButton>
        )}
      </div>
      <p class="card-text">{words.text}</p>
      {task === undefined && outcome.notice}
      {task?.kind === 'add' && (
        <WebhookDialog {...{ language, outcome }} onSend={add} onNo={close} />
      )}
      {task?.kind === 'remove' && (
        <RemoveDialog
          {...{ language, outcome }}
          webhook={task.webhook}
          onYes={remove}
          onNo={close}
        />
      )}
      {made !== undefined && (
        <SecretCard key={made.secret} {...{ language, made }} onClose={() => setMade(undefined)} />
      )}
      <LinkNotice polled={webhooks} language={language} />
      {view?.hasKey === false && <Notice tone="warning" {...words.noKey} />}
      {view?.hasKey === true && view.webhooks.length === 0 && (
        <Notice tone="plain" {...words.none} />
      )}
      {view !== undefined && view.webhooks.length > 0 && (
        <WebhookTable
          {...{ language, view }}
          isOld={webhooks.link !== 'live'}
          onRemove={(webhook) => setTask({ kind: 'remove', webhook })}
        />
      )}
    </>
  );
}

interface RemoveDialogProps {
  readonly language: Language;
  readonly outcome: Outcome;
  readonly webhook: Webhook;
  readonly onYes: (webhook: Webhook) => void;
  readonly onNo: () => void;
}

function RemoveDialog({ language, outcome, webhook, onYes, onNo }: RemoveDialogProps): JSX.Element {
  const { webhooks: words, no } = mailPageWords(language);
  return (
    <FormDialog
      {...{ outcome, no, onNo }}
      title={words.removeTitle}
      text={words.removeText(webhook.url)}
      yes={words.remove}
      isDangerous
      onYes={() => onYes(webhook)}
    />
  );
}

function isWebhooks(body: unknown): body is WebhooksView {
  return hasField(body, 'webhooks');
}

function isMade(body: unknown): body is MadeWebhookView {
  return hasField(body, 'secret');
}
