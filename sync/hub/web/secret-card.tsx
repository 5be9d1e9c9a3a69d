import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import type { MadeWebhookView } from '../api/mail-schema.ts';

export interface SecretCardProps {
  readonly language: Language;
  readonly made: MadeWebhookView;
  readonly onClose: () => void;
}

/** The secret of a new webhook, shown this once; only its own button closes it. */
export function SecretCard({ language, made, onClose }: SecretCardProps): JSX.Element {
  const [copying, setCopying] = useState<'open' | 'copied' | 'failed'>('open');
  const words = mailPageWords(language).webhooks.secret;
  const clipboard = clipboardOf();
  const copy = (): void => {
    clipboard?.writeText(made.secret).then(
      () => setCopying('copied'),
      () => setCopying('failed'),
    );
  };
  return (
    <section class="card card-stack" role="status">
      <h2 class="sub-heading">{words.title}</h2>
      <p class="card-text">{made.webhook.url}</p>
      <p class="made-code made-secret">{made.secret}</p>
      <p class="card-text">{words.text}</p>
      {copying === 'failed' && <p class="tone-warning">{words.notCopied}</p>}
      <div class="acts">
        {clipboard !== undefined && (
          <ActionButton tone="primary" onPress={copy}>
            {copying === 'copied' ? words.copied : words.copy}
          </ActionButton>
        )}
        <ActionButton onPress={onClose}>{words.done}</ActionButton>
      </div>
    </section>
  );
}

/** Browsers have none where the page came over a plain line. */
function clipboardOf(): Clipboard | undefined {
  return isSecureContext ? navigator.clipboard : undefined;
}
