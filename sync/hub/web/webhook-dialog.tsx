import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Language } from '../../../agent/words/language.ts';
import type { WebhookKind } from '../../../agent/words/mail-page-text.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Order } from './hub-calls.ts';
import type { Outcome } from './outcome.tsx';

export interface WebhookDialogProps {
  readonly language: Language;
  readonly outcome: Outcome;
  readonly onSend: (order: Order) => void;
  readonly onNo: () => void;
}

const KINDS = [
  'ticket-opened',
  'ticket-answered',
  'ticket-resolved',
  'balance-low',
  'remote-started',
  'remote-ended',
] as const satisfies readonly WebhookKind[];

/** One more program that is told. */
export function WebhookDialog({ language, outcome, onSend, onNo }: WebhookDialogProps) {
  const [kinds, setKinds] = useState<readonly WebhookKind[]>([]);
  const idOf = useIdOf();
  const { webhooks: words, no } = mailPageWords(language);
  const send = (field: (name: string) => string): void => {
    const wish = { url: field('url').trim(), kinds };
    onSend({ path: '/v1/webhooks', body: { id: idOf(JSON.stringify(wish)), ...wish } });
  };
  return (
    <FormDialog
      {...{ outcome, no, onNo }}
      title={words.add}
      text={words.addText}
      yes={words.add}
      isBlocked={kinds.length === 0}
      onYes={send}
    >
      <Field label={words.url} name="url" hint={words.urlHint} />
      <KindFields {...{ language, kinds }} onKinds={setKinds} />
    </FormDialog>
  );
}

/** The same for the same wish: whatever is sent again because its answer was lost is made once. */
function useIdOf(): (wish: string) => string {
  const last = useRef({ wish: '', id: '' });
  return (wish) => {
    if (last.current.wish !== wish) last.current = { wish, id: crypto.randomUUID() };
    return last.current.id;
  };
}

interface KindFieldsProps {
  readonly language: Language;
  readonly kinds: readonly WebhookKind[];
  readonly onKinds: (kinds: readonly WebhookKind[]) => void;
}

function KindFields({ language, kinds, onKinds }: KindFieldsProps): JSX.Element {
  const words = mailPageWords(language).webhooks;
  return (
    <fieldset class="check-list">
      <legend class="field-label">{words.toldOf}</legend>
      {KINDS.map((kind) => (
        <label key={kind} class="check">
          <input
            type="checkbox"
            name={kind}
            checked={kinds.includes(kind)}
            onChange={({ currentTarget }) =>
              onKinds(
                KINDS.filter((each) =>
                  each === kind ? currentTarget.checked : kinds.includes(each),
                ),
              )
            }
          />
          <span>{words.kinds[kind]}</span>
        </label>
      ))}
    </fieldset>
  );
}
