import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { EntriesView } from '../api/book-schema.ts';
import { textOfField } from './entry-body.ts';
import { hasField } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { ShownDialog } from './shown-dialog.tsx';
import { usePolled } from './use-polled.ts';
import type { VaultDialogProps } from './vault-task-dialog.tsx';
import { VaultWriteDialog } from './vault-write-dialog.tsx';

export type VaultNewDialogProps = VaultDialogProps & { readonly secret: string };

/** A new entry, for one of the customers in the books: whoever could type would mistype. */
export function VaultNewDialog(props: VaultNewDialogProps): JSX.Element {
  const { language, calls, onClose } = props;
  const parties = usePolled(calls, '/v1/books/parties', isEntries);
  if (parties.view === undefined) {
    return (
      <ShownDialog title={vaultWords(language).write.addTitle} onClose={onClose}>
        <LinkNotice polled={parties} language={language} />
        <div class="question-answers">
          <ActionButton size="large" onPress={onClose}>
            {hubWords(language).cancel}
          </ActionButton>
        </div>
      </ShownDialog>
    );
  }
  const customers = parties.view.entries
    .filter(({ body }) => OWNERS.includes(textOfField(body, KIND)))
    .map(({ entry }) => entry)
    .toSorted();
  return <VaultWriteDialog {...props} customers={customers} />;
}

const KIND = { field: 'kind', type: 'text', isRequired: true } as const;
const OWNERS: readonly string[] = ['customer', 'group'];

function isEntries(body: unknown): body is EntriesView {
  return hasField(body, 'entries');
}
