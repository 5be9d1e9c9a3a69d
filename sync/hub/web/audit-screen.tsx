import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { AuditEntryView, AuditView } from '../api/schema.ts';
import { auditSubject } from './audit-subject.ts';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { usePolled } from './use-polled.ts';

/** No person is known there; no network address is written like this. */
const CONSOLE = 'console';

export interface AuditScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
}

/** What people did at the hub. */
export function AuditScreen({ language, calls }: AuditScreenProps): JSX.Element {
  const [before, setBefore] = useState<number | undefined>(undefined);
  const path = before === undefined ? '/v1/audit' : `/v1/audit?before=${before}`;
  const audit = usePolled(calls, path, isAudit);
  const words = hubWords(language);
  const nextBefore = audit.view?.nextBefore ?? undefined;
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.audit}</h1>
        {before !== undefined && (
          <ActionButton onPress={() => setBefore(undefined)}>{words.audit.newest}</ActionButton>
        )}
        {nextBefore !== undefined && (
          <ActionButton onPress={() => setBefore(nextBefore)}>{words.audit.older}</ActionButton>
        )}
      </div>
      <LinkNotice polled={audit} language={language} />
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.audit.when}</th>
            <th scope="col">{words.audit.who}</th>
            <th scope="col">{words.audit.what}</th>
            <th scope="col">{words.audit.about}</th>
            <th scope="col">{words.audit.from}</th>
          </tr>
        </thead>
        <tbody>
          {(audit.view?.entries ?? []).map((entry) => (
            <AuditLine key={entry.seq} entry={entry} language={language} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function AuditLine(props: {
  readonly entry: AuditEntryView;
  readonly language: Language;
}): JSX.Element {
  const { entry, language } = props;
  const words = hubWords(language).audit;
  const acts: Readonly<Record<string, string | undefined>> = words.acts;
  const [place, ...account] = entry.address.split(':');
  const isConsole = place === CONSOLE;
  return (
    <tr>
      <td class="nowrap">{instantText(Date.parse(entry.at), language)}</td>
      <td class="text-cell who">{(entry.by === CONSOLE ? null : entry.by) ?? '–'}</td>
      <td>{acts[entry.act] ?? entry.act}</td>
      <td class="text-cell">{auditSubject(entry, language)}</td>
      <td class="nowrap quiet">
        {isConsole ? [words.console, ...account].join(' · ') : entry.address}
      </td>
    </tr>
  );
}

function isAudit(body: unknown): body is AuditView {
  return hasField(body, 'entries');
}
