import { describe, expect, it } from 'vitest';
import { PasswordHasher, SCRYPT_COST } from './password.ts';

const CHEAP = { N: 1_024, r: 8, p: 1 };
const PASSWORD = 'correct horse battery';

async function hashOf(hasher: PasswordHasher, password = PASSWORD): Promise<string> {
  const stored = await hasher.hash(password);
  if (stored === undefined) throw new TypeError('overloaded');
  return stored;
}

describe('a password', () => {
  const hasher = new PasswordHasher(CHEAP);

  it('is right, or wrong', async () => {
    const stored = await hashOf(hasher);
    expect(await hasher.verify(PASSWORD, stored)).toBe('right');
    expect(await hasher.verify('correct horse batterz', stored)).toBe('wrong');
    expect(await hasher.verify('', stored)).toBe('wrong');
  });

  it('is hashed with a salt of its own, and is not in its hash', async () => {
    const [one, other] = [await hashOf(hasher), await hashOf(hasher)];
    expect(one).not.toBe(other);
    expect(one).not.toContain('horse');
    expect(one).toMatch(/^scrypt\$1024\$8\$1\$/);
  });

  it('is the same however its accents are typed', async () => {
    const stored = await hashOf(hasher, 'contraseña larga');
    expect(await hasher.verify('contraseña larga'.normalize('NFD'), stored)).toBe('right');
  });

  it('of nobody is wrong', async () => {
    expect(await hasher.verify(PASSWORD, undefined)).toBe('wrong');
  });

  it.each(['', 'scrypt', 'scrypt$3$8$1$aa$aa', 'bcrypt$1024$8$1$aa$aa', 'scrypt$1024$8$1$aa$aa'])(
    'whose hash is %j is a fault',
    async (stored) => {
      await expect(hasher.verify(PASSWORD, stored)).rejects.toMatchObject({ code: 'store-failed' });
    },
  );
});

it('a hash made more cheaply is outdated, and still right', async () => {
  const before = await hashOf(new PasswordHasher(CHEAP));
  const now = new PasswordHasher({ ...CHEAP, N: 2_048 });
  expect(now.isOutdated(before)).toBe(true);
  expect(await now.verify(PASSWORD, before)).toBe('right');
  expect(now.isOutdated(await hashOf(now))).toBe(false);
});

it('is hashed as dearly as we say', async () => {
  const hasher = new PasswordHasher();
  const stored = await hashOf(hasher);
  expect(stored.startsWith('scrypt$131072$8$1$')).toBe(true);
  expect(hasher.isOutdated(stored)).toBe(false);
  expect(SCRYPT_COST).toEqual({ N: 131_072, r: 8, p: 1 });
});

it('too many at once are turned away, and those that wait are served', async () => {
  const hasher = new PasswordHasher(CHEAP);
  const verdicts = await Promise.all(
    Array.from({ length: 100 }, () => hasher.verify(PASSWORD, undefined)),
  );
  expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(34);
  expect(verdicts.filter((verdict) => verdict === 'overloaded')).toHaveLength(66);
  expect(await hasher.verify(PASSWORD, undefined)).toBe('wrong');
});
