/** The trust file lies beside the program; one that cannot be used is a fault, never as good as none. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestVendor } from '../../test/support/test-vendor.ts';
import { ConfigError } from './config-error.ts';
import { readTrust } from './trust-place.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tillwarden-trust-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('is read where it lies, and absent where there is none', () => {
  expect(readTrust(root)).toBeUndefined();
  const { trust } = createTestVendor();
  writeFileSync(join(root, 'trust.json'), JSON.stringify(trust));
  expect(readTrust(root)).toEqual(trust);
});

it.each(['', '{', '{}', '{"format":"tillwarden-trust-v1"}'])('%j is refused by name', (text) => {
  const path = join(root, 'trust.json');
  writeFileSync(path, text);
  expect(() => readTrust(root)).toThrow(ConfigError);
  expect(() => readTrust(root)).toThrow(expect.objectContaining({ code: 'invalid', path }));
});

it('that cannot be read at all is refused too', () => {
  mkdirSync(join(root, 'trust.json'));
  expect(() => readTrust(root)).toThrow(expect.objectContaining({ code: 'invalid' }));
});
