import type { SeenTickets } from './help-news.ts';

const KEY = 'tillwarden.help-seen';

/** Kept with the screen, so that a reload tells no old news. */
export function keepSeen(seen: SeenTickets): void {
  localStorage.setItem(KEY, JSON.stringify(seen));
}

export function keptSeen(): SeenTickets {
  try {
    const seen: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return isSeen(seen) ? seen : {};
  } catch {
    return {};
  }
}

/** It is this page's own: that it is one is all that is looked at. */
function isSeen(seen: unknown): seen is SeenTickets {
  return typeof seen === 'object' && seen !== null && !Array.isArray(seen);
}
