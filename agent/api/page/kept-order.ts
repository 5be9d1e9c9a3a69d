import type { DeedOrder } from './money-actions.ts';

const KEY = 'tillwarden.order';

/**
 * Kept from before a deed is sent until it is answered: whoever reloads the page in between repeats
 * it under its own key, and pays nothing twice.
 */
export function keepOrder(order: DeedOrder | undefined): void {
  if (order === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(order));
}

export function keptOrder(): DeedOrder | undefined {
  try {
    const order: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isOrder(order) ? order : undefined;
  } catch {
    return undefined;
  }
}

/** It is this page's own, of this tab: that it is one is all that is looked at. */
function isOrder(order: unknown): order is DeedOrder {
  return typeof order === 'object' && order !== null && 'deed' in order;
}
