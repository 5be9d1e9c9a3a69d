/** Three seconds are enough to know what happens, whom to call and whether it costs. */
import { describe, expect, it } from 'vitest';
import { helpTicket } from '../../../test/support/help-ticket.ts';
import type { Decision } from '../../core/contract/decision.ts';
import type { Contact } from '../../core/entitlement/entitlement.ts';
import { sdsPlan } from '../../plans/sds.ts';
import { LANGUAGES } from '../../words/language.ts';
import { decisionView } from '../decision-view.ts';
import type { TicketView } from '../support-schema.ts';
import { answerText, ticketName } from './help-answer.ts';

const SHOWN = { language: 'en', currency: 'EUR' } as const;
const CONTACTS: readonly Contact[] = [
  { name: 'Desk', role: 'vendor', phone: '1' },
  { name: 'Ana', role: 'admin', phone: '2' },
  { name: 'Eva', id: 'dep', role: 'deputy' },
];

const DECISION: Decision = {
  outcome: 'COVERED',
  row: 'flat',
  reasons: [],
  clauses: [],
  plan: 'sds',
  planVersion: 1,
  costLines: [],
  holds: [],
  options: [],
  checklist: [],
  because: {},
};

function decided(differs: Partial<Decision>, ticket: Partial<TicketView> = {}): TicketView {
  const decision = decisionView({ ...DECISION, ...differs }, [sdsPlan], 'en');
  if (decision === undefined) throw new TypeError('no plan');
  return helpTicket({ answer: { kind: 'decided', decision, contacts: CONTACTS }, ...ticket });
}

describe('a request that is kept', () => {
  it('promises nothing before the line is back', () => {
    expect(answerText(decided({}), SHOWN).headline).toBe('Help comes when the line is back');
    const there = decided({}, { isDelivered: true });
    expect(answerText(there, SHOWN).headline).toBe('Help is coming');
  });

  it.each(['line-needed', 'no-plan'] as const)(
    'and that the till cannot decide says so: %s',
    (kind) => {
      const rest = kind === 'no-plan' ? { kind, plan: null } : { kind, missing: [] };
      const text = answerText(helpTicket({ answer: { ...rest, contacts: CONTACTS } }), SHOWN);
      expect(text.headline).toBe('The desk gets it when the line is back');
      expect(text.lead).not.toBe('');
      expect(text.contacts).toMatchObject([{ name: 'Desk', phone: '1' }]);
    },
  );
});

describe('whom to call', () => {
  const route = { to: 'admin', proposals: [], isBinding: true } as const;

  it('is who the contract sends to, with the number, and who stands in', () => {
    const text = answerText(decided({ outcome: 'ROUTE', routeTo: route }), SHOWN);
    expect(text.headline).toBe('Please call Ana');
    expect(text.contacts).toMatchObject([
      { name: 'Ana', role: 'your admin', phone: '2' },
      { name: 'Eva', phone: undefined },
    ]);
  });

  it('is the one who is named, where one is', () => {
    const named = decided({ outcome: 'ROUTE', routeTo: { ...route, party: 'dep' } });
    expect(answerText(named, SHOWN).contacts).toMatchObject([{ name: 'Eva' }]);
  });

  it('is still somebody where the contract names nobody of that kind', () => {
    const text = answerText(
      decided({ outcome: 'ROUTE', routeTo: { ...route, to: 'distributor' } }),
      SHOWN,
    );
    expect(text.headline).toBe('Somebody else helps with this');
    expect(text.callTitle).toBe('In a hurry? Call');
    expect(text.contacts).toMatchObject([{ name: 'Desk' }]);
  });
});

describe('what it costs', () => {
  it('is nothing before somebody entitled has agreed, who is named', () => {
    const needs = { what: 'acceptance', accept: 'surcharge' } as const;
    const text = answerText(decided({ outcome: 'NEEDS', needs }), SHOWN);
    expect(text.tone).toBe('warning');
    expect(text.advice).toEqual([
      'Your admin: agree to the charge. Nothing is charged before that.',
    ]);
    expect(text.facts).toContainEqual({
      label: 'Cost',
      sentences: ['Asking costs nothing. Nothing is charged unless somebody entitled agrees.'],
    });
  });

  it('is told when it is solved, each account in its own unit', () => {
    const balances = [
      { account: 'credits', charged: 2, available: 8 },
      { account: 'wallet', charged: 1_500, available: 500 },
      { account: 'pool-remote', charged: 15, available: 45 },
    ];
    const text = answerText(decided({}, { state: 'resolved', balances }), SHOWN);
    expect(text.headline).toBe('Solved');
    expect(text.contacts).toEqual([]);
    expect(text.facts).toContainEqual({
      label: 'Cost',
      sentences: [
        'Credits: 2 charged, 8 left.',
        'Wallet: €15.00 charged, €5.00 left.',
        'Remote help: 15 min charged, 45 min left.',
      ],
    });
  });
});

describe('what the desk says', () => {
  it('stands over what the till has decided', () => {
    const view = decisionView({ ...DECISION, outcome: 'REFUSE' }, [sdsPlan], 'en') ?? null;
    const ticket = decided({}, { deskDecision: view, deskText: 'Not this machine.' });
    const text = answerText(ticket, SHOWN);
    expect(text.headline).toBe('This is not included');
    expect(text.advice).toEqual(['Not this machine.']);
  });

  it('names who has it, and when somebody comes', () => {
    const handler = { name: 'Anna', company: 'Cassa Aiuto' };
    expect(answerText(decided({}, { state: 'assigned', handler }), SHOWN).headline).toBe(
      'Anna takes care of it',
    );
    const scheduledAt = new Date(2026, 10, 23, 15, 0).toISOString();
    const text = answerText(decided({}, { state: 'scheduled', scheduledAt }), SHOWN);
    expect(text.headline).toMatch(/Monday.*23.*15:00/);
  });
});

it.each(LANGUAGES)('in %s a request has its number, and one of the desk a name', (language) => {
  expect(ticketName({ number: 12 }, language)).toMatch(/^\S+ 12$/);
  expect(ticketName({ number: null }, language)).not.toContain('null');
});
