import type { EntitlementRefusal } from '../core/entitlement/refusal.ts';
import { licenceRefusalText } from '../words/licence-words.ts';

/** Why a licence was not taken: for a person, and in detail for an administrator. */
export function refusalLines({
  code,
  detail,
}: {
  readonly code: EntitlementRefusal;
  readonly detail: string;
}): string {
  const { message, action } = licenceRefusalText(code, 'en');
  return `Refused (${code}): ${message} ${action}\nIn detail: ${detail}\n`;
}
