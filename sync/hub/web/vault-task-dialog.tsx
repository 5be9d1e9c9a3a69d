import type { JSX } from 'preact';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { NoticeText } from '../../../agent/words/page-text.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { VaultEntryView } from '../api/mail-schema.ts';
import { FormDialog } from './form-dialog.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { VaultNewDialog } from './vault-new-dialog.tsx';
import { VaultReadDialog } from './vault-read-dialog.tsx';
import type { NamedTicket } from './vault-screen.tsx';
import type { EntryTask } from './vault-table.tsx';
import { VaultWriteDialog } from './vault-write-dialog.tsx';

/** What is being done; an entry's id is made before it is, so that it is there once. */
export type VaultTask = EntryTask | { readonly kind: 'add'; readonly secret: string };

export interface VaultDialogProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly onDone: (text: NoticeText) => void;
  readonly onClose: () => void;
}

export interface VaultTaskDialogProps extends VaultDialogProps {
  readonly task: VaultTask;
  readonly customer: string | undefined;
  readonly ticket: NamedTicket | undefined;
  /** As they are by now. */
  readonly entries: readonly VaultEntryView[] | undefined;
}

/** What is being done to the vault. */
export function VaultTaskDialog(props: VaultTaskDialogProps): JSX.Element {
  const { task, customer, ticket, entries, ...common } = props;
  switch (task.kind) {
    case 'add':
      return customer === undefined ? (
        <VaultNewDialog {...common} secret={task.secret} />
      ) : (
        <VaultWriteDialog {...common} secret={task.secret} customers={[customer]} />
      );
    case 'change': {
      const { secret, customer: owner } = task.entry;
      return (
        <VaultWriteDialog {...common} {...{ secret }} entry={task.entry} customers={[owner]} />
      );
    }
    case 'read':
      return <VaultReadDialog {...common} {...{ ticket, entries }} entry={task.entry} />;
    case 'remove':
      return <VaultRemoveDialog {...common} entry={task.entry} />;
  }
}

type RemoveProps = VaultDialogProps & { readonly entry: VaultEntryView };

function VaultRemoveDialog({ language, calls, entry, onDone, onClose }: RemoveProps): JSX.Element {
  const outcome = useOutcome(language);
  const words = vaultWords(language).removal;
  const { secret, version, label } = entry;
  const path = `/v1/vault/${encodeURIComponent(secret)}?seen=${version}`;
  const remove = (): void =>
    outcome.run(calls.send({ method: 'DELETE', path, body: {} }, isNothing), () =>
      onDone(words.done),
    );
  return (
    <FormDialog
      title={words.title(label)}
      text={words.text}
      yes={words.yes}
      no={hubWords(language).cancel}
      isDangerous
      outcome={outcome}
      onYes={remove}
      onNo={onClose}
    />
  );
}
