/**
 * A till that is enrolled again dies at every step, and is always one of two: the station it was with
 * the key it had, or the new one with the new key. The same code then brings it to the end.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../agent/config/replace-file.ts';
import type { StationKey } from '../trust/station-key.ts';
import type { StationAtHub } from './enrol-client.ts';
import { enrolStation } from './enrol-station.ts';
import {
  ensureStationKey,
  nextStationKey,
  readEnrolment,
  readFirstEntitlement,
  type ReplaceFile,
  type StationEnrolment,
} from './station-files.ts';

const ADDRESS = { url: 'https://hub.example' };

let folder = '';
/** By code: the key that has used it, as a hub keeps it. */
const usedBy = new Map<string, string>();
const presented: StationKey[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-enrol-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  usedBy.clear();
  presented.splice(0);
});

/** The same code with the same key is answered the same, and with no other key. */
async function answered(code: string, key: StationKey): Promise<StationAtHub> {
  presented.push(key);
  const user = usedBy.get(code) ?? key.publicKey;
  if (user !== key.publicKey) throw new TypeError('used by another key');
  usedBy.set(code, user);
  const epoch = [...usedBy.keys()].indexOf(code) + 1;
  const entitlement = `licence by ${code}`;
  const is = { station: 'st-1', epoch, hubEpoch: 'hub-1', pins: [], entitlement };
  return { ...is, isSigned: true, proof: 'verified' };
}

async function lost(key: StationKey): Promise<never> {
  await answered('code-2-code-2', key);
  throw new RangeError('lost');
}

interface Attempt {
  readonly isAgain?: boolean;
  readonly write?: ReplaceFile;
  readonly present?: (key: StationKey) => Promise<StationAtHub>;
}

function enrol(code: string, attempt: Attempt = {}): Promise<StationAtHub> {
  const { isAgain = false, write = replaceFile, present = (key) => answered(code, key) } = attempt;
  const place = { folder, replaceFile: write };
  return enrolStation({ place, address: ADDRESS, code, isAgain, present });
}

/** What the next start of the agent finds. */
function started(): { readonly key: StationKey; readonly enrolment: StationEnrolment | undefined } {
  const key = ensureStationKey({ folder, replaceFile });
  const enrolment = readEnrolment({ folder });
  expect(enrolment?.publicKey, 'key and enrolment are of one piece').toBe(key.publicKey);
  return { key, enrolment };
}

/** Dies at the n-th file: before it is replaced, or right after. */
function dyingAt(nth: number, when: 'before' | 'after'): ReplaceFile {
  let count = 0;
  return (path, text, mode) => {
    count += 1;
    if (count === nth && when === 'before') throw new RangeError('died');
    replaceFile(path, text, mode);
    if (count === nth) throw new RangeError('died');
  };
}

/** The next key, the licence, the enrolment, the key in its place. */
const FILES = [1, 2, 3, 4];

describe('a till enrolled again', () => {
  it('has a new key, which it presents and then keeps', async () => {
    await enrol('code-1-code-1');
    const before = started();
    await enrol('code-2-code-2', { isAgain: true });
    const after = started();
    expect(after.key.publicKey).not.toBe(before.key.publicKey);
    expect(after.enrolment?.epoch).toBe(2);
    expect(existsSync(join(folder, 'station-key.next.json'))).toBe(false);
  });

  it.each(FILES.flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'that dies at file %i, %s it, is what it was or what it will be',
    async (nth, when) => {
      await enrol('code-1-code-1');
      const before = started();
      const dying = enrol('code-2-code-2', { isAgain: true, write: dyingAt(nth, when) });
      await expect(dying).rejects.toThrow('died');
      const between = started();
      const isNew = nth === 4 || (nth === 3 && when === 'after');
      expect(between.enrolment?.epoch).toBe(isNew ? 2 : 1);
      expect(between.key.publicKey === before.key.publicKey).toBe(!isNew);
      await enrol('code-2 CODE-2', {
        isAgain: true,
        present: (key) => answered('code-2-code-2', key),
      });
      const after = started();
      expect(after.enrolment?.epoch).toBe(2);
      expect(after.key.publicKey).toBe(usedBy.get('code-2-code-2'));
      expect(readFirstEntitlement({ folder })).toBe('licence by code-2-code-2');
    },
  );

  it('whose answer is lost stays who it was, and presents the same key again', async () => {
    await enrol('code-1-code-1');
    const before = started();
    await expect(enrol('code-2-code-2', { isAgain: true, present: lost })).rejects.toThrow('lost');
    expect(started()).toEqual(before);
    await enrol('code-2-code-2', { isAgain: true });
    expect(presented[2]).toEqual(presented[1]);
    expect(started().key.publicKey).toBe(presented[1]?.publicKey);
  });

  it('with another code presents a key that lay nowhere before', async () => {
    await enrol('code-1-code-1');
    const place = { folder, replaceFile };
    const left = nextStationKey(place, 'a'.repeat(64));
    await enrol('code-2-code-2', { isAgain: true });
    expect(presented[1]?.publicKey).not.toBe(left.publicKey);
    expect(started().key.publicKey).toBe(presented[1]?.publicKey);
  });

  it('with the code it was enrolled with only asks once more', async () => {
    await enrol('code-1-code-1');
    const before = started();
    await enrol('code-1-code-1', { isAgain: true });
    expect(started()).toEqual(before);
  });

  it('is not without being told to', async () => {
    await enrol('code-1-code-1');
    await expect(enrol('code-2-code-2')).rejects.toMatchObject({ code: 'enrolled-already' });
    expect(presented).toHaveLength(1);
  });
});

it('a first enrolment presents the key of the first start', async () => {
  const key = ensureStationKey({ folder, replaceFile });
  await enrol('code-1-code-1');
  expect(started().key).toEqual(key);
});
