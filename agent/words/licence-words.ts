import type { Binding } from '../core/entitlement/hardware.ts';
import type { LicenceStatus } from '../core/entitlement/licence-status.ts';
import type { EntitlementRefusal } from '../core/entitlement/refusal.ts';
import type { ErrorText } from './error-text.ts';
import type { Language } from './language.ts';
import type { LicenceWords } from './licence-text.ts';
import { licenceWordsDe } from './licence-words-de.ts';
import { licenceWordsEn } from './licence-words-en.ts';
import { licenceWordsEs } from './licence-words-es.ts';
import { licenceWordsIt } from './licence-words-it.ts';
import type { NoticeText } from './page-text.ts';
import { dayText } from './time.ts';

const WORDS: Readonly<Record<Language, LicenceWords>> = {
  en: licenceWordsEn,
  de: licenceWordsDe,
  es: licenceWordsEs,
  it: licenceWordsIt,
};

const DAY_MS = 24 * 60 * 60 * 1_000;

export function licenceWords(language: Language): LicenceWords {
  return WORDS[language];
}

/** Where the licence stands, in words: its state first, then what is wrong beside it. */
export function licenceNotices(status: LicenceStatus, language: Language): readonly NoticeText[] {
  const { clock, rebindNeeded } = WORDS[language];
  return [
    stateNotice(status, language),
    ...(status.clock === 'trusted' ? [] : [clock[status.clock]]),
    ...(status.flags.includes('rebind-needed') ? [rebindNeeded] : []),
  ];
}

/** How this computer stands to the one of the licence. */
export function bindingText(binding: Binding, language: Language): string {
  const words = WORDS[language].binding;
  if (binding.kind === 'unbound') return words.unbound;
  const { matched, named, needed } = binding;
  const parts = words.parts(matched, named, needed);
  return binding.kind === 'drifted' ? `${parts} ${words.drifted}` : parts;
}

/** Why a licence was not taken. */
export function licenceRefusalText(code: EntitlementRefusal, language: Language): ErrorText {
  return WORDS[language].refusals[code];
}

function stateNotice(status: LicenceStatus, language: Language): NoticeText {
  const words = WORDS[language];
  switch (status.state) {
    case 'unlicensed':
      return status.graceLeftMs > 0
        ? words.unlicensed(Math.ceil(status.graceLeftMs / DAY_MS))
        : words.graceOver;
    case 'active':
      return words.active(dayText(status.lastCoveredDay ?? '', language));
    case 'lapsed-reinstatable':
      return words.lapsedReinstatable(
        dayText(status.lastCoveredDay ?? '', language),
        dayText(status.newLicenceFrom ?? '', language),
      );
    case 'lapsed-new-licence':
      return words.lapsedNewLicence(dayText(status.lastCoveredDay ?? '', language));
    case 'revoked':
      return words.revoked;
  }
}
