/** What the till keeps of its enrolment is there after a restart, for its own user alone. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import {
  cursorFile,
  ensureStationKey,
  nextStationKey,
  readEnrolment,
  readFirstEntitlement,
  writeEnrolment,
  writeFirstEntitlement,
} from './station-files.ts';

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

it('what a later release has added to these files does not keep this one from them', () => {
  const place = { folder, replaceFile };
  const codeSha256Hex = 'c'.repeat(64);
  const key = ensureStationKey(place);
  const { publicKey } = key;
  const enrolment = {
    hubUrl: 'https://hub',
    pins: [],
    station: 's',
    epoch: 1,
    publicKey,
    codeSha256Hex,
  };
  writeEnrolment(place, enrolment);
  const next = nextStationKey(place, codeSha256Hex);
  const cursor = { epoch: 2, durableTo: 7 };
  cursorFile(place, cursor).save(cursor);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(files).toHaveLength(4);
  for (const file of files) {
    const path = join(folder, file);
    const written: object = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...written, ofALaterRelease: { is: 'here' } }));
  }
  expect(ensureStationKey(place)).toEqual(key);
  expect(readEnrolment(place)).toEqual(enrolment);
  expect(nextStationKey(place, codeSha256Hex)).toEqual(next);
  expect(cursorFile(place, { epoch: 1, durableTo: 0 }).load()).toEqual(cursor);
});
