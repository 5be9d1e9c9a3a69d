/** Whoever changes the operators' file, at once with others or killed in the middle: no change is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOperators, writeOperators } from '../../agent/config/operators-file.ts';
import { PinHasher } from '../../agent/config/pin.ts';
import { JsonProcess } from '../support/json-process.ts';

const CHANGER = resolve(import.meta.dirname, '../support/change-operators.ts');
const TIMES = 8;
const NAMES = ['anna', 'bob'] as const;

let folder = '';
let file = '';
let running: JsonProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-operators-file-'));
  file = join(folder, 'operators.json');
  running = [];
  const pin = await new PinHasher().hash('48151623');
  const common = { role: 'admin', pin, isDisabled: false, unlocks: 0 } as const;
  writeOperators(file, { operators: NAMES.map((id) => ({ id, name: id, ...common })) });
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.kill('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

async function changer(operatorId: string, times = TIMES): Promise<JsonProcess> {
  const command = [process.execPath, CHANGER, file, operatorId, String(times)] as const;
  const one = new JsonProcess(`the changer of ${operatorId}`, [...command]);
  running.push(one);
  await one.line('it is ready', (line) => line['event'] === 'ready');
  return one;
}

async function changed(one: JsonProcess): Promise<void> {
  await one.line('it is done', (line) => line['event'] === 'done');
}

function unlocks(): readonly number[] {
  return readOperators(file).operators.map((one) => one.unlocks);
}

it('two processes that change it at once lose nothing of each other', async () => {
  const both = await Promise.all(NAMES.map((id) => changer(id)));
  for (const one of both) one.say('go');
  await Promise.all(both.map(changed));
  expect(unlocks()).toEqual([TIMES, TIMES]);
});

it('one that is killed in the middle of it keeps nobody off', async () => {
  const endless = await changer('anna', 1_000_000);
  endless.say('go');
  await expect.poll(() => unlocks()[0], { timeout: 20_000 }).toBeGreaterThan(0);
  await endless.kill('SIGKILL');
  const next = await changer('bob');
  next.say('go');
  await changed(next);
  expect(unlocks()[1]).toBe(TIMES);
});
