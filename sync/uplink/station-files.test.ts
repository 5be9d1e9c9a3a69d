/** What the till keeps of its enrolment is there after a restart, for its own user alone. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import { readFirstEntitlement, writeFirstEntitlement } from './station-files.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-station-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('the first entitlement is kept, replaced, and gone when an enrolment brings none', () => {
  const place = { folder, replaceFile };
  expect(readFirstEntitlement(place)).toBeUndefined();
  writeFirstEntitlement(place, 'first');
  writeFirstEntitlement(place, 'second');
  expect(readFirstEntitlement(place)).toBe('second');
  expect(statSync(join(folder, 'first-entitlement.jws')).mode & 0o777).toBe(0o600);
  writeFirstEntitlement(place, undefined);
  writeFirstEntitlement(place, undefined);
  expect(readFirstEntitlement(place)).toBeUndefined();
});
