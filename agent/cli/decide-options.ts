import type { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const yes = { type: 'boolean' } as const;

/** All that can be said to `decide`. */
export const DECIDE_OPTIONS = {
  plan: text,
  config: text,
  at: text,
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
  kind: text,
  caller: text,
  topic: text,
  channel: text,
  class: text,
  mode: text,
  slot: text,
  minutes: text,
  station: text,
  consent: yes,
  accept: texts,
  chosen: text,
  'first-line-note': text,
  justification: text,
  released: text,
  licences: text,
  'stations-after': text,
  received: text,
  sent: text,
  'notice-by': text,
  used: text,
  timer: text,
  complication: texts,
  'lead-source': text,
  approved: yes,
  request: text,
  installed: text,
  'covered-until': text,
  'contract-start': text,
  'contract-end': text,
  variant: text,
  stations: text,
  credits: text,
  wallet: text,
  pool: text,
  closures: text,
  price: texts,
  distributor: text,
  payment: text,
  'first-order': text,
  consumer: yes,
  group: yes,
  facts: text,
} as const;

/** The flags as they were given. */
export type DecideFlags = ReturnType<
  typeof parseArgs<{ options: typeof DECIDE_OPTIONS }>
>['values'];
