/** A plan that a till was sent is known by its name where the till is named, and only if it is believed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { testPlan } from '../../test/support/test-plan.ts';
import { innPlan } from '../plans/inn.ts';
import { EMPTY_TILL } from '../core/till/till.ts';
import { openDatabase } from '../store/database.ts';
import { TillStore } from '../store/till-store.ts';
import { UsageError } from './command.ts';
import { decideCommand } from './decide.ts';
import { keysCommand } from './keys.ts';
import { planCommand } from './plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-till-plans-'));
const config = join(folder, 'config.json');
const named = ['--config', config];
const ASK = ['--at', '2026-11-23T10:00', '--kind', 'deal', '--json'];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const keys = ['--folder', join(folder, 'keys')];
  await callCommand(keysCommand, ['init', ...keys, '--vendor', 'Tills', '--demo']);
  await callCommand(keysCommand, ['certify', 'issuer', ...keys]);
  const trust = ['--out', join(folder, 'trust.json'), '--grace-days', '14'];
  await callCommand(keysCommand, ['trust-file', ...keys, ...trust]);
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  writeFileSync(
    config,
    JSON.stringify({ till: 'till-1', currency: 'EUR', store: './till.db', ports }),
  );
  const bar = { id: 'bar', version: 3, document: await signed('bar', testPlan) };
  const inn = { id: 'inn', version: 2, document: await signed('inn', { ...innPlan, version: 2 }) };
  const bad = { id: 'pub', version: 1, document: `${bar.document}x` };
  using store = new TillStore(openDatabase(join(folder, 'till.db')));
  store.commit({
    before: EMPTY_TILL,
    after: { ...EMPTY_TILL, plans: [bar, inn, bad] },
    lines: [],
    sales: [],
    operations: [],
    cashOperations: [],
    atMs: 1,
  });
});

async function signed(name: string, plan: object): Promise<string> {
  const [content, out] = [join(folder, `${name}.json`), join(folder, `${name}.plan`)];
  writeFileSync(content, JSON.stringify(plan));
  const flags = ['--keys', join(folder, 'keys'), '--out', out];
  await callCommand(planCommand, ['sign', content, ...flags]);
  return readFileSync(out, 'utf8').trim();
}

it('is listed, where its signature holds', async () => {
  const { out } = await callCommand(planCommand, ['list', ...named, '--json'], { root: folder });
  const rows: readonly { readonly source: string }[] = JSON.parse(out);
  expect(rows.filter(({ source }) => source === 'sent')).toMatchObject([
    { id: 'bar', version: 3 },
    { id: 'inn', version: 2 },
  ]);
});

async function decided(plan: string): Promise<unknown> {
  const argv = ['--plan', plan, ...named, ...ASK];
  return JSON.parse((await callCommand(decideCommand, argv, { root: folder })).out);
}

it('decides by its name, and the newest version does', async () => {
  expect(await decided('bar')).toMatchObject({ plan: 'bar', planVersion: 3 });
  expect(await decided('inn')).toMatchObject({ plan: 'inn', planVersion: 2 });
});

it('is unknown where no till is named, or nothing can be believed', async () => {
  const asked = ['--plan', 'bar', ...ASK];
  await expect(callCommand(decideCommand, asked)).rejects.toThrow(UsageError);
  await expect(callCommand(decideCommand, [...asked, ...named])).rejects.toThrow(UsageError);
});
