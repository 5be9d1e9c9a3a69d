import type { JSX } from 'preact';
import type { EntriesView } from '../api/book-schema.ts';
import { textOfField } from './entry-body.ts';
import { hasField } from './hub-calls.ts';
import { usePolled } from './use-polled.ts';
import type { VaultDialogProps } from './vault-task-dialog.tsx';
import { VaultWriteDialog } from './vault-write-dialog.tsx';

export type VaultNewDialogProps = VaultDialogProps & { readonly secret: string };

/** A new entry, for one of the customers in the books: whoever could type would mistype. */
export function VaultNewDialog(props: VaultNewDialogProps): JSX.Element | null {
  const parties = usePolled(props.calls, '/v1/books/parties', isEntries);
  if (parties.view === undefined && parties.refusal === undefined) return null;
  const customers = (parties.view?.entries ?? [])
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
