/**
 * A licence is bound to a computer when it is given out, follows it from part to part, and goes to
 * another one only by an admin: by their act, or by a code of theirs.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { HubOffice } from '../hub-office.ts';
import type { HubParts } from '../hub-parts.ts';
import { CODE, LicenceDesk, TERMS } from '../../../test/support/licence-desk.ts';
import { hardwareOfStation, noteHardware } from '../store/hardware.ts';
import type { LifeOrder } from './life-desk.ts';
import { reanchor, type Reanchoring } from './reanchor.ts';
import type { HubVendor } from './vendor.ts';

const SALT = 'sea-salt';

let desk: LicenceDesk;
let vendor: HubVendor | undefined;
let office: HubOffice;

beforeEach(async () => {
  desk = await LicenceDesk.open();
  vendor = await desk.hubVendor();
  office = desk.office(vendor);
});

afterEach(() => desk[Symbol.asyncDispose]());

/** As a till tells of it: each letter is a part. */
function computer(parts: string, salt = SALT) {
  return { salt, hashes: parts.split('').map((part) => part.padEnd(43, '0')) };
}

async function enrolled(parts: string | undefined, station?: string) {
  const about = station === undefined ? { licence: TERMS } : { station };
  const code = await office.makeCode({ ...CODE, ...about });
  const hardware = parts === undefined ? {} : { hardware: computer(parts) };
  const answer = await desk.bring(vendor, { code, ...hardware });
  return { station: answer.station, entitlement: await desk.contentOf(answer.entitlement) };
}

async function told(station: string, parts: string, salt = SALT): Promise<Reanchoring> {
  const { database, clock, events } = desk;
  await noteHardware(database, computer(parts, salt), { station, atMs: clock.wallMs() });
  const onEvent: HubParts['onEvent'] = (event) => void events.push(event);
  return reanchor({ database, clock, vendor, onEvent }, station);
}

function act(order: Omit<LifeOrder, 'id'>) {
  return office.life().do({ ...order, id: `${order.kind}-1` });
}

function fingerprint(parts: string) {
  const { hashes } = computer(parts);
  return { k: Math.min(3, hashes.length), salt: SALT, hashes };
}

async function newest(station: string): Promise<Entitlement | undefined> {
  return office.entitlement(station);
}

describe('at its enrolment a licence', () => {
  it('is bound to the computer that the till tells of', async () => {
    const { entitlement } = await enrolled('abcde');
    expect(entitlement.fingerprint).toEqual(fingerprint('abcde'));
  });

  it('of which two parts can be read needs both of them', async () => {
    const { entitlement } = await enrolled('ab');
    expect(entitlement.fingerprint).toEqual(fingerprint('ab'));
  });

  it('is bound to none where nothing can be read', async () => {
    expect((await enrolled(undefined)).entitlement).not.toHaveProperty('fingerprint');
    expect((await enrolled('')).entitlement).not.toHaveProperty('fingerprint');
  });

  it('goes to another computer by a code for its station, with all its dates', async () => {
    const first = await enrolled('abcde');
    const again = await enrolled('vwxyz', first.station);
    expect(again.entitlement).toMatchObject({
      fingerprint: fingerprint('vwxyz'),
      licence: first.entitlement.licence,
      installedOn: first.entitlement.installedOn,
      maintenance: first.entitlement.maintenance,
    });
  });
});

describe('parts that were replaced', () => {
  it('are taken into the licence where three of it are there', async () => {
    const { station } = await enrolled('abcde');
    expect(await told(station, 'abcxy')).toEqual({ kind: 'done' });
    expect(await newest(station)).toMatchObject({ fingerprint: fingerprint('abcxy') });
    expect(await desk.mail(station)).toMatchObject([{ fingerprint: fingerprint('abcxy') }]);
  });

  it('are taken in once, however often it is asked and by however many at once', async () => {
    const { station } = await enrolled('abcde');
    await Promise.all([told(station, 'abcxy'), told(station, 'abcxy'), told(station, 'abcxy')]);
    expect(await told(station, 'abcxy')).toEqual({ kind: 'not-due' });
    expect(await desk.mail(station)).toHaveLength(1);
  });

  it.each([
    ['too few of the old ones are there', 'abxyz', SALT],
    ['none can be read', '', SALT],
    ['nothing has changed', 'edcba', SALT],
    ['they were hashed under another salt', 'abcxy', 'rock-salt'],
  ])('change nothing where %s', async (_, parts, salt) => {
    const { station } = await enrolled('abcde');
    expect(await told(station, parts, salt)).toEqual({ kind: 'not-due' });
    expect(await newest(station)).toMatchObject({ fingerprint: fingerprint('abcde') });
  });

  it('change nothing of a licence that is bound to no computer', async () => {
    const { station } = await enrolled(undefined);
    expect(await told(station, 'abcde')).toEqual({ kind: 'not-due' });
  });

  it('change nothing of a station that is revoked, nor at a hub without a key', async () => {
    const { station } = await enrolled('abcde');
    vendor = await desk.hubVendor('none');
    expect(await told(station, 'abcxy')).toEqual({ kind: 'not-due' });
    vendor = await desk.hubVendor();
    await office.revoke(station);
    expect(await told(station, 'abcxy')).toEqual({ kind: 'not-due' });
  });

  it('say why the licence does not follow where the key is older than what the till has seen', async () => {
    const { station } = await enrolled('abcde');
    await desk.hear(station, 2, 1);
    expect(await told(station, 'abcxy')).toEqual({ kind: 'refused', code: 'key-epoch-old' });
  });
});

describe('an admin', () => {
  it('binds a licence to the computer its till told of last, once', async () => {
    const { station, entitlement } = await enrolled('abcde');
    await told(station, 'vwxyz');
    expect(await act({ station, kind: 'rebind' })).toMatchObject({ kind: 'done' });
    expect(await act({ station, kind: 'rebind' })).toMatchObject({ kind: 'repeated' });
    const { generation: _, issuedAt: __, ...kept } = entitlement;
    expect(await newest(station)).toMatchObject({ ...kept, fingerprint: fingerprint('vwxyz') });
    expect(await desk.mail(station)).toHaveLength(1);
  });

  it('binds one that was bound to none', async () => {
    const { station } = await enrolled(undefined);
    await told(station, 'abcde');
    expect(await act({ station, kind: 'rebind' })).toMatchObject({ kind: 'done' });
    expect(await newest(station)).toMatchObject({ fingerprint: fingerprint('abcde') });
  });

  it.each([
    ['the computer it is bound to', 'abcde', 'bound-already'],
    ['one of which nothing can be read', '', 'hardware-unknown'],
  ])('does not bind it to %s', async (_, parts, code) => {
    const { station } = await enrolled('abcde');
    await told(station, parts);
    expect(await act({ station, kind: 'rebind' })).toMatchObject({ kind: 'refused', code });
  });

  it('who moves it to another station binds it to the computer there', async () => {
    const from = await enrolled('abcde');
    const bare = await desk.bring(vendor, {
      code: await office.makeCode(CODE),
      hardware: computer('vwxyz', 'rock-salt'),
    });
    const { station } = bare;
    await office.revoke(from.station);
    expect(await act({ station, kind: 'move', from: from.station, plan: 'ima' })).toMatchObject({
      kind: 'done',
    });
    expect((await newest(station))?.fingerprint).toEqual({
      ...fingerprint('vwxyz'),
      salt: 'rock-salt',
    });
  });

  it('who moves it to a station whose computer is unknown does not leave it with the old one', async () => {
    const from = await enrolled('abcde');
    const { station } = await desk.bring(vendor, { code: await office.makeCode(CODE) });
    await office.revoke(from.station);
    await act({ station, kind: 'move', from: from.station, plan: 'ima' });
    expect(await newest(station)).not.toHaveProperty('fingerprint');
  });

  it('who changes anything else leaves it bound as it was', async () => {
    const { station } = await enrolled('abcde');
    const interval = { from: '2099-01-01', to: '2100-01-01' };
    await office.issue(station, { addedMaintenance: [interval], revocation: undefined });
    expect((await newest(station))?.fingerprint).toEqual(fingerprint('abcde'));
    expect(await hardwareOfStation(desk.database, station)).toEqual(computer('abcde'));
  });
});
