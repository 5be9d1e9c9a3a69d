/** Where somebody is on the page, as the address bar says it: back and reload work. */
export type Place =
  | { readonly screen: 'fleet' }
  | { readonly screen: 'work' }
  | { readonly screen: 'planning' }
  | { readonly screen: 'till'; readonly station: string }
  | { readonly screen: 'users' }
  | { readonly screen: 'audit' }
  /** Of one customer alone; for a ticket, where somebody comes from one. */
  | {
      readonly screen: 'vault';
      readonly customer?: string | undefined;
      readonly ticket?: string | undefined;
    }
  | { readonly screen: 'books'; readonly book: string }
  | { readonly screen: 'balances' }
  | { readonly screen: 'customer'; readonly customer: string }
  | { readonly screen: 'licences' }
  | { readonly screen: 'coverage' }
  | { readonly screen: 'updates' }
  | { readonly screen: 'tickets' }
  | { readonly screen: 'ticket'; readonly ticket: string }
  | { readonly screen: 'callbacks' }
  | { readonly screen: 'mail' }
  | { readonly screen: 'webhooks' }
  | { readonly screen: 'webhook'; readonly webhook: string };

/** What the page is divided into; each is a link at its top. */
export type Area = Exclude<Place['screen'], 'till' | 'customer' | 'ticket' | 'webhook'>;

/** The book that is open where none is named. */
export const FIRST_BOOK = 'parties';

const VAULT = /^#\/vault(?:\/([^/]+)(?:\/([^/]+))?)?$/;
const BOOK = /^#\/books\/([a-z]{1,32})$/;
const CUSTOMER = /^#\/balances\/([^/]+)$/;
const TILL = /^#\/tills\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/;
const TICKET = /^#\/tickets\/([^/]+)$/;
const WEBHOOK = /^#\/webhooks\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/;

/** Anything unknown is the fleet. */
export function placeOf(hash: string): Place {
  const vault = VAULT.exec(hash);
  if (vault !== null) {
    return { screen: 'vault', customer: decoded(vault[1]), ticket: decoded(vault[2]) };
  }
  const station = TILL.exec(hash)?.[1];
  if (station !== undefined) return { screen: 'till', station };
  const book = BOOK.exec(hash)?.[1];
  if (book !== undefined) return { screen: 'books', book };
  const customer = decoded(CUSTOMER.exec(hash)?.[1]);
  if (customer !== undefined) return { screen: 'customer', customer };
  const ticket = decoded(TICKET.exec(hash)?.[1]);
  if (ticket !== undefined) return { screen: 'ticket', ticket };
  const webhook = WEBHOOK.exec(hash)?.[1];
  if (webhook !== undefined) return { screen: 'webhook', webhook };
  return { screen: [...FIELD, ...PLAIN].find((screen) => hash === `#/${screen}`) ?? 'fleet' };
}

/** A customer's name is as free as its sites' are; undefined where somebody has typed what is none. */
function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The work at customers, and its times. */
const FIELD = ['work', 'planning'] as const;

/** Those that need no more than their name. */
const PLAIN = [
  'users',
  'audit',
  'balances',
  'licences',
  'coverage',
  'updates',
  'tickets',
  'callbacks',
  'mail',
  'webhooks',
] as const;

export function areaOf({ screen }: Place): Area {
  switch (screen) {
    case 'till':
      return 'fleet';
    case 'customer':
      return 'balances';
    case 'ticket':
      return 'tickets';
    case 'webhook':
      return 'webhooks';
    case 'fleet':
    case 'work':
    case 'planning':
    case 'users':
    case 'audit':
    case 'vault':
    case 'books':
    case 'balances':
    case 'licences':
    case 'coverage':
    case 'updates':
    case 'tickets':
    case 'callbacks':
    case 'mail':
    case 'webhooks':
      return screen;
  }
}

export function hashOf(place: Place): string {
  switch (place.screen) {
    case 'fleet':
      return '#/';
    case 'till':
      return `#/tills/${place.station}`;
    case 'customer':
      return `#/balances/${encodeURIComponent(place.customer)}`;
    case 'vault':
      return ['#/vault', ...namesIn(place.customer, place.ticket)].join('/');
    case 'ticket':
      return `#/tickets/${encodeURIComponent(place.ticket)}`;
    case 'work':
    case 'planning':
    case 'users':
    case 'audit':
    case 'balances':
    case 'licences':
    case 'coverage':
    case 'updates':
    case 'tickets':
    case 'callbacks':
    case 'mail':
    case 'webhooks':
      return `#/${place.screen}`;
    case 'webhook':
      return `#/webhooks/${place.webhook}`;
    case 'books':
      return `#/books/${place.book}`;
  }
}

function namesIn(...parts: readonly (string | undefined)[]): readonly string[] {
  return parts.filter((part) => part !== undefined).map(encodeURIComponent);
}
