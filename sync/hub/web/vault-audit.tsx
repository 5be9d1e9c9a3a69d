import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import { vaultWords } from '../../../agent/words/vault-words.ts';
import type { VaultAuditView } from '../api/mail-schema.ts';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { hashOf } from './place.ts';
import { wordOr } from './ticket-text.ts';
import { usePolled } from './use-polled.ts';

export interface VaultAuditProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly customer: string | undefined;
}

/** Who did what with the vault, and why. */
export function VaultAudit({ language, calls, customer }: VaultAuditProps): JSX.Element {
  const audit = usePolled(calls, '/v1/vault-audit', isVaultAudit);
  const words = vaultWords(language).audit;
  const notes = (audit.view?.notes ?? []).filter(
    (note) => customer === undefined || note.customer === customer,
  );
  return (
    <section class="card-stack">
      <h2 class="sub-heading">{words.title}</h2>
      <p class="card-text">{words.text}</p>
      <LinkNotice polled={audit} language={language} />
      {audit.view !== undefined && notes.length === 0 && <Notice tone="plain" {...words.none} />}
      {notes.length > 0 && (
        <table class={audit.link === 'live' ? 'table' : 'table table-old'}>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.who}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.which}</th>
              <th scope="col">{words.why}</th>
            </tr>
          </thead>
          <tbody>
            {notes.map((note) => (
              <NoteLine
                key={`${note.at} ${note.secret} ${note.act} ${note.version}`}
                {...{ note, language }}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface NoteLineProps {
  readonly language: Language;
  readonly note: VaultAuditView['notes'][number];
}

function NoteLine({ note, language }: NoteLineProps): JSX.Element {
  const { at, act, customer, label, version, by, address, reason } = note;
  const words = vaultWords(language);
  return (
    <tr>
      <td class="nowrap">{instantText(Date.parse(at), language)}</td>
      <td class="text-cell who">
        {by}
        {address !== by && <span class="sub-line">{address}</span>}
      </td>
      <td>{wordOr(words.audit.acts, act)}</td>
      <td class="text-cell">
        {`${label} · ${customer}`}
        <span class="sub-line">{words.version(String(version))}</span>
      </td>
      <td class="text-cell">
        {reason ?? ''}
        <NotedTicket {...{ note, language }} />
      </td>
    </tr>
  );
}

/** The hub takes any ticket's id with a reading: one that is none is not made to look like one. */
function NotedTicket({ note, language }: NoteLineProps): JSX.Element | null {
  const { ticket, ticketNumber } = note;
  if (ticket === undefined) return null;
  if (ticketNumber === undefined) return <span class="sub-line">{ticket}</span>;
  return (
    <span class="sub-line">
      <a class="till-link" href={hashOf({ screen: 'ticket', ticket })}>
        {deskWords(language).ticket.name(String(ticketNumber))}
      </a>
    </span>
  );
}

function isVaultAudit(body: unknown): body is VaultAuditView {
  return hasField(body, 'notes');
}
