/**
 * Whatever is done at the hub is written down once, by whom and from where, together with the deed;
 * what was not done is not.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coins, extended } from '../../test/support/chain.ts';
import { CODE, LicenceDesk, TERMS } from '../../test/support/licence-desk.ts';
import { signedEntitlement } from '../../test/support/test-vendor.ts';
import { GENESIS } from '../protocol/fields.ts';
import type { HubOffice } from './hub-office.ts';
import { auditBefore, type AuditEntry } from './store/audit.ts';
import { openBranch } from './store/branches.ts';
import { takeLines } from './store/line-intake.ts';

let desk: LicenceDesk;

beforeEach(async () => {
  desk = await LicenceDesk.open();
});

afterEach(() => desk[Symbol.asyncDispose]());

/** What has been written down since, oldest first. */
async function written(deed: () => Promise<unknown>): Promise<readonly AuditEntry[]> {
  const before = (await auditBefore(desk.database, undefined)).length;
  await deed();
  const entries = (await auditBefore(desk.database, undefined)).toReversed();
  return entries.slice(before);
}

async function forked(station: string): Promise<void> {
  const first = { station, epoch: 1, parent: undefined, common: GENESIS, atMs: 1 };
  await openBranch(desk.database, first);
  for (const coin of ['one', 'another']) {
    const lines = extended([], coins(2, coin));
    await takeLines(desk.database, { station, epoch: 1, from: 1, lines, receivedAtMs: 1 });
  }
}

const CONSOLE = { by: { name: 'console' }, address: 'console' };
const MAINTENANCE = { from: '2099-01-01', to: '2100-01-01' };

describe('at the hub’s own computer', () => {
  it('a code is written down with its terms, and without itself', async () => {
    const office = desk.office(await desk.hubVendor());
    const made: string[] = [];
    const entries = await written(async () =>
      made.push(await office.makeCode({ ...CODE, licence: TERMS })),
    );
    const { name, site } = CODE;
    const details = { name, site, ...TERMS };
    expect(entries).toMatchObject([{ ...CONSOLE, act: 'code-made', details }]);
    expect(entries[0]).not.toHaveProperty('subject');
    expect(JSON.stringify(entries)).not.toContain(made[0]);
  });

  it('a licence that is issued or sent is, and its document is not', async () => {
    const { office, station } = await desk.licensed();
    const revocation = { reason: 'unpaid' };
    const changes = { addedMaintenance: [MAINTENANCE], revocation };
    expect(await written(() => office.issue(station, changes))).toMatchObject([
      {
        ...CONSOLE,
        act: 'entitlement-issued',
        subject: station,
        details: {
          generation: '1.2',
          maintenance: ['2099-01-01/2100-01-01'],
          revocation: 'unpaid',
        },
      },
    ]);
    const document = await signedEntitlement(await desk.vendor.certify('issuer'), station, 7);
    const sent = await written(() => office.sendEntitlement(station, document));
    const details = { licence: 'licence-1', generation: '1.7' };
    expect(sent).toMatchObject([
      { ...CONSOLE, act: 'entitlement-sent', subject: station, details },
    ]);
    expect(JSON.stringify(sent)).not.toContain(document.slice(0, 40));
  });

  it('so are a revocation, a fork explained, a line that counts, and a backup put back', async () => {
    const { office, station } = await desk.unlicensed();
    await forked(station);
    const [, line] = extended([], coins(2, 'one'));
    await desk.database
      .insertInto('quarantine')
      .values({
        station_id: station,
        epoch: 1,
        seq: 2,
        hash: line?.hash ?? '',
        reason: 'body-invalid',
        line: JSON.stringify(line),
        received_at_ms: 1,
      })
      .execute();
    const entries = await written(async () => {
      await office.explainFork(station, 2);
      await office.reapply({ station, epoch: 1, seq: 2 });
      await office.revoke(station);
      await office.noteRestored('later');
    });
    expect(entries).toMatchObject([
      { ...CONSOLE, act: 'fork-explained', subject: station, details: { epoch: 2 } },
      { ...CONSOLE, act: 'line-reapplied', subject: station, details: { epoch: 1, seq: 2 } },
      { ...CONSOLE, act: 'station-revoked', subject: station },
      { ...CONSOLE, act: 'hub-restored' },
    ]);
  });
});

describe('what was not done', () => {
  it.each<[string, (office: HubOffice, station: string) => Promise<unknown>]>([
    ['a code for a station that is not there', (office) => office.makeCode(GHOST)],
    ['terms over a licence', (office, station) => office.makeCode({ ...CODE, station, ...AGAIN })],
    ['a document that is none', (office, station) => office.sendEntitlement(station, 'x')],
    ['a licence that is impossible', (office, station) => office.issue(station, IMPOSSIBLE)],
    ['the end of a station that is not there', (office) => office.revoke('st-x')],
    ['a fork that is none', (office, station) => office.explainFork(station, 1)],
    ['a line that was not set aside', (office, station) => office.reapply({ station, ...PLACE })],
  ])('is not written down: %s', async (_, deed) => {
    const { office, station } = await desk.licensed();
    expect(await written(() => deed(office, station).catch(() => undefined))).toEqual([]);
  });

  it('because it could not be written down, was not done', async () => {
    const { office, station } = await desk.unlicensed();
    await desk.database.schema.dropTable('audit').execute();
    await expect(office.revoke(station)).rejects.toThrow('audit');
    await expect(office.makeCode(CODE)).rejects.toThrow('audit');
    expect(await office.stations()).toMatchObject([{ isRevoked: false }]);
    const codes = await desk.database.selectFrom('enrolment_codes').select('name').execute();
    expect(codes).toHaveLength(1);
  });
});

const GHOST = { ...CODE, station: 'st-x' };
const AGAIN = { licence: TERMS };
const IMPOSSIBLE = { addedMaintenance: [{ from: '2001-01-01', to: '2002-01-01' }] };
const PLACE = { epoch: 1, seq: 1 };

it('whoever acts is named', async () => {
  const { office } = await desk.unlicensed();
  const ada = { by: { user: 'us-1', name: 'Ada' }, address: '192.0.2.7' };
  const entries = await written(async () => {
    await office.actingAs(ada).makeCode(CODE);
    await office.makeCode(CODE);
  });
  expect(entries).toMatchObject([ada, CONSOLE]);
});
