/** What is worth a look at a till, in a few words each, the most urgent first. */
import type { HubWords } from '../../../agent/words/hub-text.ts';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { dayText } from '../../../agent/words/time.ts';
import type { StationSummary } from '../api/schema.ts';

export interface Mark {
  readonly id: string;
  readonly tone: 'plain' | 'good' | 'warning' | 'alert';
  readonly text: string;
}

export function stationMarks(station: StationSummary, language: Language): readonly Mark[] {
  const words = hubWords(language).fleet;
  const { isRevoked, unexplainedForks, quarantined } = station;
  return [
    ...(unexplainedForks > 0 ? [mark('forked', 'alert', words.forked)] : []),
    ...(isRevoked ? [mark('revoked', 'alert', words.revoked)] : []),
    ...(quarantined > 0 ? [mark('lines', 'warning', words.quarantined(quarantined))] : []),
    ...licenceMarks(station, words),
  ];
}

/** Where the till’s licence stands, in a few words. */
export function licenceMark({ licence }: StationSummary, language: Language): Mark {
  const words = hubWords(language).fleet;
  if (licence === null) return mark('licence', 'plain', words.licenceUnknown);
  const { state, lastCoveredDay } = licence;
  const day = lastCoveredDay === undefined ? '…' : dayText(lastCoveredDay, language);
  return mark('licence', LICENCE_TONES[state], words.licences[state](day));
}

const LICENCE_TONES = {
  unlicensed: 'warning',
  active: 'good',
  'lapsed-reinstatable': 'warning',
  'lapsed-new-licence': 'warning',
  revoked: 'alert',
} as const;

/** A clock with a reason needs no second mark that it is suspect. */
function licenceMarks({ licence }: StationSummary, words: HubWords['fleet']): readonly Mark[] {
  if (licence === null) return [];
  const { clock, flags } = licence;
  const shown = flags.filter((flag) => flag !== 'clock-suspect' || clock === 'trusted');
  return [
    ...shown.map((flag) => mark(flag, 'warning', words.flags[flag])),
    ...(clock === 'trusted' ? [] : [mark('clock', 'warning', words.clocks[clock])]),
  ];
}

function mark(id: string, tone: Mark['tone'], text: string): Mark {
  return { id, tone, text };
}
