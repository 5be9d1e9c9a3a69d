/** How long a till's first maintenance is free is said by the contract of its site, else it is a year. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeContract, writeCustomer } from '../../../test/support/balance-books.ts';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';

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
