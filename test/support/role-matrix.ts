/** Who may do what at the hub's API, for every role and route: at what is theirs, and at another's. */
import { SINCE } from './furnished-hub.ts';
import { PASSWORD } from './people-hub.ts';

/** `y` it is done; `f` forbidden; `n` there is no such thing; in the order of the roles. */
type Row = readonly [own: string, foreign: string];

export interface Line {
  /** What is sent; the place is put in for `SITE`, `PARTY` and the like. */
  readonly body?: object;
  readonly rows: Row;
  /** What says that somebody was let through, where it is not done all the same. */
  readonly through?: string;
}

const TEXT = 'Because it is so.';
const CASE = { id: 'NEW', kind: 'training', by: 'PARTY', reason: TEXT };
const PARTY_BODY = { id: 'PARTY', kind: 'implementer', name: 'Another name' };

const QUESTION = { kind: 'contact', topic: 'technical', channel: 'phone' };
const CHARGE = {
  code: 'assistance',
  quantity: 1,
  unit: 'piece',
  totalMinor: 5_000,
  currency: 'EUR',
  payer: 'customer',
};

const ROLLOUT = {
  channel: 'stable',
  version: '1.2.0',
  mode: 'forced',
  groups: [
    {
      name: 'all',
      picks: [{ kind: 'percent', percent: 100 }],
      successes: { kind: 'percent', percent: 90 },
      errors: { kind: 'count', count: 1 },
    },
  ],
};

const EVERYBODY = 'yyyyy';
/** The two vendor roles see all there is; to the others a foreign thing is not there. */
const OWN_ALONE = 'yynnn';
const VENDOR = 'yyfff';
const ADMIN = 'yffff';

/** Of a station of another site: not there, whatever the role may do at its own. */
function station(own: string): Row {
  return [own, `${own.slice(0, 2)}nnn`];
}

/** Nor is another customer's money there, whatever the role may do with its own. */
const customer = station;

/** Every route there is, by its name. */
export const MATRIX: Readonly<Record<string, Line>> = {
  'GET /v1/session': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/session/end': { body: {}, rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/openapi.json': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/stations': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/stations/:station': { rows: station(EVERYBODY) },
  'POST /v1/stations/:station/entitlement': {
    body: { document: 'x' },
    rows: station('yyyyf'),
    through: 'licence-unfit',
  },
  'POST /v1/stations/:station/revoke': { body: {}, rows: station(ADMIN) },
  'POST /v1/stations/:station/branches/:epoch/explain': {
    body: { note: TEXT },
    rows: station(VENDOR),
  },
  'POST /v1/stations/:station/quarantine/:epoch/:seq/reapply': {
    body: {},
    rows: station(ADMIN),
    through: 'line-forked',
  },
  'POST /v1/codes': { body: { name: 'Till', site: 'SITE', hours: 1 }, rows: ['yyyyf', 'yyfff'] },
  'POST /v1/stations/:station/code': { body: { hours: 1 }, rows: station(ADMIN) },
  'GET /v1/users': { rows: [ADMIN, ADMIN] },
  'POST /v1/users': {
    body: { name: 'SITE', role: 'implementer', sites: ['SITE'], password: PASSWORD },
    rows: [ADMIN, ADMIN],
  },
  'PATCH /v1/users/:user': { body: { sites: ['SITE'] }, rows: [ADMIN, ADMIN] },
  'GET /v1/audit': { rows: [ADMIN, ADMIN] },
  'GET /v1/books': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/:book': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/:book/:entry/history': { rows: [EVERYBODY, OWN_ALONE] },
  'GET /v1/books/parties.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/edges.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/contracts.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/prices.csv': { rows: [VENDOR, VENDOR] },
  'GET /v1/books/closures.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/purchases.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/cases.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/customers.csv': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/books/distributors.csv': { rows: [VENDOR, VENDOR] },
  'GET /v1/books/schedules.csv': { rows: [EVERYBODY, EVERYBODY] },
  'PUT /v1/books/:book/:entry': {
    body: { since: SINCE, body: PARTY_BODY },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/books/:book/:entry/end': {
    body: { since: '2026-02-01T00:00:00.000Z' },
    rows: [ADMIN, ADMIN],
    through: 'book-unfit',
  },
  'POST /v1/books/:book/import': {
    body: { since: SINCE, csv: 'id,kind,name\r\nPARTY,implementer,Another\r\n' },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/books/cases/:entry/decision': {
    body: { outcome: 'approve', reason: TEXT },
    rows: [VENDOR, VENDOR],
  },
  'GET /v1/balances': { rows: ['yyffy', 'yyffy'] },
  'GET /v1/customers/:customer/statement': { rows: customer('yyffy') },
  'GET /v1/customers/:customer/statement.csv': { rows: customer('yyffy') },
  'GET /v1/customers/:customer/leases': { rows: customer('yyffy') },
  'POST /v1/customers/:customer/packs': {
    body: { id: 'SIDE-order', pack: 15 },
    rows: customer(VENDOR),
  },
  'POST /v1/customers/:customer/top-ups': {
    body: { id: 'SIDE-order', amountMinor: 12_000, contract: 'SIDE-wallet' },
    rows: customer(VENDOR),
  },
  'POST /v1/customers/:customer/pools': { body: {}, rows: customer(VENDOR) },
  'POST /v1/customers/:customer/tickets': {
    body: { id: 'SIDE-hold', account: 'credits', ticket: 'T', kind: 'hold', amount: 5 },
    rows: customer(VENDOR),
  },
  'POST /v1/customers/:customer/charges': {
    body: { decision: 'SIDE-decision', lines: [CHARGE] },
    rows: customer(VENDOR),
  },
  'POST /v1/stations/:station/leases': {
    body: { id: 'SIDE-next', account: 'credits', amount: 5 },
    rows: station(VENDOR),
  },
  'POST /v1/leases/:lease/ask-back': { body: {}, rows: customer(VENDOR) },
  'POST /v1/leases/:lease/write-off': { body: { reason: TEXT }, rows: customer(ADMIN) },
  'POST /v1/contracts/:contract/send': { body: {}, rows: [ADMIN, ADMIN] },
  'POST /v1/plans/:plan/send': {
    body: { document: 'x' },
    rows: [ADMIN, ADMIN],
    through: 'plan-unfit',
  },
  'GET /v1/cost-lines': { rows: [VENDOR, VENDOR] },
  'GET /v1/cost-exports': { rows: [VENDOR, VENDOR] },
  'GET /v1/cost-exports/:number': { rows: [VENDOR, VENDOR] },
  'POST /v1/cost-exports': {
    body: { id: 'next', to: '2999-01-01T00:00:00Z' },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/decisions': { body: { ...QUESTION, site: 'SITE' }, rows: [EVERYBODY, OWN_ALONE] },
  'GET /v1/coverage': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/licences': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/licences': {
    body: { id: 'SIDE-another', customer: 'CUSTOMER' },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/stations/:station/licence-acts': {
    body: { id: 'SIDE-act', kind: 'install', licence: 'SIDE-licence', plan: 'ima' },
    rows: station(ADMIN),
  },
  'POST /v1/distributors/:party/registration': {
    body: { payment: 'mandate', order: { id: 'SIDE-first', licences: 5 } },
    rows: [ADMIN, ADMIN],
  },
  'GET /v1/releases': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/releases/:channel/:version/yank': {
    body: { reason: TEXT },
    rows: [ADMIN, ADMIN],
    through: 'rollout-unfit',
  },
  'GET /v1/updates': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/updates/deadlines': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/rollouts': { rows: [VENDOR, VENDOR] },
  'GET /v1/rollouts/:rollout': { rows: [VENDOR, VENDOR], through: 'not-found' },
  'PUT /v1/rollouts/:rollout': {
    body: ROLLOUT,
    rows: [ADMIN, ADMIN],
    through: 'rollout-unfit',
  },
  'POST /v1/rollouts/:rollout/acts': {
    body: { act: 'submit' },
    rows: [ADMIN, ADMIN],
    through: 'not-found',
  },
  'PUT /v1/stations/:station/tags': { body: { tags: ['canary'] }, rows: station(ADMIN) },
  'POST /v1/sites/:site/orders': { body: {}, rows: ['yyyyf', 'yyfff'] },
  'GET /v1/tickets': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/tickets': {
    body: { id: 'SIDE-new-ticket', kind: 'contact', station: 'STATION' },
    rows: station(EVERYBODY),
  },
  'GET /v1/tickets/:ticket': { rows: customer(EVERYBODY) },
  'POST /v1/tickets/:ticket/messages': {
    body: { id: 'SIDE-ROLE-message', text: TEXT },
    rows: customer(EVERYBODY),
  },
  'POST /v1/tickets/:ticket/note': {
    body: { id: 'SIDE-ROLE-note', text: TEXT },
    rows: customer('yyyyf'),
  },
  'POST /v1/tickets/:ticket/acceptance': {
    body: { accept: ['surcharge'] },
    rows: customer('yyffy'),
  },
  'POST /v1/tickets/:ticket/time': {
    body: { id: 'SIDE-ROLE-work', mode: 'remote', minutes: 5, from: SINCE },
    rows: customer(VENDOR),
  },
  'POST /v1/tickets/:ticket/assignment': { body: { to: 'me' }, rows: customer(VENDOR) },
  'POST /v1/tickets/:ticket/handler': { body: { company: null }, rows: customer(VENDOR) },
  'POST /v1/tickets/:ticket/schedule': { body: { at: SINCE }, rows: customer(VENDOR) },
  'POST /v1/tickets/:ticket/resolution': {
    body: {},
    rows: customer(VENDOR),
    through: 'ticket-ended',
  },
  'POST /v1/tickets/:ticket/sessions': {
    body: { streams: ['console'] },
    rows: customer(VENDOR),
    through: 'till-offline',
  },
  'GET /v1/tickets/:ticket/sessions': { rows: customer(EVERYBODY) },
  'GET /v1/remote/:session': { rows: ['nnnnn', 'nnnnn'] },
  'POST /v1/remote/:session/code': { body: { code: '123456' }, rows: ['nnnnn', 'nnnnn'] },
  'POST /v1/remote/:session/stop': { body: {}, rows: ['nnnnn', 'nnnnn'] },
  'POST /v1/tickets/:ticket/logs': { body: { withTrace: false }, rows: customer(VENDOR) },
  'GET /v1/logs/:bundle': { rows: ['nnnnn', 'nnnnn'] },
  'POST /v1/tickets/:ticket/read': { body: { messages: 1 }, rows: customer(EVERYBODY) },
  'GET /v1/work-orders': { rows: [EVERYBODY, EVERYBODY] },
  'GET /v1/work-orders.csv': { rows: [EVERYBODY, EVERYBODY] },
  'POST /v1/work-orders': {
    body: {
      id: 'SIDE-new-order',
      kind: 'update',
      customer: 'CUSTOMER',
      site: 'SITE',
      title: 'A till',
    },
    rows: customer('yyyyf'),
  },
  'GET /v1/work-orders/:order': { rows: customer(EVERYBODY) },
  'POST /v1/work-orders/:order/assignment': {
    body: { nobody: true },
    rows: customer(VENDOR),
  },
  'POST /v1/work-orders/:order/ticks': {
    body: { item: 0, done: true },
    rows: customer(VENDOR),
  },
  'POST /v1/work-orders/:order/time': {
    body: { id: 'SIDE-ROLE-field-work', mode: 'on-site', minutes: 5, from: SINCE },
    rows: customer(VENDOR),
  },
  'POST /v1/work-orders/:order/done': {
    body: { note: TEXT },
    rows: customer(VENDOR),
    through: 'checklist-open',
  },
  'POST /v1/work-orders/:order/cancellation': {
    body: { reason: TEXT },
    rows: customer(VENDOR),
    through: 'work-ended',
  },
  'GET /v1/planning': { rows: [VENDOR, VENDOR] },
  'GET /v1/planning.csv': { rows: [VENDOR, VENDOR] },
  'POST /v1/planning': {
    body: { id: 'SIDE-new-visit', ticket: 'SIDE-ticket', at: '2998-06-01T09:00:00.000Z' },
    rows: customer(VENDOR),
    through: 'technician-busy',
  },
  'POST /v1/planning/:visit/free': { body: {}, rows: customer(VENDOR) },
  'GET /v1/mail': { rows: [ADMIN, ADMIN] },
  'POST /v1/mail/:mail/notice': { body: {}, rows: [ADMIN, ADMIN], through: 'not-found' },
  'POST /v1/mail/:mail/again': { body: {}, rows: [ADMIN, ADMIN], through: 'not-found' },
  'POST /v1/tickets/:ticket/notice-confirmation': {
    body: {},
    rows: customer(ADMIN),
    through: 'notice-undecided',
  },
  'GET /v1/webhooks': { rows: [ADMIN, ADMIN] },
  'POST /v1/webhooks': {
    body: { url: 'https://pos.example.com/told', kinds: ['ticket-opened'] },
    rows: [ADMIN, ADMIN],
    through: 'vault-key-missing',
  },
  'DELETE /v1/webhooks/:webhook': { body: {}, rows: [ADMIN, ADMIN], through: 'not-found' },
  'GET /v1/webhooks/:webhook/deliveries': { rows: [ADMIN, ADMIN], through: 'not-found' },
  'GET /v1/vault': { rows: [VENDOR, VENDOR] },
  'PUT /v1/vault/:secret': {
    body: { customer: 'CUSTOMER', label: 'Router', fields: { password: 'x' } },
    rows: customer(VENDOR),
    through: 'vault-key-missing',
  },
  'POST /v1/vault/:secret/reading': { body: { reason: TEXT }, rows: ['nnnnn', 'nnnnn'] },
  'DELETE /v1/vault/:secret': { body: {}, rows: ['nnnnn', 'nnnnn'] },
  'GET /v1/vault-audit': { rows: [ADMIN, ADMIN] },
  'GET /v1/distributors/:party/commitment': { rows: ['yyynn', OWN_ALONE] },
};

/** The same routes once more: about a case, which everybody may write for their own party, and others. */
export const VARIANTS: Readonly<Record<string, Line>> = {
  'PUT /v1/books/cases/NEW': { body: { since: SINCE, body: CASE }, rows: [EVERYBODY, 'yyuuu'] },
  'POST /v1/books/cases/:entry/end': {
    body: { since: '2026-02-01T00:00:00.000Z' },
    rows: [EVERYBODY, OWN_ALONE],
  },
  'POST /v1/books/cases/import': {
    body: { since: SINCE, csv: `id,kind,by,reason\r\nNEW,training,PARTY,${TEXT}\r\n` },
    rows: [EVERYBODY, 'yyuuu'],
  },
  'GET /v1/books/cases/:entry/history': { rows: [EVERYBODY, OWN_ALONE] },
  'GET /v1/books/prices': { rows: [VENDOR, VENDOR] },
  'GET /v1/books/distributors': { rows: [VENDOR, VENDOR] },
  'PUT /v1/books/customers/CUSTOMER': {
    body: { since: SINCE, body: { isGroup: true } },
    rows: [ADMIN, ADMIN],
  },
  'PUT /v1/books/distributors/DEALER': {
    body: { since: SINCE, body: { trainingsGiven: 1 } },
    rows: [ADMIN, ADMIN],
  },
  'PUT /v1/books/schedules/ima': {
    body: { since: SINCE, body: { hours: [] } },
    rows: [ADMIN, ADMIN],
  },
  'PUT /v1/books/prices/hour': {
    body: { since: SINCE, body: { minor: 6_000, currency: 'EUR' } },
    rows: [ADMIN, ADMIN],
  },
  'POST /v1/decisions (about a station)': {
    body: { ...QUESTION, station: 'STATION' },
    rows: [EVERYBODY, OWN_ALONE],
  },
  'POST /v1/decisions (about a customer)': {
    body: { ...QUESTION, customer: 'CUSTOMER' },
    rows: [EVERYBODY, OWN_ALONE],
  },
};
