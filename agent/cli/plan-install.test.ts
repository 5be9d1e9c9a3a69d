/** A signed plan is laid down for a till that would take it, and the agent finds it there. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCommand, type Said } from '../../test/support/call-command.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { testPlan } from '../../test/support/test-plan.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import { Inbox, type Tray } from '../compose-inbox.ts';
import { planTray } from '../compose-plan.ts';
import { readOfferedPlans } from '../config/offered-plans.ts';
import type { VendorRequest } from '../core/till/events.ts';
import { imaPlan } from '../plans/ima.ts';
import { keysCommand } from './keys.ts';
import { planCommand } from './plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-plan-install-'));
const keys = join(folder, 'keys');
const trust = join(folder, 'trust.json');
const station = join(folder, 'station');
const config = join(folder, 'config.json');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await callCommand(keysCommand, ['init', '--folder', keys, '--vendor', 'Tills', '--demo']);
  await callCommand(keysCommand, ['certify', 'issuer', '--folder', keys]);
  const flags = ['--folder', keys, '--out', trust, '--grace-days', '14'];
  await callCommand(keysCommand, ['trust-file', ...flags]);
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  writeFileSync(config, JSON.stringify({ till: 'till-1', currency: 'EUR', ports }));
});

async function signed(name: string, plan: object): Promise<string> {
  const content = join(folder, `${name}.json`);
  const out = join(folder, `${name}.plan`);
  writeFileSync(content, JSON.stringify(plan));
  await callCommand(planCommand, ['sign', content, '--keys', keys, '--out', out]);
  return out;
}

function install(path: string, root = folder): Promise<Said> {
  const argv = ['install', path, '--config', config, '--json'];
  return callCommand(planCommand, argv, { root });
}

describe('tillwarden plan install', () => {
  it('lays nothing down that the till would not believe', async () => {
    const path = await signed('bar-1', testPlan);
    const text = readFileSync(path, 'utf8');
    const changed = join(folder, 'changed.plan');
    writeFileSync(
      changed,
      text.replace(/\.(.)/, (_, letter) => `.${letter === 'A' ? 'B' : 'A'}`),
    );
    expect((await install(changed)).code).toBe(1);
    const large = join(folder, 'large.plan');
    writeFileSync(large, 'x'.repeat(600_000));
    expect(JSON.parse((await install(large)).out)).toMatchObject({ code: 'oversize' });
    const other = await signed('ima', { ...imaPlan, currency: 'USD' });
    expect(JSON.parse((await install(other)).out)).toMatchObject({ code: 'version-reused' });
    const untrusting = await install(path, '/nowhere');
    expect(untrusting.code).toBe(1);
    expect(untrusting.err).toContain('no trust.json');
    expect(readOfferedPlans(station)).toEqual([]);
  });

  it('lays several down, and the agent takes each in once and away', async () => {
    const paths = [await signed('bar-4', { ...testPlan, version: 4 })];
    paths.push(await signed('pub-1', { ...testPlan, id: 'pub', version: 1 }));
    for (const path of [...paths, ...paths]) {
      expect(JSON.parse((await install(path)).out)).toMatchObject({ isInstalled: true });
    }
    const told: VendorRequest[] = [];
    const parts = {
      trust: parseTrustFile(readFileSync(trust, 'utf8')),
      tell: async (request: VendorRequest) => {
        told.push(request);
        return { kind: 'done' } as const;
      },
    };
    await using inbox = new Inbox([planTray(parts, station)], new FakeClock(), (cause) => {
      throw cause;
    });
    await inbox.start();
    expect(told).toMatchObject([
      { kind: 'plan-offered', plan: { id: 'bar', version: 4 }, source: 'file' },
      { kind: 'plan-offered', plan: { id: 'pub', version: 1 }, source: 'file' },
    ]);
    expect(readOfferedPlans(station)).toEqual([]);
  });

  it('a file that is no plan is told once and taken away', async () => {
    const place = join(station, 'offered-plans');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'large.plan'), 'x'.repeat(600_000));
    expect(readOfferedPlans(station)).toEqual(['']);
    planTray({ trust: undefined, tell: async () => ({ kind: 'done' }) }, station).remove('');
    expect(readOfferedPlans(station)).toEqual([]);
  });
});

describe('the agent’s inbox', () => {
  it('deals once with what it cannot take away, and says so', async () => {
    const taken: string[] = [];
    const faults: unknown[] = [];
    const tray: Tray = {
      waiting: () => ['one'],
      take: async (document) => taken.push(document),
      remove: () => {
        throw new Error('read only');
      },
    };
    const clock = new FakeClock();
    await using inbox = new Inbox([tray], clock, (cause) => faults.push(cause));
    await inbox.start();
    await clock.advance(5_000);
    expect(taken).toEqual(['one']);
    expect(faults).toHaveLength(1);
  });
});
