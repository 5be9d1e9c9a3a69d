/** What the hub's answer of a ticket offers is what its doors let through, and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFurnishedHub, type FurnishedHub } from '../../../test/support/furnished-hub.ts';
import type { TicketFileView } from './ticket-schema.ts';

let furnished: FurnishedHub;

beforeEach(async () => {
  furnished = await openFurnishedHub();
});

afterEach(() => furnished[Symbol.asyncDispose]());

describe.each([
  ['distributor', false],
  ['customer-admin', true],
  ['vendor-support', true],
] as const)('a cost that the customer pays, for a %s', (role, isTheirs) => {
  it(`is ${isTheirs ? 'theirs' : 'not theirs'} to accept, by the answer and at the door`, async () => {
    const visitor = await furnished.hub.signedIn(role);
    const { may } = (await visitor.call('GET /v1/tickets/own-ticket')).json<TicketFileView>();
    const body = { accept: ['surcharge'] };
    const code = await visitor.codeOf('POST /v1/tickets/own-ticket/acceptance', { body });
    expect([may.accept, code]).toEqual([isTheirs, isTheirs ? '200' : 'forbidden']);
  });
});
