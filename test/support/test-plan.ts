// oxlint-disable unicorn/no-thenable -- rows of a plan say `when` and `then`, and nobody awaits them
import type { Localized, Plan } from '../../agent/core/contract/plan.ts';

/** A plan that uses something of everything, and is as it should be. */
export const testPlan: Plan = {
  id: 'bar',
  version: 3,
  title: inAll('A bar'),
  zone: 'Europe/Madrid',
  currency: 'EUR',
  parameters: { consultationMinimum: 15, interventionMinimum: 60, noticeDays: 14 },
  hours: [
    { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 840 },
    { days: [1, 2, 3, 4, 5], fromMinute: 900, toMinute: 1_020 },
  ],
  closures: ['2026-12-25'],
  variants: [
    { id: 'flat', title: inAll('Flat'), pricing: 'per-station', yearPrice: 'flat-year' },
    { id: 'bare', title: inAll('Bare') },
  ],
  helpDefaults: { channel: 'phone', topic: 'software', serviceClass: 'consultation' },
  prices: { assistance: 6_000, 'flat-year': 24_900 },
  packs: [
    { credits: 15, priceMinor: 1_000 },
    { credits: 60, priceMinor: 3_600 },
  ],
  clauses: { 'B-1': inAll('Ask the admin first.'), 'B-2': inAll('Credits pay for help.') },
  rows: [
    {
      id: 'contact 1',
      kinds: ['contact'],
      when: [
        { is: 'caller', in: ['cashier'] },
        { is: 'not', that: { is: 'variant', in: ['flat'] } },
      ],
      then: { outcome: 'ROUTE', to: 'admin', reason: 'ADMIN_FIRST' },
      clauses: ['B-1'],
    },
    {
      id: 'contact 2',
      kinds: ['contact'],
      when: [{ is: 'class-minimum-short' }],
      then: { outcome: 'NEEDS', what: 'top-up', reason: 'BALANCE_SHORT' },
      clauses: ['B-2'],
    },
    {
      id: 'contact 3',
      kinds: ['contact'],
      when: [{ is: 'not', that: { is: 'open-now' } }],
      then: { outcome: 'SCHEDULE', at: 'next-opening', via: 'callback', hold: 'class-minimum' },
      clauses: ['B-2'],
    },
    {
      id: 'contact 4',
      kinds: ['contact'],
      when: [],
      then: { outcome: 'COVERED', mode: 'remote', hold: 'class-minimum' },
      clauses: ['B-2'],
    },
    {
      id: 'remote 1',
      kinds: ['remote'],
      when: [{ is: 'has-consent' }],
      then: { outcome: 'CHARGEABLE', lines: ['assistance'], payer: 'customer' },
      clauses: [],
    },
    {
      id: 'training',
      kinds: ['training'],
      when: [],
      then: { outcome: 'QUOTE', options: [{ code: 'training' }] },
      clauses: [],
    },
  ],
};

function inAll(text: string): Localized {
  return { es: `${text} (es)`, de: `${text} (de)`, it: `${text} (it)`, en: text };
}
