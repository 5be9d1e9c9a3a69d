import { Fragment, type JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { VaultEntryView } from '../api/mail-schema.ts';
import { hashOf } from './place.ts';
import type { NamedTicket } from './vault-screen.tsx';

/** What may be done to an entry. */
export interface EntryTask {
  readonly kind: 'read' | 'change' | 'remove';
  readonly entry: VaultEntryView;
}

export interface VaultTableProps {
  readonly language: Language;
  /** There is one at least; those of a customer follow each other. */
  readonly entries: readonly VaultEntryView[];
  readonly ticket: NamedTicket | undefined;
  /** Whether there is a key to open and seal them with. */
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  readonly isOld: boolean;
  readonly onTask: (task: EntryTask) => void;
}

/** The labels, under the customer whose they are. */
export function VaultTable({ entries, ...props }: VaultTableProps): JSX.Element {
  const words = vaultWords(props.language);
  const customers = [...new Set(entries.map(({ customer }) => customer))];
  return (
    <table class={props.isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.label}</th>
          <th scope="col">{words.site}</th>
          <th scope="col">{words.lastChange}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <Fragment key={customer}>
            <tr>
              <th class="vault-customer" scope="rowgroup" colSpan={4}>
                <CustomerLink {...props} customer={customer} />
              </th>
            </tr>
            {entries
              .filter((entry) => entry.customer === customer)
              .map((entry) => (
                <EntryRow key={entry.secret} {...props} entry={entry} />
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** A ticket is one customer's: under it nothing else is linked. */
function CustomerLink(props: {
  readonly customer: string;
  readonly ticket: NamedTicket | undefined;
}): JSX.Element {
  const { customer, ticket } = props;
  if (ticket !== undefined) return <>{customer}</>;
  return (
    <a class="till-link" href={hashOf({ screen: 'vault', customer })}>
      {customer}
    </a>
  );
}

type EntryRowProps = Omit<VaultTableProps, 'entries'> & { readonly entry: VaultEntryView };

function EntryRow({ entry, language, mayRead, mayWrite, onTask }: EntryRowProps): JSX.Element {
  const words = vaultWords(language);
  const { label, site, version, writtenAt, writtenBy } = entry;
  return (
    <tr>
      <td class="text-cell">
        {label}
        <span class="sub-line">{words.version(String(version))}</span>
      </td>
      <td class="text-cell">{site ?? ''}</td>
      <td class="text-cell">
        <span class="nowrap">{instantText(Date.parse(writtenAt), language)}</span>
        <span class="sub-line">{writtenBy}</span>
      </td>
      <td>
        <div class="row-actions">
          {mayRead && (
            <ActionButton tone="primary" onPress={() => onTask({ kind: 'read', entry })}>
              {words.read}
            </ActionButton>
          )}
          {mayRead && mayWrite && (
            <ActionButton onPress={() => onTask({ kind: 'change', entry })}>
              {words.change}
            </ActionButton>
          )}
          {mayWrite && (
            <ActionButton onPress={() => onTask({ kind: 'remove', entry })}>
              {words.remove}
            </ActionButton>
          )}
        </div>
      </td>
    </tr>
  );
}
