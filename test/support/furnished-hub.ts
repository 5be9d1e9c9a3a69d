/** A hub at which two sides have everything that its routes are about, and each role is of one side. */
import { addBookEntry, type NewBookEntry } from '../../sync/hub/store/book-entries.ts';
import { ROLES, type Role } from '../../sync/hub/users/roles.ts';
import { openPeopleHub, PASSWORD, type PeopleHub, type Visitor } from './people-hub.ts';
import { createTestVendor } from './test-vendor.ts';

export const SIDES = ['own', 'foreign'] as const;
export type Side = (typeof SIDES)[number];

export const SINCE = '2026-01-01T00:00:00.000Z';
const TEXT = 'Because it is so.';
const VENDOR = createTestVendor();

/** Whom each role is of, and which case it has; what the vendor's do is about the implementer. */
const PARTIES = {
  'vendor-admin': 'firm',
  'vendor-support': 'firm',
  distributor: 'dealer',
  implementer: 'firm',
  'customer-admin': 'customer',
} as const satisfies Readonly<Record<Role, string>>;

const KINDS = {
  firm: 'implementer',
  dealer: 'distributor',
  customer: 'customer',
  site: 'site',
} as const;

/** Names in a route or a body, and what they stand for on one side. */
export type Places = Readonly<Record<string, string>>;

export interface FurnishedHub extends AsyncDisposable {
  readonly hub: PeopleHub;
  /** Every route, as `GET /v1/session`. */
  readonly routes: readonly string[];
  readonly placesOf: (side: Side, role: Role) => Places;
}

export async function openFurnishedHub(): Promise<FurnishedHub> {
  const routes: string[] = [];
  const hub = await openPeopleHub({
    onBare: (server) => {
      server.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) routes.push(`${each} ${url}`);
      });
    },
    trust: VENDOR.trust,
    issuerKey: await VENDOR.certify('issuer'),
  });
  await hub.addUser('Root', 'vendor-admin');
  const other = await hub.addUser('Other', 'vendor-support');
  const root = await hub.signedIn('Root');
  const own = await furnish(hub, root, 'own');
  // What the other side is charged is left for the export after this one.
  await done(root, 'POST /v1/cost-exports', { id: 'first', to: '2999-01-01T00:00:00Z' });
  const leases = { own, foreign: await furnish(hub, root, 'foreign') };
  for (const role of ROLES) await employ(root, role);
  return {
    hub,
    routes,
    placesOf: (side, role) => ({ ...placesOf(side, role), ':lease': leases[side], ':user': other }),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

function placesOf(side: Side, role: Role): Places {
  const party = PARTIES[role];
  return {
    ':station': `${side}-till`,
    ':ticket': `${side}-ticket`,
    ':session': `${side}-session`,
    ':bundle': `${side}-bundle`,
    ':order': `${side}-order`,
    ':visit': `${side}-visit`,
    ':mail': 'none',
    ':webhook': 'none',
    ':secret': `${side}-secret`,
    ':seq': '1',
    ':number': '1',
    ':channel': 'stable',
    ':version': '1.2.0',
    ':rollout': 'december',
    ':site': `${side}-site`,
    ':contract': `${side}-credits`,
    ':plan': 'inn',
    ':customer': `${side}-customer`,
    ':party': `${side}-dealer`,
    CUSTOMER: `${side}-customer`,
    DEALER: `${side}-dealer`,
    STATION: `${side}-till`,
    SITE: `${side}-site`,
    PARTY: `${side}-${party}`,
    SIDE: side,
    ROLE: role,
    NEW: `new-${party}`,
  };
}

/** Each role but the vendor's belongs to a party of the own side, and to no site by itself. */
async function employ(root: Visitor, role: Role): Promise<void> {
  const isVendor = role.startsWith('vendor');
  const scope = isVendor ? { sites: 'all' } : { sites: [], party: `own-${PARTIES[role]}` };
  await done(root, 'POST /v1/users', { name: role, role, password: PASSWORD, ...scope });
}

/** Answers with the lease of the till. */
async function furnish(hub: PeopleHub, root: Visitor, side: Side): Promise<string> {
  await writeParties(hub, side);
  await writeContracts(hub, side);
  const till = `${side}-till`;
  await hub.addStation(till, `${side}-site`);
  await fork(hub, till);
  const customer = `${side}-customer`;
  const bought = { id: `${side}-licence`, customer, distributor: `${side}-dealer` };
  await done(root, 'POST /v1/licences', bought);
  const pack = { id: `${side}-pack`, pack: 60 };
  await done(root, `POST /v1/customers/${customer}/packs`, pack);
  const asked = { id: `${side}-ticket`, kind: 'contact', station: till };
  await done(root, 'POST /v1/tickets', asked);
  await plan(root, side);
  const lease = { id: `${side}-lease`, account: 'credits', amount: 5 };
  const cut = await done(root, `POST /v1/stations/${till}/leases`, lease);
  return cut.json<{ lease: string }>().lease;
}

/** An update by hand that is planned. */
async function plan(root: Visitor, side: Side): Promise<void> {
  const places = { customer: `${side}-customer`, site: `${side}-site` };
  const order = { id: `${side}-order`, kind: 'update', title: 'An update', ...places };
  await done(root, 'POST /v1/work-orders', order);
  const at = side === 'own' ? '2998-01-02T09:00:00.000Z' : '2998-01-03T09:00:00.000Z';
  const visit = { id: `${side}-visit`, ticket: `work-${side}-order`, at };
  await done(root, 'POST /v1/planning', visit);
}

async function done(root: Visitor, what: string, body: object) {
  const answer = await root.call(what, { body });
  if (answer.statusCode !== 200) throw new TypeError(`${what}: ${answer.body}`);
  return answer;
}

/** A customer with a site, whom a dealer sold to and a firm serves; each has asked for something. */
async function writeParties(hub: PeopleHub, side: Side): Promise<void> {
  for (const [name, kind] of Object.entries(KINDS)) {
    const id = `${side}-${name}`;
    await write(hub, { book: 'parties', entry: id, body: { id, kind, name: id } });
    const asked = { id: `${id}-case`, kind: 'training', by: id, reason: TEXT };
    await write(hub, { book: 'cases', entry: asked.id, body: asked });
  }
  const edges = [
    ['served-by', 'site', 'firm'],
    ['part-of', 'site', 'customer'],
    ['sold-by', 'customer', 'dealer'],
  ] as const;
  for (const [kind, from, to] of edges) {
    const body = { kind, from: `${side}-${from}`, to: `${side}-${to}`, since: SINCE };
    await write(hub, { book: 'edges', entry: `${side}-${kind}`, body });
  }
}

/** One with credits, one with pools, one with a wallet, and one that covers the till of a site. */
async function writeContracts(hub: PeopleHub, side: Side): Promise<void> {
  const common = { customer: `${side}-customer`, start: '2026-01-01', stations: [] };
  const parameters = { autoRenew: true };
  const [inn, omn, sds] = ['inn', 'omn', 'sds'].map((id) => ({ id, version: 1 }));
  const covered = { site: `${side}-site`, stations: [`${side}-till`] };
  for (const contract of [
    { ...common, id: `${side}-credits`, plan: inn, parameters, stations: [`${side}-till`] },
    { ...common, id: `${side}-pools`, plan: omn, parameters, variant: 'presidio' },
    { ...common, id: `${side}-wallet`, plan: omn, parameters, variant: 'plafond' },
    { ...common, id: `${side}-cover`, plan: sds, variant: 'flat', ...covered },
  ]) {
    await write(hub, { book: 'contracts', entry: contract.id, body: contract });
  }
}

async function write(
  { database }: PeopleHub,
  written: Pick<NewBookEntry, 'book' | 'entry' | 'body'>,
): Promise<void> {
  const said = { sinceMs: Date.parse(SINCE), recordedAtMs: 0, recordedBy: 'Root' };
  await addBookEntry(database, { ...written, ...said });
}

async function fork({ database }: PeopleHub, till: string): Promise<void> {
  const common = { station_id: till, durable_to: 0, head_hash: 'h', opened_at_ms: 1 };
  const branch = { ...common, fork_seq: 0, explained_at_ms: null };
  const rows = [
    { ...branch, epoch: 1, parent_epoch: null, is_enrolment: 1 },
    { ...branch, epoch: 2, parent_epoch: 1, is_enrolment: 0 },
  ];
  await database.insertInto('branches').values(rows).execute();
  const line = JSON.stringify({ seq: 1, atMs: 1, kind: 'x', body: {}, prevHash: 'p', hash: 'h' });
  await database
    .insertInto('quarantine')
    .values({
      station_id: till,
      epoch: 1,
      seq: 1,
      hash: 'h',
      reason: 'hash-mismatch',
      line,
      received_at_ms: 1,
    })
    .execute();
}
