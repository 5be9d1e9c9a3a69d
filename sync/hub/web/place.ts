/** Where somebody is on the page, as the address bar says it: back and reload work. */
export type Place =
  | { readonly screen: 'fleet' }
  | { readonly screen: 'till'; readonly station: string }
  | { readonly screen: 'users' }
  | { readonly screen: 'audit' }
  | { readonly screen: 'books'; readonly book: string };

/** The book that is open where none is named. */
export const FIRST_BOOK = 'parties';

const BOOK = /^#\/books\/([a-z]{1,32})$/;
const TILL = /^#\/tills\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/;

/** Anything unknown is the fleet. */
export function placeOf(hash: string): Place {
  const station = TILL.exec(hash)?.[1];
  if (station !== undefined) return { screen: 'till', station };
  const book = BOOK.exec(hash)?.[1];
  if (book !== undefined) return { screen: 'books', book };
  if (hash === '#/users') return { screen: 'users' };
  return { screen: hash === '#/audit' ? 'audit' : 'fleet' };
}

export function hashOf(place: Place): string {
  switch (place.screen) {
    case 'fleet':
      return '#/';
    case 'till':
      return `#/tills/${place.station}`;
    case 'users':
      return '#/users';
    case 'audit':
      return '#/audit';
    case 'books':
      return `#/books/${place.book}`;
  }
}
