import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { NoticeText } from '../../../agent/words/page-text.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { VaultView } from '../api/mail-schema.ts';
import type { SessionView } from '../api/schema.ts';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { hashOf } from './place.ts';
import { isTicketFile } from './ticket-guards.ts';
import { usePolled } from './use-polled.ts';
import { VaultAudit } from './vault-audit.tsx';
import { VaultTable, type EntryTask } from './vault-table.tsx';
import { VaultTaskDialog, type VaultTask } from './vault-task-dialog.tsx';

export interface VaultScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
  /** Whose entries alone are shown. */
  readonly customer?: string | undefined;
  /** The ticket that somebody comes from. */
  readonly ticket?: string | undefined;
}

/** A ticket by which a reading is asked for, and what people call it. */
export interface NamedTicket {
  readonly ticket: string;
  readonly name: string;
}

/** Access data of customers' systems, by their labels; one is read at a time, for a reason. */
export function VaultScreen({ ticket, ...props }: VaultScreenProps): JSX.Element {
  if (ticket === undefined) return <VaultPanels {...props} ticket={undefined} />;
  return <VaultForTicket {...props} ticket={ticket} />;
}

type ForTicketProps = VaultScreenProps & { readonly ticket: string };

function VaultForTicket({ ticket, ...props }: ForTicketProps): JSX.Element {
  const { language, calls, customer } = props;
  const file = usePolled(calls, `/v1/tickets/${encodeURIComponent(ticket)}`, isTicketFile);
  const words = vaultWords(language).ticket;
  if (file.view === undefined) {
    return (
      <>
        <LinkNotice polled={file} language={language} />
        {file.refusal !== undefined && <VaultPanels {...props} ticket={undefined} />}
      </>
    );
  }
  const { number, customer: asking } = file.view.ticket;
  const name = deskWords(language).ticket.name(String(number));
  const isTheirs = asking !== undefined && asking === customer;
  return (
    <>
      <a class="back" href={hashOf({ screen: 'ticket', ticket })}>
        ← {name}
      </a>
      <Notice
        tone={isTheirs ? 'plain' : 'warning'}
        {...(isTheirs ? words.from(name) : words.notOf)}
      />
      <VaultPanels {...props} ticket={isTheirs ? { ticket, name } : undefined} />
    </>
  );
}

interface PanelsProps extends Omit<VaultScreenProps, 'ticket'> {
  readonly ticket: NamedTicket | undefined;
}

function VaultPanels({ language, calls, session, customer, ticket }: PanelsProps): JSX.Element {
  const vault = usePolled(calls, '/v1/vault', isVault);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<VaultTask | undefined>(undefined);
  const words = vaultWords(language);
  const mayWrite = session.actions.includes('write-vault');
  const entries = (vault.view?.entries ?? []).filter(
    (entry) => customer === undefined || entry.customer === customer,
  );
  const done = (text: NoticeText): void => {
    // A dialog that was opened while the answer was on its way is somebody's work: it stays.
    setTask((now) => (now === task ? undefined : now));
    outcome.say(text);
    vault.refresh();
  };
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{customer === undefined ? words.nav : words.ofCustomer(customer)}</h1>
        {customer !== undefined && (
          <a class="button button-plain button-normal" href={hashOf({ screen: 'vault' })}>
            {words.allCustomers}
          </a>
        )}
        {mayWrite && vault.view?.hasKey === true && (
          <ActionButton
            tone="primary"
            onPress={() => setTask({ kind: 'add', secret: crypto.randomUUID() })}
          >
            {words.add}
          </ActionButton>
        )}
      </div>
      <p class="card-text">{words.text}</p>
      {outcome.notice}
      <LinkNotice polled={vault} language={language} />
      {vault.view?.hasKey === false && <NoKey language={language} />}
      {vault.view !== undefined && (
        <VaultEntries
          {...{ language, entries, customer, ticket, mayWrite }}
          mayRead={vault.view.hasKey}
          isOld={vault.link !== 'live'}
          onTask={setTask}
        />
      )}
      {task !== undefined && (
        <VaultTaskDialog
          {...{ language, calls, task, customer, ticket }}
          entries={vault.view?.entries}
          onDone={done}
          onClose={() => setTask(undefined)}
        />
      )}
      {session.actions.includes('read-audit') && <VaultAudit {...{ language, calls, customer }} />}
    </>
  );
}

const MAKE_KEY = 'tillwarden hub vault init --vault-key FILE';
const USE_KEY = 'tillwarden hub --data FOLDER … --vault-key FILE';

/** The one thing to do before all else, as it is typed. */
function NoKey({ language }: { readonly language: Language }): JSX.Element {
  return (
    <Notice tone="warning" {...vaultWords(language).noKey}>
      <pre class="vault-commands">{`${MAKE_KEY}\n${USE_KEY}`}</pre>
    </Notice>
  );
}

interface EntriesProps {
  readonly language: Language;
  readonly entries: VaultView['entries'];
  readonly customer: string | undefined;
  readonly ticket: NamedTicket | undefined;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  readonly isOld: boolean;
  readonly onTask: (task: EntryTask) => void;
}

function VaultEntries({ entries, ...props }: EntriesProps): JSX.Element {
  const [filter, setFilter] = useState('');
  const { language, customer } = props;
  const words = vaultWords(language);
  const found = entries.filter(({ customer: whose, label, site }) =>
    [whose, label, site].some((text) => text?.toLowerCase().includes(filter.trim().toLowerCase())),
  );
  if (entries.length === 0) {
    const none = customer === undefined ? words.none : words.noneOf(customer);
    return <Notice tone="plain" {...none} />;
  }
  return (
    <>
      <label class="field">
        <span class="field-label">{words.filter}</span>
        <input
          class="field-input"
          type="search"
          name="filter"
          autoComplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      </label>
      {found.length === 0 ? (
        <Notice tone="plain" {...words.noMatch} />
      ) : (
        <VaultTable {...props} entries={found} />
      )}
    </>
  );
}

function isVault(body: unknown): body is VaultView {
  return hasField(body, 'hasKey');
}
