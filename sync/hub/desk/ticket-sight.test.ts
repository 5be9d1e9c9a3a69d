/** Who sees a ticket, and to whom a partner may hand it: nobody outside its chain learns of it. */
import { describe, expect, it } from 'vitest';
import type { Edge, Party, PartyGraph } from '../../../agent/core/contract/parties.ts';
import type { Entitled } from '../users/roles.ts';
import { mayPassTo, rightsOn, seesTicket } from './ticket-sight.ts';
import type { Ticket } from './ticket.ts';

const PARTIES: readonly Party[] = [
  { id: 'bar', kind: 'customer', name: 'Bar' },
  { id: 'shop', kind: 'site', name: 'Shop' },
  { id: 'dealer', kind: 'distributor', name: 'Dealer' },
  { id: 'firm', kind: 'implementer', name: 'Firm' },
  { id: 'hands', kind: 'collaborator', name: 'Hands' },
  { id: 'lost', kind: 'implementer', name: 'Lost' },
  { id: 'rival', kind: 'implementer', name: 'Rival' },
];
const EDGES: readonly Edge[] = [
  { kind: 'part-of', from: 'shop', to: 'bar', sinceMs: 0 },
  { kind: 'part-of', from: 'hands', to: 'firm', sinceMs: 0 },
  { kind: 'sold-by', from: 'bar', to: 'dealer', sinceMs: 0 },
  { kind: 'served-by', from: 'shop', to: 'hands', sinceMs: 0 },
  { kind: 'chose', from: 'bar', to: 'lost', sinceMs: 0 },
  {
    kind: 'certified-by',
    from: 'lost',
    to: 'vendor',
    sinceMs: 0,
    untilMs: 5,
    endReason: 'revoked',
  },
];
const GRAPH: PartyGraph = { parties: PARTIES, edges: EDGES };
const AT = { graph: GRAPH, atMs: 10 };

const TICKET: Ticket = {
  id: 't',
  number: 1,
  source: 'portal',
  site: 'shop',
  customer: 'bar',
  kind: 'contact',
  title: 'Help',
  request: { caller: 'admin' },
  state: 'open',
  askedAtMs: 1,
  promised: [],
  handlerCompany: 'dealer',
  isTakenUp: true,
  history: [{ company: 'dealer', sinceMs: 1, reason: 'opened' }],
};

const DORA: Entitled = { role: 'distributor', sites: ['shop'], party: 'dealer' };
const VERA: Entitled = { role: 'vendor-admin', sites: 'all' };

describe('a ticket that is handed on', () => {
  it.each([
    ['firm', true, true],
    ['hands', true, true],
    // Serves nobody of this chain: what the customer said is none of its business.
    ['rival', false, true],
    ['lost', false, false],
    ['bar', false, false],
    ['nobody', false, false],
  ])('to %s: by a partner %s, by the vendor %s', (company, byPartner, byVendor) => {
    expect(mayPassTo(DORA, { ticket: TICKET, company }, AT)).toBe(byPartner);
    expect(mayPassTo(VERA, { ticket: TICKET, company }, AT)).toBe(byVendor);
  });
});

describe('a ticket about no place', () => {
  const { site: _, ...without } = TICKET;

  it('is seen by the customer who asked, and by no other', () => {
    const admin = { role: 'customer-admin', sites: [] } as const;
    expect(seesTicket({ ...admin, party: 'bar' }, without, AT)).toBe(true);
    expect(seesTicket({ ...admin, party: 'pub' }, without, AT)).toBe(false);
  });

  it('leaves a place to those who see the place', () => {
    const admin = { role: 'customer-admin', sites: ['other'], party: 'bar' } as const;
    expect(seesTicket(admin, TICKET, AT)).toBe(false);
  });
});

describe('what somebody is offered', () => {
  const FIONA: Entitled = { role: 'implementer', sites: ['shop'], party: 'firm' };
  const CLARA: Entitled = { role: 'customer-admin', sites: ['shop'], party: 'bar' };
  const SUE: Entitled = { role: 'vendor-support', sites: ['shop'] };
  const atTill: Ticket = { ...TICKET, station: 'till-1' };

  it('is work on what is in their hands, and only reading and writing elsewhere', () => {
    expect(rightsOn(DORA, atTill)).toMatchObject({ work: true, connect: true, write: true });
    expect(rightsOn(FIONA, atTill)).toMatchObject({ work: false, connect: false, write: true });
    expect(rightsOn(DORA, TICKET)).toMatchObject({ work: true, connect: false });
    // Nobody's company is not the company of somebody who has none.
    const { handlerCompany: _, ...loose } = atTill;
    expect(rightsOn({ role: 'implementer', sites: [] }, loose).work).toBe(false);
  });

  it('is to a customer no note for the first line', () => {
    expect(rightsOn(CLARA, atTill)).toEqual({
      write: true,
      note: false,
      accept: true,
      work: false,
      connect: false,
      confirm: false,
    });
  });

  it('is to say yes to a cost, for whoever pays it and the vendor', () => {
    const { customer: _, ...own } = TICKET;
    const everybody = [CLARA, DORA, FIONA, SUE, VERA];
    const accept = (ticket: Ticket) => everybody.map((one) => rightsOn(one, ticket).accept);
    expect(accept(TICKET)).toEqual([true, false, false, false, true]);
    expect(accept({ ...own, distributor: 'dealer' })).toEqual([false, true, false, false, true]);
    expect(accept({ ...own, distributor: 'rival' })).toEqual([false, false, false, false, true]);
  });

  it('is nothing but writing once it is over', () => {
    for (const state of ['resolved', 'withdrawn'] as const) {
      const { write, ...others } = rightsOn(VERA, { ...atTill, state });
      expect(write).toBe(true);
      expect(Object.values(others)).not.toContain(true);
    }
  });
});
