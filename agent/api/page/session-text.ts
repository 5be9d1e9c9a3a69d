/** What is said of a technician's session while it lasts: who does what here, and why not more. */
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import type { SessionView } from '../support-schema.ts';

export function titleText(
  { technician, control, isPaused, isExternal }: SessionView,
  language: Language,
): string {
  const words = helpWords(language).session;
  const { name } = technician;
  if (isPaused) return words.seesNothing(name);
  return control === 'granted' || isExternal ? words.controls(name) : words.sees(name);
}

/** Undefined where the title says it all. */
export function adviceText(session: SessionView, language: Language): string | undefined {
  const words = helpWords(language).session;
  if (session.isPaused) return undefined;
  if (session.isExternal) return words.external;
  if (session.isUnattended) return words.unattended;
  return session.control === 'suspended' ? suspendedText(session, language) : undefined;
}

/** Why control was taken back. */
export function suspendedText({ suspendedFor }: SessionView, language: Language): string {
  const { suspended } = helpWords(language).session;
  switch (suspendedFor) {
    case 'sign-in':
    case 'cash-out':
    case 'counting':
    case 'consent':
      return suspended[suspendedFor];
    case 'cashier':
    case 'ended':
    case null:
      return suspended.other;
  }
}
