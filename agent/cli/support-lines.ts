/** A technician's session on a terminal: what the cashier page says of it, and the commands in its buttons' place. */
import { ticketName } from '../api/page/help-answer.ts';
import { secondsLeft } from '../api/page/seconds-left.ts';
import { adviceText, titleText } from '../api/page/session-text.ts';
import type { SessionView, StandingView } from '../api/support-schema.ts';
import { commandWords } from '../words/command-words.ts';
import { helpWords } from '../words/help-words.ts';
import type { Language } from '../words/language.ts';
import { instantText } from '../words/time.ts';
import { tableText } from './table.ts';

export function standingLines(
  { session, ended }: StandingView,
  language: Language,
): readonly string[] {
  if (session !== null) return sessionLines(session, language);
  const { nobody } = commandWords(language).support;
  return [nobody, ...(ended === null ? [] : [endedLine(ended, language)])];
}

/** Why control cannot be given in this session, and what to do; undefined where no more is known. */
export function noControlLine(
  { isPaused, isUnattended, isExternal }: SessionView,
  language: Language,
): string | undefined {
  const { noControl } = commandWords(language).support;
  if (isExternal) return noControl.external;
  if (isUnattended) return noControl.unattended;
  return isPaused ? noControl.paused : undefined;
}

function endedLine(
  { technician, end, at }: NonNullable<StandingView['ended']>,
  language: Language,
): string {
  const { over, ends } = helpWords(language).session;
  const when = instantText(Date.parse(at), language);
  return `${over(technician.name)} · ${when}. ${ends[end]}`;
}

function sessionLines(session: SessionView, language: Language): readonly string[] {
  switch (session.phase) {
    case 'asked':
      return [askedLine(session, language), ...codeLines(session, language)];
    case 'matched': {
      const { codeRight, onlyLooks } = helpWords(language).session;
      return [askedLine(session, language), codeRight, onlyLooks, ...doLines(session, language)];
    }
    case 'live': {
      const { company } = session.technician;
      const where = [company, ticketName(session, language)];
      const advice = adviceText(session, language);
      return [
        [titleText(session, language), ...where].join(' · '),
        ...(advice === undefined ? [] : [advice]),
        ...doLines(session, language),
      ];
    }
  }
}

function askedLine(session: SessionView, language: Language): string {
  const words = helpWords(language).session;
  const { technician } = session;
  return [
    words.wants(technician.name, technician.company),
    ticketName(session, language),
    words.secondsLeft(secondsLeft(session, Date.now())),
  ].join(' · ');
}

function codeLines(session: SessionView, language: Language): readonly string[] {
  const words = helpWords(language).session;
  const { code, triesLeft, triesMax } = session;
  const isWrong = triesLeft !== null && triesLeft < triesMax;
  return [
    ...(isWrong ? [words.codeWrong(triesLeft)] : []),
    `${words.readCode} ${code ?? ''}`,
    words.waitForCode,
    ...doLines(session, language),
  ];
}

/** What can be done now: the name of the page's button, and the command in its place. */
function doLines(session: SessionView, language: Language): readonly string[] {
  const words = helpWords(language).session;
  const rows = DEEDS.filter(({ isNow }) => isNow(session)).map(({ word, command }) => [
    `  ${words[word]}`,
    `tillwarden support ${command}`,
  ]);
  return tableText(rows).trimEnd().split('\n');
}

interface Offer {
  readonly word: 'accept' | 'decline' | 'letControl' | 'takeBack' | 'resume' | 'stop';
  readonly command: string;
  readonly isNow: (session: SessionView) => boolean;
}

const DEEDS: readonly Offer[] = [
  { word: 'accept', command: 'accept', isNow: ({ phase }) => phase === 'matched' },
  { word: 'decline', command: 'decline', isNow: ({ phase }) => phase !== 'live' },
  {
    word: 'letControl',
    command: 'control grant',
    isNow: ({ phase, canControl, control, isPaused }) =>
      phase === 'live' && canControl && !isPaused && control !== 'granted',
  },
  {
    word: 'takeBack',
    command: 'control withdraw',
    isNow: ({ control }) => control === 'granted',
  },
  { word: 'resume', command: 'resume', isNow: ({ isPaused }) => isPaused },
  { word: 'stop', command: 'stop', isNow: ({ phase }) => phase === 'live' },
];
