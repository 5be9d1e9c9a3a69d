/** What the cashier should know of beside the sale, the most urgent first. */
import type { Language } from '../../words/language.ts';
import { licenceNotices, licenceWords } from '../../words/licence-words.ts';
import { moneyText } from '../../words/money.ts';
import type { NoticeText } from '../../words/page-text.ts';
import { pageWords } from '../../words/page-words.ts';
import { timeText } from '../../words/time.ts';
import type { DeviceView, StatusView } from '../schema.ts';
import type { LiveStatus } from './live-status.ts';

export interface NoticeView extends NoticeText {
  readonly id: string;
  readonly tone: 'plain' | 'warning' | 'alert';
}

const SAID_BY_LEVELS: readonly string[] = ['low', 'high', 'exact'];
/** An admin sees to it beside the money; a cashier with a customer can do nothing about it. */
const NOT_AT_A_SALE: readonly string[] = ['coverage', 'latest-entitled', 'update-ready'];

/** Notices beside a status; without one there is nothing to stand beside, only `linkText`. */
export function notices(live: LiveStatus, language: Language): readonly NoticeView[] {
  const { link, status } = live;
  if (status === undefined) return [];
  const ofStatus = statusNotices(status, language);
  if (link === 'live') return ofStatus;
  return [{ id: 'link', tone: 'alert', ...linkText(live, language) }, ...ofStatus];
}

/** Each view has the notices that whoever works there can do something about. */
export function noticesFor(
  view: 'sale' | 'money' | 'help',
  live: LiveStatus,
  language: Language,
): readonly NoticeView[] {
  const all = notices(live, language);
  // Whoever asks for help has seen the faults; what matters now is whether the page still hears the till.
  if (view === 'help') return all.filter(({ id }) => id === 'link');
  // Beside the money stand its levels, which say the same as a notice in words.
  const left = view === 'sale' ? NOT_AT_A_SALE : SAID_BY_LEVELS;
  return all.filter(({ id }) => !left.includes(id));
}

/** How it stands with the connection when it is not live. */
export function linkText({ link, status, seenAtMs }: LiveStatus, language: Language): NoticeText {
  const words = pageWords(language);
  if (link === 'refused') return words.tokenRefused;
  if (status === undefined) return words.connecting;
  return words.connectionLost(timeText(seenAtMs, language));
}

function statusNotices(status: StatusView, language: Language): NoticeView[] {
  return [
    ...deviceNotices(status, language),
    ...unresolvedNotices(status, language),
    ...licenceNoticesOf(status, language),
    ...(status.operators === 'unusable'
      ? [{ id: 'operators', tone: 'alert', ...pageWords(language).operatorsUnusable } as const]
      : []),
    ...exactChangeNotices(status, language),
    ...levelNotices(status, language),
    ...updateNotices(status, language),
    ...latestNotices(status, language),
    ...coverageNotices(status, language),
  ];
}

function updateNotices({ update }: StatusView, language: Language): NoticeView[] {
  if (update === null) return [];
  const words = pageWords(language);
  const { version } = update;
  if (update.phase === 'handing-over') {
    return [{ id: 'update-beginning', tone: 'warning', ...words.updateBeginning(version) }];
  }
  return update.waitsForWord
    ? [{ id: 'update-ready', tone: 'plain', ...words.updateReady(version) }]
    : [];
}

/** While maintenance runs, the vendor brings new versions by itself. */
function latestNotices({ licence, latestEntitled }: StatusView, language: Language): NoticeView[] {
  const isLapsed =
    licence.state === 'lapsed-reinstatable' || licence.state === 'lapsed-new-licence';
  if (!isLapsed || latestEntitled === null) return [];
  const text = pageWords(language).latestEntitled(latestEntitled);
  return [{ id: 'latest-entitled', tone: 'plain', ...text }];
}

function coverageNotices({ coverage }: StatusView, language: Language): NoticeView[] {
  switch (coverage) {
    case null:
    case 'covered':
      return [];
    case 'not-covered':
    case 'ended':
      return [{ id: 'coverage', tone: 'plain', ...pageWords(language).coverage[coverage] }];
  }
}

/** Named by its code where there are several: each runs out by itself. */
function exactChangeNotices(status: StatusView, language: Language): NoticeView[] {
  const short = exactCurrencies(status);
  if (short.length === 0) return [];
  const words = pageWords(language);
  const text =
    status.foreign.length === 0 ? words.exactChangeOnly : words.exactChangeOnlyIn(short.join(', '));
  return [{ id: 'exact', tone: 'warning', ...text }];
}

function exactCurrencies({ currency, exactChangeOnly, foreign }: StatusView): readonly string[] {
  const others = foreign.filter((one) => one.exactChangeOnly).map((one) => one.currency);
  return exactChangeOnly ? [currency, ...others] : others;
}

function refusalText(code: string, language: Language): string {
  const known = Object.entries(licenceWords(language).refusals).find(([name]) => name === code);
  return known?.[1].message ?? code;
}

/** A licence in order is no news to a cashier. */
function licenceNoticesOf({ licence }: StatusView, language: Language): NoticeView[] {
  const tone = licence.newSales ? 'plain' : 'alert';
  const texts = licenceNotices(licence, language).slice(licence.state === 'active' ? 1 : 0);
  const words = licenceWords(language);
  const missing = licence.vendor === null ? [words.noTrust] : [];
  const { heldRefusal } = licence;
  const broken =
    heldRefusal === null ? [] : [words.heldRefused(refusalText(heldRefusal, language))];
  return [...missing, ...broken, ...texts].map((text) => ({
    id: `licence-${text.title}`,
    tone,
    ...text,
  }));
}

type Level = StatusView['levels'][number]['level'];

/** One notice for all of them: what to put in, and what to take out. */
function levelNotices(status: StatusView, language: Language): NoticeView[] {
  const { levels } = status;
  const named = (wanted: readonly Level[], said: readonly string[] = []): string =>
    levels
      .filter(({ level, currency }) => wanted.includes(level) && !said.includes(currency))
      .map(({ valueMinor, currency }) => moneyText(valueMinor, currency, language))
      .join(', ');
  const words = pageWords(language);
  // That coins are short is said already where exact change is asked for.
  const low = named(['empty', 'near-empty'], exactCurrencies(status));
  const high = named(['near-full', 'full']);
  return [
    ...(low === '' ? [] : [{ id: 'low', tone: 'plain', ...words.refill(low) } as const]),
    ...(high === '' ? [] : [{ id: 'high', tone: 'warning', ...words.takeOut(high) } as const]),
  ];
}

function deviceNotices({ devices, isReady }: StatusView, language: Language): NoticeView[] {
  const words = pageWords(language);
  const parts = devices.flatMap((device) => partText(device, language)).join(' ');
  if (!isReady) return [{ id: 'ready', tone: 'alert', ...words.notReady(parts) }];
  return parts === '' ? [] : [{ id: 'part', tone: 'warning', ...words.partNotWorking(parts) }];
}

function partText({ device, state, detail }: DeviceView, language: Language): readonly string[] {
  return state === 'up' ? [] : [pageWords(language).partStates[state](device, detail)];
}

function unresolvedNotices({ unresolved }: StatusView, language: Language): NoticeView[] {
  return unresolved.map(({ device, amountMinor, currency }) => ({
    id: `unresolved-${device}`,
    tone: 'alert',
    ...(amountMinor === null
      ? pageWords(language).unresolvedHidden(device)
      : pageWords(language).unresolved(moneyText(amountMinor, currency, language), device)),
  }));
}
