/** What an entry of the audit is about, in one line. */
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
  if (typeof value === 'string') {
    return INSTANT.test(value) ? instantText(Date.parse(value), language) : value;
  }
  if (Array.isArray(value)) return value.join(', ');
  return `${name}: ${JSON.stringify(value)}`;
}
