/** A vendor's business in a hub's folder: customers, contracts, balances, and licences of every age. */
import { randomBytes } from 'node:crypto';
import { orderPack, topUp } from '../../sync/hub/contracts/balance-desk.ts';
import { cutLease } from '../../sync/hub/contracts/lease-desk.ts';
import { databasePath, HubOffice } from '../../sync/hub/hub-office.ts';
import type { HubVendor } from '../../sync/hub/licences/vendor.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role } from '../../sync/hub/users/roles.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { writeContract, writeCustomer, writeEntry, writePrice } from './balance-books.ts';
import { CHEAP, PASSWORD } from './people-hub.ts';

const DAY_MS = 86_400_000;
const HALF_YEAR_DAYS = 183;

/** The tills, each with its site and the days since its licence was installed. */
const TILLS = [
  ['front', 'Centro', HALF_YEAR_DAYS],
  ['bar', 'Centro', 'waits'],
  ['harbour', 'Puerto', 2 * 366],
  ['pier', 'Puerto', 5 * 366],
  ['north', 'Norte', 'none'],
] as const;

export async function furnishBusiness(folder: string, vendor: HubVendor): Promise<void> {
  const database = await openHubDatabase(databasePath(folder));
  try {
    await writeBooks(database);
    for (const [station, site] of TILLS) await addTill(database, station, site);
    await addLicences(database, vendor);
    const desk = officeAt(database, vendor, Date.now()).desk();
    await orderPack(desk, { customer: 'pepe', id: 'first-pack', pack: 60, isRegistration: true });
    const money = { customer: 'pepe', id: 'first-money', amountMinor: 15_000 };
    await topUp(desk, { ...money, contract: 'pepe-wallet' });
    await cutLease(desk, { station: 'front', account: 'credits', amount: 20, id: 'first-lease' });
    await addUser(database, { name: 'Ada', role: 'vendor-admin' });
    await addUser(database, { name: 'Clara', role: 'customer-admin', party: 'pepe' });
    await addUser(database, { name: 'Dora', role: 'distributor', party: 'dora' });
  } finally {
    await database.destroy();
  }
}

async function writeBooks(database: HubDatabase): Promise<void> {
  await writeCustomer(database, 'pepe', ['Centro']);
  await writeCustomer(database, 'rosa', ['Puerto', 'Norte']);
  for (const name of SPELT_FREELY) await writeSpelt(database, name);
  const dora = { id: 'dora', kind: 'distributor', name: 'Dora' };
  await writeEntry(database, { book: 'parties', entry: 'dora', body: dora });
  const sold = { kind: 'sold-by', from: 'rosa', to: 'dora', since: '2026-01-01T00:00:00.000Z' };
  await writeEntry(database, { book: 'edges', entry: 'rosa-by-dora', body: sold });
  const pepe = { customer: 'pepe' } as const;
  await writeContract(database, { ...pepe, id: 'pepe-credits', plan: 'inn', stations: ['front'] });
  await writeContract(database, { ...pepe, id: 'pepe-wallet', plan: 'omn', variant: 'plafond' });
  const flat = { plan: 'sds', variant: 'flat', site: 'Centro', stations: ['front'] } as const;
  await writeContract(database, { ...pepe, id: 'pepe-support', ...flat, start: '2025-06-01' });
  await writeContract(database, { id: 'rosa-ima', customer: 'rosa', plan: 'ima', site: 'Puerto' });
  const full = { ...flat, site: 'Norte', stations: ['north'], customer: 'rosa' } as const;
  await writeContract(database, { ...full, id: 'rosa-support' });
  await writePrice(database, 'hour-remote', 6_000);
  await writePrice(database, 'maintenance-registration', 15_000);
}

/** Customers are named as people name them. */
const SPELT_FREELY = ['Bar Pepe', 'Café'] as const;

async function writeSpelt(database: HubDatabase, customer: string): Promise<void> {
  await writeCustomer(database, customer, [`Sala ${customer}`]);
  const id = `credits-${SPELT_FREELY.findIndex((name) => name === customer)}`;
  await writeContract(database, { id, customer, plan: 'inn' });
}

async function addTill(database: HubDatabase, station: string, site: string): Promise<void> {
  const expiresAtMs = Date.now() + DAY_MS;
  const code = { codeSha256Hex: station, name: `Till ${station}`, site, station: undefined };
  await addCode(database, { ...code, expiresAtMs });
  const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: '1.2.3' };
  await useCode(database, { ...use, newStation: station, atMs: Date.now() });
}

/** One that was bought waits beside those that are installed. */
async function addLicences(database: HubDatabase, vendor: HubVendor): Promise<void> {
  for (const [station, site, ageDays] of TILLS) {
    if (ageDays === 'none') continue;
    const licence = `licence-${station}`;
    const customer = site === 'Centro' ? 'pepe' : 'rosa';
    const days = ageDays === 'waits' ? 0 : ageDays;
    const life = officeAt(database, vendor, Date.now() - days * DAY_MS).life();
    const product = { product: 'Tillwarden', edition: 'standard' };
    await life.buy({ id: licence, customer, ...product }, 'Europe/Madrid');
    if (ageDays === 'waits') continue;
    const order = { id: `install-${station}`, station, kind: 'install', licence } as const;
    const outcome = await life.do({ ...order, plan: 'ima' });
    if (outcome.kind !== 'done') throw new TypeError(JSON.stringify(outcome));
  }
}

function officeAt(database: HubDatabase, vendor: HubVendor, atMs: number): HubOffice {
  return new HubOffice({ database, nowMs: () => atMs, randomBytes, vendor });
}

interface Employed {
  readonly name: string;
  readonly role: Role;
  readonly party?: string;
}

async function addUser(database: HubDatabase, { name, role, party }: Employed): Promise<void> {
  const newNonce = (): string => name;
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce };
  const doer = { by: undefined, address: 'console', atMs: Date.now() };
  const scope = party === undefined ? { sites: 'all' as const } : { sites: [], party };
  const outcome = await addToBook(parts, { name, role, password: PASSWORD, ...scope }, doer);
  if (outcome.kind !== 'done') throw new TypeError(JSON.stringify(outcome));
}
