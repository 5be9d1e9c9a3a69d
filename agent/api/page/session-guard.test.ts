/** No dialog for a PIN, a consent or cash opens under a technician's hand, and no count under their eye. */
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../support-schema.ts';
import { MONEY_ACTIONS } from './money-actions.ts';
import { guardOf, mustSuspend } from './session-guard.ts';

const LIVE: SessionView = {
  session: 's-1',
  ticket: 'ticket-1',
  number: 1,
  technician: { name: 'Anna', company: 'Cassa Aiuto' },
  streams: ['screen'],
  phase: 'live',
  code: null,
  triesLeft: null,
  triesMax: 3,
  askedAt: '2026-11-22T09:00:00.000Z',
  expiresAt: '2026-11-22T09:01:00.000Z',
  suspendedFor: null,
  consentedAt: '2026-11-22T09:00:30.000Z',
  control: 'none',
  canControl: true,
  isPaused: false,
  isUnattended: false,
  isExternal: false,
};

const CAUSES = ['sign-in', 'cash-out', 'consent', 'counting'] as const;

describe.each(CAUSES)('for %s', (cause) => {
  it('nothing is taken back from nobody', () => {
    expect(mustSuspend(undefined, cause)).toBe(false);
    expect(mustSuspend({ ...LIVE, phase: 'matched' }, cause)).toBe(false);
  });

  it('control is taken back first, and another maker’s tool ended', () => {
    expect(mustSuspend({ ...LIVE, control: 'granted' }, cause)).toBe(true);
    expect(mustSuspend({ ...LIVE, isExternal: true }, cause)).toBe(true);
  });

  it('the view goes only where somebody counts', () => {
    expect(mustSuspend(LIVE, cause)).toBe(cause === 'counting');
    expect(mustSuspend({ ...LIVE, isPaused: true }, cause)).toBe(false);
    expect(mustSuspend({ ...LIVE, control: 'suspended', isPaused: true }, cause)).toBe(false);
  });
});

it('whatever takes cash out of the till is guarded', () => {
  const free = MONEY_ACTIONS.filter((action) => guardOf(action) === undefined);
  expect(free).toEqual([
    'fill',
    'fill-machine',
    'exchange',
    'cassette-in',
    'shift-open',
    'break-claim',
  ]);
});
