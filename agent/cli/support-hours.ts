/** `tillwarden support hours`: when a technician may look with nobody here; given and taken by an admin's PIN. */
import { nightsFrom, DEFAULT_NIGHTS, type HoursSpan } from '../api/page/unattended-windows.ts';
import { standingSchema, type StandingView } from '../api/support-schema.ts';
import { WINDOWS_MAX } from '../core/support/unattended.ts';
import { helpWords } from '../words/help-words.ts';
import type { Language } from '../words/language.ts';
import { instantText } from '../words/time.ts';
import { UsageError } from './command.ts';
import { isoInstantMs } from './iso-time.ts';
import {
  refuseWords,
  type SpokenAction,
  type SpokenAnswer,
  type SpokenAsked,
  type SpokenDeed,
} from './spoken-action.ts';

const HOURS = { list, grant, withdraw } as const;

export const hoursAction: SpokenAction = {
  flags: ['nights', 'from', 'until'],
  provesPin: true,
  read: (asked) => {
    const [move = 'list', ...words] = asked.words;
    const read = Object.entries(HOURS).find(([name]) => name === move)?.[1];
    if (read !== undefined) return read({ ...asked, words });
    const known = Object.keys(HOURS).join(', ');
    throw new UsageError(asked.says.wrongCall.unknownAction(`support hours ${move}`, known));
  },
};

function list(asked: SpokenAsked): SpokenDeed {
  refuseMore(asked);
  return async ({ ask, language }) => {
    const path = '/v1/support/session';
    return told(await ask({ method: 'GET', path, schema: standingSchema }), language);
  };
}

function grant(asked: SpokenAsked): SpokenDeed {
  return set(asked, windowsOf(asked));
}

function withdraw(asked: SpokenAsked): SpokenDeed {
  refuseMore(asked);
  return set(asked, []);
}

/** In place of those there are. */
function set({ flags, says }: SpokenAsked, windows: readonly HoursSpan[]): SpokenDeed {
  const { operator: operatorId } = flags;
  if (operatorId === undefined) throw new UsageError(says.support.whoGrants);
  return async ({ ask, pin, language }) => {
    const body = { operatorId, pin: await pin(operatorId), windows };
    const path = '/v1/support/unattended';
    return told(await ask({ method: 'PUT', path, body, schema: standingSchema }), language);
  };
}

function refuseMore({ words, flags, says }: SpokenAsked): void {
  refuseWords(words, says);
  const flag = (['nights', 'from', 'until'] as const).find((one) => flags[one] !== undefined);
  if (flag !== undefined) throw new UsageError(says.wrongCall.foreignOption(`--${flag}`));
}

function windowsOf({ words, flags, says }: SpokenAsked): readonly HoursSpan[] {
  const isNights = flags.nights !== undefined;
  if (words.length > 0 && isNights) throw new UsageError(says.support.bothHours);
  if (words.length > WINDOWS_MAX) throw new UsageError(says.support.tooMany(WINDOWS_MAX));
  if (isNights) return nightsOf({ flags, says });
  if (words.length === 0) throw new UsageError(says.support.noHours);
  refuseMore({ words: [], flags, says });
  return words.map((text) => spanOf(text, says));
}

/** A whole hour of the evening, and one of the morning after: no night is longer than the till takes. */
function nightsOf({ flags, says }: Omit<SpokenAsked, 'words'>): readonly HoursSpan[] {
  const hour = (name: 'nights' | 'from' | 'until', usual: number, [min, max]: Range): number => {
    const text = flags[name] ?? String(usual);
    const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(says.support.number(`--${name}`, min, max));
  };
  const { count, fromHour, untilHour } = DEFAULT_NIGHTS;
  return nightsFrom(Date.now(), {
    count: hour('nights', count, [1, WINDOWS_MAX]),
    fromHour: hour('from', fromHour, [12, 23]),
    untilHour: hour('until', untilHour, [1, 10]),
  });
}

type Range = readonly [min: number, max: number];

/** A time without its offset is meant on the clock of this computer. */
function spanOf(text: string, { support }: SpokenAsked['says']): HoursSpan {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [from, until, ...more] = text.split('/').map((part) => isoInstantMs(part, zone));
  const isSpan = from !== undefined && until !== undefined && from < until && more.length === 0;
  if (!isSpan) throw new UsageError(support.span(text));
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

function told(answer: StandingView, language: Language): SpokenAnswer {
  return { answer, lines: hoursLines(answer.unattended, language) };
}

/** Those that are still to come, or on. */
function hoursLines(hours: readonly HoursSpan[], language: Language): readonly string[] {
  const { title, none, text } = helpWords(language).unattended;
  const ahead = hours.filter(({ until }) => Date.parse(until) > Date.now());
  const spans = ahead.map(({ from, until }) =>
    [from, until].map((at) => instantText(Date.parse(at), language)).join(' – '),
  );
  return [
    `${title}:`,
    ...(spans.length === 0 ? [`  ${none}`] : spans.map((span) => `  ${span}`)),
    text,
  ];
}
