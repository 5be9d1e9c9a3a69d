import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { lockFile } from './file-lock.ts';

const LONGER_THAN_ANYBODY_WAITS_MS = 60_000;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('is one’s alone, and the next one’s as soon as it is let go', async () => {
  const path = join(folder, 'operators.json');
  const clock = new FakeClock();
  const first = await lockFile(path, clock);
  const second = lockFile(path, clock);
  first?.[Symbol.dispose]();
  await clock.advance(LONGER_THAN_ANYBODY_WAITS_MS);
  const held = await second;
  expect(held).toBeDefined();
  const third = lockFile(path, clock);
  await clock.advance(LONGER_THAN_ANYBODY_WAITS_MS);
  expect(await third).toBeUndefined();
  held?.[Symbol.dispose]();
});
