/** What a page sends again after a lost answer counts once, and is answered as the first time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFurnishedHub, type FurnishedHub } from '../../../test/support/furnished-hub.ts';
import type { Visitor } from '../../../test/support/people-hub.ts';
import type { TicketFileView } from './ticket-schema.ts';
import type { WorkFileView } from './work-schema.ts';

const FROM = '2026-11-23T09:00:00.000Z';
const TIME = { id: 'a', mode: 'remote', minutes: 30, from: FROM };
const TICKET = '/v1/tickets/own-ticket';
const ORDER = '/v1/work-orders/own-order';

let furnished: FurnishedHub;
let vendor: Visitor;

beforeEach(async () => {
  furnished = await openFurnishedHub();
  vendor = await furnished.hub.signedIn('vendor-support');
});

afterEach(() => furnished[Symbol.asyncDispose]());

async function file(ticket = TICKET): Promise<TicketFileView> {
  return (await vendor.call(`GET ${ticket}`)).json<TicketFileView>();
}

async function shown(): Promise<readonly unknown[]> {
  const { events, messages, time } = await file();
  const kinds = events.map(({ kind, body }) => [kind, body]);
  const work = (await vendor.call(`GET ${ORDER}`)).json<WorkFileView>().time;
  return [kinds, messages.map(({ text }) => text), time, work];
}

const SENDINGS = [
  {
    what: 'a note',
    path: `${TICKET}/note`,
    first: { id: 'a', text: 'Restarted it.' },
    changed: { id: 'a', text: 'Unplugged it.' },
  },
  {
    what: 'a message',
    path: `${TICKET}/messages`,
    first: { id: 'a', text: 'Is it plugged in?' },
    changed: { id: 'a', text: 'Is it on?' },
  },
  {
    what: 'time on a ticket',
    path: `${TICKET}/time`,
    first: TIME,
    changed: { ...TIME, minutes: 45 },
  },
  {
    what: 'time on a work order',
    path: `${ORDER}/time`,
    first: TIME,
    changed: { ...TIME, mode: 'on-site' },
  },
] as const;

describe.each(SENDINGS)('$what', ({ path, first, changed }) => {
  it('counts once, and no word of it is dropped or changed under its id', async () => {
    expect(await vendor.codeOf(`POST ${path}`, { body: first })).toBe('200');
    const once = await shown();
    expect(await vendor.codeOf(`POST ${path}`, { body: first })).toBe('200');
    expect(await vendor.codeOf(`POST ${path}`, { body: changed })).toBe('id-taken');
    expect(await shown()).toEqual(once);
    expect(await vendor.codeOf(`POST ${path}`, { body: { ...changed, id: 'b' } })).toBe('200');
    expect(await shown()).not.toEqual(once);
  });

  it('is still done once nothing new is taken any more', async () => {
    await vendor.call(`POST ${path}`, { body: first });
    const items = { body: { item: 0, done: true } };
    expect(await vendor.codeOf(`POST ${ORDER}/ticks`, items)).toBe('200');
    expect(await vendor.codeOf(`POST ${ORDER}/done`, { body: { note: 'Done' } })).toBe('200');
    expect(await vendor.codeOf(`POST ${TICKET}/resolution`, { body: {} })).toBe('200');
    expect(await vendor.codeOf(`POST ${path}`, { body: first })).toBe('200');
    expect(await vendor.codeOf(`POST ${path}`, { body: changed })).toBe('id-taken');
  });
});

it('an id that was used on another ticket is taken', async () => {
  const other = 'POST /v1/tickets/foreign-ticket';
  for (const [what, body] of [
    ['messages', { id: 'a', text: 'Is it plugged in?' }],
    ['time', TIME],
  ] as const) {
    expect(await vendor.codeOf(`POST ${TICKET}/${what}`, { body })).toBe('200');
    expect(await vendor.codeOf(`${other}/${what}`, { body })).toBe('id-taken');
  }
});
