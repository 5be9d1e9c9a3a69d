/** Whether there is time enough between a request and the visit it asks for. */
import { dateOfInstant, segmentsOfDay } from '../calendar.ts';
import type { Case } from './case.ts';
import { coveredBetween } from './hours.ts';

const HOUR_MS = 60 * 60_000;

/** Whether a slot keeps the lead time, counted as the parameters say; exactly so much is enough. */
export function keepsLeadTime(of: Case, slotMs: number): boolean {
  return leadMs(of, slotMs) >= of.parameters.leadHours * HOUR_MS;
}

/** The first free time of the weekly plan that keeps it, and is no earlier than what was asked for. */
export function slotAfterLeadTime(of: Case): number | undefined {
  const { slots = [] } = of.facts;
  const askedMs = of.request.slotMs ?? of.request.atMs;
  return slots
    .toSorted((a, b) => a - b)
    .find((slotMs) => slotMs >= askedMs && keepsLeadTime(of, slotMs));
}

/** The time that was asked for; where the weekly plan is known, the first free one from it on. */
export function askedSlot(of: Case): number | undefined {
  return of.facts.slots === undefined ? of.request.slotMs : slotAfterLeadTime(of);
}

function leadMs({ parameters, calendar, request }: Case, slotMs: number): number {
  switch (parameters.leadClock) {
    case 'elapsed':
      return slotMs - request.atMs;
    case 'covered':
      return coveredBetween(calendar, request.atMs, slotMs);
    case 'wall':
      return wallMs(slotMs, calendar.zone) - wallMs(request.atMs, calendar.zone);
  }
}

/** The instant at which a clock in UTC would show what one in the zone shows. */
function wallMs(atMs: number, zone: string): number {
  const segments = segmentsOfDay(dateOfInstant(atMs, zone), zone);
  const segment = segments.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return atMs + (segment?.offsetMs ?? 0);
}
