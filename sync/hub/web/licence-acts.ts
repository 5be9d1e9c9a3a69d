/** What may be done to a licence as it stands, and why it was not done. */
import type { BusinessLicenceAct } from '../../../agent/words/business-text.ts';
import { businessWords } from '../../../agent/words/business-words.ts';
import { reasonLabel } from '../../../agent/words/decision-text.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { LicencesView } from '../api/licence-schema.ts';
import type { Answer } from './hub-calls.ts';

export type LicenceRow = LicencesView['licences'][number];

/** The acts that its state lets one think of; the plan has the last word. */
export function actsFor(row: LicenceRow, isRevokedStation: boolean): readonly BusinessLicenceAct[] {
  if (isRevokedStation) return ['move'];
  switch (row.state) {
    case 'not-installed':
      return ['install'];
    case 'active':
      return row.isDeclined ? ['renew', 'revoke'] : ['renew', 'decline', 'revoke'];
    case 'lapsed-reinstatable':
      return ['reinstate', 'revoke'];
    case 'lapsed-new-licence':
      return ['new-licence', 'revoke'];
    case 'revoked':
      return ['take-back'];
    case 'unlicensed':
      return [];
  }
}

/** A refusal of the contract's rules, with its reason in the place of the general sentence. */
export function withReason<Body>(answer: Answer<Body>, language: Language): Answer<Body> {
  if (answer.kind !== 'refused' || answer.error.code !== 'plan-refuses') return answer;
  const { reason, reasons } = answer.error.details;
  const said = [...wordsOf(reason, language), ...wordsOfAll(reasons, language)];
  if (said.length === 0) return answer;
  return { kind: 'refused', error: { ...answer.error, message: said.join(' ') } };
}

function wordsOf(reason: unknown, language: Language): readonly string[] {
  const { refusals } = businessWords(language).licences;
  // What the plan refuses, it gives its own reasons for.
  if (reason === 'plan-refuses') return [];
  const found = Object.entries(refusals).find(([code]) => code === reason)?.[1];
  return found === undefined ? [] : [found];
}

function wordsOfAll(reasons: unknown, language: Language): readonly string[] {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason) => reasonLabel(String(reason), language) ?? []);
}
