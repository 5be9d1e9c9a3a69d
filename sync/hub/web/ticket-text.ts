/** How a ticket and what belongs to it are named on the page. */
import { deskWords } from '../../../agent/words/desk-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { StationSummary } from '../api/schema.ts';
import type { TicketView } from '../api/ticket-schema.ts';

/** The till with its site, or else whom it is about. */
export function placeText(
  { station, site, customer, distributor }: TicketView,
  stations: readonly StationSummary[],
): string {
  const till = stations.find((each) => each.station === station);
  const name = till?.name ?? station;
  return [name, till?.site ?? site ?? customer ?? distributor]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** Its title; what nobody has put into words is called by its subject. */
export function titleText({ title, kind }: TicketView, language: Language): string {
  const words = deskWords(language);
  return title === UNTITLED ? words.kinds[kind] : wordOr(words.topics, title);
}

/** What the hub calls it where nothing was said at all. */
const UNTITLED = 'help';

/** Who has it; what is new and undecided nobody has. */
export function handlerText({ handler, state }: TicketView, language: Language): string {
  const words = deskWords(language).list;
  const { name, company, user } = handler;
  if (name !== undefined) return name;
  if (company !== undefined) return company;
  return user === undefined && state === 'open' ? words.nobody : words.vendorDesk;
}

/** A code that a newer hub may know and this page does not is shown as it is. */
export function wordOr(words: Readonly<Record<string, string>>, code: string): string {
  return Object.entries(words).find(([name]) => name === code)?.[1] ?? code;
}

/** Time that is covered, in hours and minutes. */
export function durationText(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const rest = minutes % MINUTES_PER_HOUR;
  return deskWords(language).ticket.duration(String(hours), String(rest));
}

const MINUTES_PER_HOUR = 60;
