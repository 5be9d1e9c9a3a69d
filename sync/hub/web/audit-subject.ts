/** What an entry of the audit is about, in one line. */
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import type { AuditEntryView } from '../api/schema.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** The station, and the facts beside it; a user by name, since nobody knows their number. */
export function auditSubject(
  { subject, details }: Pick<AuditEntryView, 'subject' | 'details'>,
  language: Language,
): string {
  const isNamed = subject?.startsWith('us-') === true && 'name' in details;
  const facts = Object.entries(details).map(([name, value]) => factText(name, value, language));
  return [...(subject === null || isNamed ? [] : [subject]), ...facts].join(' · ');
}

function factText(name: string, value: unknown, language: Language): string {
  return namedFact(name, value, language) ?? plainFact(name, value, language);
}

/** The facts that the page has words for. */
function namedFact(name: string, value: unknown, language: Language): string | undefined {
  const { audit, users } = hubWords(language);
  const roles: Readonly<Record<string, string | undefined>> = users.roles;
  if (name === 'role') return roles[String(value)];
  if (name === 'sites' && value === 'all') return users.allSites;
  if (name === 'isDisabled' && value === true) return users.disabled;
  if (name === 'epoch') return audit.epoch(String(value));
  return name === 'seq' ? audit.seq(String(value)) : undefined;
}

function plainFact(name: string, value: unknown, language: Language): string {
  if (typeof value === 'string') {
    return INSTANT.test(value) ? instantText(Date.parse(value), language) : value;
  }
  if (Array.isArray(value)) return value.join(', ');
  return `${name}: ${JSON.stringify(value)}`;
}
