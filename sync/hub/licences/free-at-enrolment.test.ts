/** How long a till's first maintenance is free is said by the contract of its site, else it is a year. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowances } from '../../../agent/core/entitlement/allowances.ts';
import { NO_EVIDENCE } from '../../../agent/core/entitlement/clock-evidence.ts';
import { licenceStatus } from '../../../agent/core/entitlement/licence-status.ts';
import { isReleaseEligible } from '../../../agent/core/entitlement/release-eligibility.ts';
import { writeContract, writeCustomer } from '../../../test/support/balance-books.ts';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';

/** A till that has run longer than an unlicensed one may sell. */
const GRACE_USED_UP = {
  evidence: NO_EVIDENCE,
  clockToleranceMs: 86_400_000,
  unlicensedMs: 31 * 86_400_000,
  activationGraceDays: 30,
};

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
  desk.clock.jumpWall(Date.parse('2026-03-10T12:00:00.000Z') - desk.clock.wallMs());
  await writeCustomer(desk.database, 'pepe', ['Centro', 'Norte']);
});

afterEach(() => desk[Symbol.asyncDispose]());

async function freeOf(site: string): Promise<unknown> {
  const vendor = await desk.hubVendor();
  const office = desk.office(vendor);
  const code = await office.makeCode({ ...CODE, site, licence: TERMS });
  const { station } = await desk.present(vendor, code);
  return (await office.entitlement(station))?.maintenance;
}

async function write(months: number, more: { readonly site?: string; readonly start?: string }) {
  const contract = { customer: 'pepe', plan: 'ima', parameters: { freeMonths: months } } as const;
  await writeContract(desk.database, { id: `c-${months}`, ...contract, ...more });
}

it('without a contract it is a year', async () => {
  expect(await freeOf('Centro')).toEqual([{ from: '2026-03-10', to: '2027-03-10' }]);
});

it('with one that says nothing it is what the plan says', async () => {
  await writeContract(desk.database, { id: 'c', customer: 'pepe', plan: 'ima', site: 'Centro' });
  expect(await freeOf('Centro')).toEqual([{ from: '2026-03-10', to: '2027-03-10' }]);
});

it('with one of its site it is as long as that says, and at no other site', async () => {
  await write(6, { site: 'Centro' });
  expect(await freeOf('Centro')).toEqual([{ from: '2026-03-10', to: '2026-09-10' }]);
  expect(await freeOf('Norte')).toEqual([{ from: '2026-03-10', to: '2027-03-10' }]);
});

it('that of the site goes before that of the customer, which is for every other site', async () => {
  await write(24, {});
  await write(6, { site: 'Centro' });
  expect(await freeOf('Centro')).toEqual([{ from: '2026-03-10', to: '2026-09-10' }]);
  expect(await freeOf('Norte')).toEqual([{ from: '2026-03-10', to: '2028-03-10' }]);
});

it('one that is over, has not begun or is for another till says nothing of it', async () => {
  const year = [{ from: '2026-03-10', to: '2027-03-10' }];
  const contract = { customer: 'pepe', plan: 'ima', parameters: { freeMonths: 6 } } as const;
  await writeContract(desk.database, {
    ...contract,
    id: 'over',
    site: 'Centro',
    start: '2026-02-01',
    endsOn: '2026-02-28',
  });
  await writeContract(desk.database, {
    ...contract,
    id: 'ahead',
    site: 'Centro',
    start: '2026-04-01',
  });
  const other = { ...contract, id: 'other', site: 'Centro', stations: ['another-till'] };
  await writeContract(desk.database, other);
  expect(await freeOf('Centro')).toEqual(year);
  await write(24, {});
  expect(await freeOf('Centro')).toEqual([{ from: '2026-03-10', to: '2028-03-10' }]);
});

it('with nothing free it has a licence all the same, and sells for ever without maintenance', async () => {
  await write(0, { site: 'Centro' });
  const vendor = await desk.hubVendor();
  const office = desk.office(vendor);
  const code = await office.makeCode({ ...CODE, site: 'Centro', licence: TERMS });
  const entitlement = await desk.contentOf((await desk.present(vendor, code)).entitlement);
  expect(entitlement).toMatchObject({ installedOn: '2026-03-10', maintenance: [] });
  const standing = (at: string): unknown => {
    const clockMs = Date.parse(at);
    const status = licenceStatus({ ...GRACE_USED_UP, entitlement, clockMs });
    const { newSales, support } = allowances(status);
    return [status.state, status.lastCoveredDay, newSales, support];
  };
  const lapsed = ['lapsed-reinstatable', '2026-03-09', true, 'chargeable'];
  expect(standing('2026-03-10T12:00:00Z')).toEqual(lapsed);
  expect(standing('2026-04-20T12:00:00Z')).toEqual(lapsed);
  expect(standing('2029-03-09T12:00:00Z')).toEqual(lapsed);
  const over = ['lapsed-new-licence', '2026-03-09', true, 'new-licence-quote'];
  expect(standing('2029-03-10T12:00:00Z')).toEqual(over);
  expect(standing('2031-03-10T12:00:00Z')).toEqual(over);
  const release = (releasedAt: string) => isReleaseEligible(entitlement, { releasedAt });
  expect(release('2026-03-09T22:59:59Z')).toBe(true);
  expect(release('2026-03-09T23:00:00Z')).toBe(false);
});
