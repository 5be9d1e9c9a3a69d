/** A till that enrols with a licence keeps it: the same one, with its dates, at its new station. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { createTestVendor, testEntitlement } from '../../../test/support/test-vendor.ts';
import { signDocument } from '../../trust/sign-document.ts';

const CONTRACT = {
  plan: { id: 'care', version: 2 },
  parameters: { reinstatementYears: 5 },
  stations: ['till-0', 'till-1'],
  callerRoles: ['manager'],
  contacts: [{ name: 'Ana' }],
};
/** Issued offline, years ago. */
const OFFLINE = testEntitlement({
  generation: { keyEpoch: 1, n: 3 },
  installedOn: '2021-03-04',
  maintenance: [{ from: '2021-03-04', to: '2022-03-04' }],
  contract: CONTRACT,
});

let desk: LicenceDesk;
let held = '';

beforeEach(async () => {
  desk = await LicenceDesk.open();
  held = await sealed(OFFLINE);
});

afterEach(() => desk[Symbol.asyncDispose]());

async function sealed(content: Entitlement, by = desk.vendor): Promise<string> {
  return signDocument('entitlement', content, await by.certify('issuer'));
}

function reasons(): readonly string[] {
  return desk.events.flatMap((event) =>
    event.kind === 'entitlement-not-issued' || event.kind === 'held-licence-ignored'
      ? [`${event.kind}: ${event.reason}`]
      : [],
  );
}

describe('a licence issued offline', () => {
  it.each([
    ['without terms', undefined],
    ['with terms', TERMS],
  ])('goes on where the code is %s', async (_, licence) => {
    const vendor = await desk.hubVendor();
    const code = await desk.office(vendor).makeCode({ ...CODE, licence });
    const generation = { keyEpoch: 1, n: 9 };
    const { station, entitlement, key } = await desk.bring(vendor, { code, held, generation });
    const { issuedAt: _at, ...content } = await desk.contentOf(entitlement);
    const { issuedAt: _before, ...before } = OFFLINE;
    const issuedTo = { customer: 'Bar Pepe', site: 'Centro', station };
    expect(content).toEqual({
      ...before,
      licence: { ...before.licence, issuedTo },
      contract: { ...CONTRACT, stations: ['till-0', station] },
      generation: { keyEpoch: 1, n: 10 },
    });
    const again = await desk.bring(vendor, { code, held, generation }, key);
    expect(again.entitlement).toBe(entitlement);
  });

  it('that the till shows without a number goes on above its own', async () => {
    const vendor = await desk.hubVendor();
    const code = await desk.office(vendor).makeCode(CODE);
    const { entitlement } = await desk.bring(vendor, { code, held });
    expect(await desk.contentOf(entitlement)).toMatchObject({ generation: { n: 4 } });
  });

  it('is not issued again by a hub without a key, and its number is kept for later', async () => {
    const vendor = await desk.hubVendor('none');
    const code = await desk.office(vendor).makeCode({ ...CODE, licence: TERMS });
    const { entitlement, key } = await desk.bring(vendor, { code, held });
    expect(entitlement).toBeUndefined();
    expect(reasons()).toEqual(['entitlement-not-issued: issuer-key-missing']);
    const later = await desk.bring(await desk.hubVendor(), { code, held }, key);
    expect(await desk.contentOf(later.entitlement)).toMatchObject({
      installedOn: OFFLINE.installedOn,
      generation: { n: 4 },
    });
  });

  it('is at one station at a time', async () => {
    const vendor = await desk.hubVendor();
    const office = desk.office(vendor);
    const first = await desk.bring(vendor, { code: await office.makeCode(CODE), held });
    const code = await office.makeCode({ ...CODE, licence: TERMS });
    const second = await desk.bring(vendor, { code, held });
    expect(second.entitlement).toBeUndefined();
    expect(reasons()).toEqual(['entitlement-not-issued: licence-elsewhere']);
    await office.issue(first.station, {
      addedMaintenance: [],
      revocation: { reason: 'unpaid' },
    });
    await office.revoke(first.station);
    const { entitlement } = await desk.bring(vendor, { code, held }, second.key);
    expect(await desk.contentOf(entitlement), 'what was withdrawn stays so').toMatchObject({
      revocation: { reason: 'unpaid' },
      licence: { id: 'licence-1', issuedTo: { station: second.station } },
    });
  });
});

describe('what a till brings along', () => {
  it('counts for its own station where it is newer than what the hub has', async () => {
    const { office, station, first } = await desk.licensed();
    const vendor = await desk.hubVendor();
    const added = { from: '2031-01-01', to: '2032-01-01' };
    const maintenance = [...first.maintenance, added];
    const newer = { ...first, maintenance, generation: { keyEpoch: 1, n: 7 } };
    const code = await office.makeCode({ ...CODE, station });
    const { entitlement } = await desk.bring(vendor, { code, held: await sealed(newer) });
    expect(await desk.contentOf(entitlement)).toMatchObject({
      licence: first.licence,
      maintenance,
      generation: { n: 8 },
    });
  });

  it('gives way to the licence that its new station has', async () => {
    const { office, station, first } = await desk.licensed();
    const vendor = await desk.hubVendor();
    const code = await office.makeCode({ ...CODE, station });
    const { entitlement } = await desk.bring(vendor, { code, held });
    const { licence, installedOn } = first;
    expect(await desk.contentOf(entitlement)).toMatchObject({
      licence,
      installedOn,
      generation: { n: 4 },
    });
  });

  it.each([
    ['another vendor’s', 'uncertified-key', () => sealed(OFFLINE, createTestVendor())],
    ['no document', 'malformed', async () => 'some text'],
  ])('is ignored where it is %s, and the terms count', async (_, code, make) => {
    const vendor = await desk.hubVendor();
    const terms = { ...CODE, licence: TERMS };
    const brought = { code: await desk.office(vendor).makeCode(terms), held: await make() };
    const { entitlement } = await desk.bring(vendor, brought);
    expect(await desk.contentOf(entitlement)).toMatchObject({ installedOn: '2026-01-05' });
    expect(reasons()).toEqual([`held-licence-ignored: ${code}`]);
  });
});
