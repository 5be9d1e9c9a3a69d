/** News is what somebody at this screen has not looked at; nothing is told twice, and no end is lost. */
import { describe, expect, it } from 'vitest';
import { helpTicket } from '../../../test/support/help-ticket.ts';
import { endedSince, isNews, newsText, seenOf, withSeen, type SeenTickets } from './help-news.ts';

const HANDLER = { name: 'Anna', company: 'Cassa Aiuto' };

describe('news', () => {
  it('is not what somebody has just asked', () => {
    expect(isNews(helpTicket(), undefined)).toBe(false);
  });

  it('is not what somebody has looked at, nor what they took back', () => {
    const ticket = helpTicket({ state: 'assigned', handler: HANDLER, messages: 2 });
    expect(isNews(ticket, seenOf(ticket))).toBe(false);
    expect(isNews(helpTicket({ state: 'withdrawn' }), undefined)).toBe(false);
  });

  it.each([
    [{ state: 'assigned', handler: HANDLER }, 'Anna takes care of it.'],
    [{ messages: 1 }, 'There is a new message.'],
    [{ state: 'waiting' }, 'Something is needed from you first.'],
    [{ state: 'resolved' }, 'It is solved.'],
    [{ number: null }, 'The desk has opened a request for you.'],
  ] as const)('of %o is said in one sentence', (changes, text) => {
    expect(newsText(helpTicket(changes), undefined, 'en')).toBe(text);
  });

  it('of a time names it, and of another time again', () => {
    const ticket = helpTicket({ scheduledAt: new Date(2026, 10, 23, 15, 0).toISOString() });
    expect(newsText(ticket, undefined, 'en')).toMatch(/Monday.*15:00/);
    const later = { ...ticket, scheduledAt: new Date(2026, 10, 24, 9, 0).toISOString() };
    expect(newsText(later, seenOf(ticket), 'en')).toMatch(/Tuesday.*09:00/);
  });
});

describe('what was seen', () => {
  it('and is open no more has ended, unless its end was seen too', () => {
    const seen = {
      gone: seenOf(helpTicket()),
      here: seenOf(helpTicket()),
      over: seenOf(helpTicket({ state: 'resolved' })),
    };
    expect(endedSince([{ ticket: 'here' }], seen)).toEqual(['gone']);
  });

  it('is kept of a few, those that are over forgotten first', () => {
    let seen: SeenTickets = {};
    for (let number = 1; number <= 20; number += 1) {
      const state = number === 5 ? 'resolved' : 'open';
      seen = withSeen(seen, helpTicket({ ticket: `t-${number}`, state }));
    }
    seen = withSeen(seen, helpTicket({ ticket: 't-21' }));
    expect(Object.keys(seen)).toHaveLength(20);
    expect(seen['t-5']).toBeUndefined();
    seen = withSeen(seen, helpTicket({ ticket: 't-22' }));
    expect(seen['t-1']).toBeUndefined();
    expect(seen['t-22']).toBeDefined();
  });
});
