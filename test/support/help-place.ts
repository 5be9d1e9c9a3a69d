/**
 * A real agent with its simulated machine, a real hub, both at one hour of one day, and a contract
 * between them: where help is asked for, worked on and paid.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../sync/hub/contracts/plan-accounts.ts';
import { cutLease } from '../../sync/hub/contracts/lease-desk.ts';
import type { Desk } from '../../sync/hub/contracts/desk.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role } from '../../sync/hub/users/roles.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { writeCustomer, writeEntry } from './balance-books.ts';
import { HubPerson } from './hub-person.ts';
import { CHEAP, PASSWORD } from './people-hub.ts';
import { RealTill } from './real-till.ts';
import { shiftedClock } from './shifted-clock.ts';
import { createTestVendor } from './test-vendor.ts';
import { enrolComputer } from './uplink-till.ts';

const SINCE = '2026-01-01T00:00:00.000Z';
const TERMS = {
  customer: 'bar',
  zone: 'Europe/Madrid',
  product: 'Tillwarden',
  edition: 'standard',
};

export interface HelpContract {
  readonly plan: string;
  readonly variant?: string;
  readonly start?: string;
  readonly contacts?: readonly { readonly id: string }[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface HelpTerms {
  /** What both clocks say when it begins. */
  readonly at: string;
  readonly contract: HelpContract;
  /** The folder of the hub's built page. */
  readonly hubPage?: string;
  /** More of the till's configuration. */
  readonly config?: object;
  /** Before the till hears of its contract: parties, prices, balances. */
  readonly furnish?: (desk: Desk) => Promise<void>;
}

export class HelpPlace implements AsyncDisposable {
  readonly root: string;
  readonly hub: Hub;
  readonly till: RealTill;
  readonly station: string;
  readonly faults: readonly unknown[];
  readonly #env: Readonly<Record<string, string>>;

  private constructor(
    made: Pick<HelpPlace, 'root' | 'hub' | 'till' | 'station' | 'faults'>,
    at: string,
  ) {
    this.root = made.root;
    this.hub = made.hub;
    this.till = made.till;
    this.station = made.station;
    this.faults = made.faults;
    this.#env = { TILLWARDEN_ROOT: made.root, WALL_AT: at };
  }

  static async open(terms: HelpTerms): Promise<HelpPlace> {
    const { at, contract, furnish, hubPage, config } = terms;
    const vendor = createTestVendor();
    const root = mkdtempSync(join(tmpdir(), 'tillwarden-help-'));
    writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
    mkdirSync(join(root, 'hub'));
    const faults: unknown[] = [];
    const hub = await startHub({
      folder: join(root, 'hub'),
      listen: { host: '127.0.0.1', port: 0, tls: undefined },
      pins: [],
      version: 'test',
      clock: shiftedClock(at, 0),
      authority: { trust: vendor.trust, issuerKey: await vendor.certify('issuer') },
      passwordCost: CHEAP,
      ...(hubPage === undefined ? {} : { pageFolder: hubPage }),
      onEvent: () => undefined,
      onError: (cause) => void faults.push(cause),
    });
    const { database } = hub.office.desk();
    await writeCustomer(database, 'bar', ['shop']);
    await writePerson(database, 'ana', { name: 'Ana', phone: '+34 600 111 222' });
    await addUser(database, 'Ada', { role: 'vendor-admin' });
    await furnish?.(hub.office.desk());
    const till = await RealTill.start({ env: { TILLWARDEN_ROOT: root, WALL_AT: at } });
    await till.stopAgent();
    const made = { name: 'Till 1', site: 'shop', validMs: 60_000, licence: TERMS };
    const code = await hub.office.makeCode(made);
    const folder = join(till.folder, 'station');
    const enrolling = { folder, hubUrl: hub.url, code, trust: vendor.trust };
    const station = await enrolComputer(enrolling);
    if (config !== undefined) configure(till, config);
    const place = new HelpPlace({ root, hub, till, station, faults }, at);
    await place.#agree(contract);
    await place.startAgent();
    await till.until('the till knows its contract', async () => {
      const answer = await till.call('POST', '/v1/decisions', { kind: 'contact' });
      return answer['kind'] !== 'no-plan';
    });
    return place;
  }

  get database(): HubDatabase {
    return this.hub.office.desk().database;
  }

  startAgent(): Promise<void> {
    return this.till.startAgent({ env: this.#env });
  }

  /** The cashier page of this till. */
  get pageUrl(): string {
    return this.till.pageUrl;
  }

  async person(name: string): Promise<HubPerson> {
    return HubPerson.signIn(this.hub.url, name);
  }

  /** What this till may promise with no line. */
  async lease(account: Account, amount: number): Promise<void> {
    const order = { station: this.station, account, amount, id: `lease-${account}` };
    const cut = await cutLease(this.hub.office.desk(), order);
    if (cut.kind === 'refused') throw new TypeError(cut.code);
    await this.till.until('the till has the lease', async () =>
      this.till.journal().some(({ kind }) => kind === 'lease-taken'),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.till[Symbol.asyncDispose]();
    await this.hub[Symbol.asyncDispose]();
    rmSync(this.root, { recursive: true, force: true });
    const [fault] = this.faults;
    if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
  }

  async #agree({ plan, start = '2026-01-01', ...more }: HelpContract): Promise<void> {
    const body = {
      id: 'contract',
      customer: 'bar',
      plan: { id: plan, version: 1 },
      start,
      stations: [this.station],
      ...more,
    };
    await writeEntry(this.database, { book: 'contracts', entry: 'contract', body });
    const ada = await this.person('Ada');
    const { status, body: sent } = await ada.call('POST /v1/contracts/contract/send');
    if (status !== 200) throw new TypeError(JSON.stringify(sent));
  }
}

function configure({ config }: RealTill, more: object): void {
  const written: object = JSON.parse(readFileSync(config, 'utf8'));
  writeFileSync(config, JSON.stringify({ ...written, ...more }));
}

export interface PartyTerms {
  readonly name: string;
  readonly phone?: string;
}

export async function writePerson(
  database: HubDatabase,
  id: string,
  terms: PartyTerms,
): Promise<void> {
  await writeEntry(database, {
    book: 'parties',
    entry: id,
    body: { id, kind: 'person', ...terms },
  });
}

/** A company, and what it is to the customer or the site. */
export async function writeCompany(
  database: HubDatabase,
  id: string,
  {
    kind,
    edge,
    ...terms
  }: PartyTerms & {
    readonly kind: 'distributor' | 'implementer' | 'vendor';
    readonly edge?: { readonly kind: string; readonly from: string };
  },
): Promise<void> {
  await writeEntry(database, { book: 'parties', entry: id, body: { id, kind, ...terms } });
  if (edge === undefined) return;
  const body = { ...edge, to: id, since: SINCE };
  await writeEntry(database, { book: 'edges', entry: `${edge.kind} ${id}`, body });
}

export async function addUser(
  database: HubDatabase,
  name: string,
  { role, party }: { readonly role: Role; readonly party?: string },
): Promise<void> {
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => name };
  const doer = { by: undefined, address: 'console', atMs: 1 };
  const scope = party === undefined ? { sites: 'all' as const } : { sites: [], party };
  const outcome = await addToBook(parts, { name, role, password: PASSWORD, ...scope }, doer);
  if (outcome.kind !== 'done') throw new TypeError(JSON.stringify(outcome));
}
