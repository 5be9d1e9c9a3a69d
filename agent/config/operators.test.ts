/** The operators' file: what it keeps of a PIN, who may read it, and what a broken one comes to. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { Operators, type BarredOperator, type Roster } from './operators.ts';
import { isPinFit } from './pin.ts';

const ANNA = { operatorId: 'anna', name: 'Anna', role: 'admin', pin: '2580' } as const;

let folder = '';
let path = '';
let told: string[] = [];
let book: Operators;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-operators-'));
  path = join(folder, 'operators.json');
  told = [];
  book = new Operators({ ...parts(), onUnusable: (reason) => told.push(reason) });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function parts() {
  return { path, lock: async () => ({ [Symbol.dispose]: () => undefined }) };
}

describe('a PIN', () => {
  it.each([
    ['0000', 'all the same'],
    ['777777777777', 'all the same'],
    ['1234', 'a row'],
    ['7890', 'a row over the end of the keys'],
    ['9876', 'a row down'],
    ['3210', 'a row down'],
    ['1212', 'repeated'],
    ['258258', 'repeated'],
    ['4711', 'the id'],
    ['123', 'too short'],
    ['1357924680135', 'too long'],
    ['12a4', 'no digits'],
    ['', 'nothing'],
    ['２５８０', 'digits of another script'],
    [' 2580', 'a space'],
  ])('%s is refused: %s', async (pin) => {
    expect(isPinFit(pin, '4711')).toBe(false);
    const added = { ...ANNA, operatorId: '4711', pin };
    expect(await book.add(added)).toEqual({ kind: 'refused', code: 'pin-unfit' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['2580', '1235', '0001', '135790246813'])('%s may be chosen', (pin) => {
    expect(isPinFit(pin, 'anna')).toBe(true);
  });

  it('is kept as a hash that says its cost, in a file for the agent alone', async () => {
    expect(await book.add(ANNA)).toEqual({ kind: 'done' });
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('2580');
    expect(text).toContain('"scrypt$32768$8$1$');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['operators.json']);
  });

  it('is salted: the same one twice is two hashes', async () => {
    await book.add(ANNA);
    await book.add({ ...ANNA, operatorId: 'bob' });
    const { operators } = JSON.parse(readFileSync(path, 'utf8')) as {
      operators: { pin: string }[];
    };
    expect(new Set(operators.map(({ pin }) => pin)).size).toBe(2);
  });

  it('is right or wrong, and of an id that nobody has always wrong', async () => {
    await book.add(ANNA);
    expect(await book.verify('anna', '2580')).toBe('right');
    expect(await book.verify('anna', '2581')).toBe('wrong');
    expect(await book.verify('nobody', '2580')).toBe('wrong');
    await book.change('anna', { pin: '3691' });
    expect(await book.verify('anna', '2580')).toBe('wrong');
    expect(await book.verify('anna', '3691')).toBe('right');
  });

  it('waits its turn, and is turned away where too many wait', async () => {
    await book.add(ANNA);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => book.verify('anna', '1')));
    expect(verdicts).toContain('overloaded');
    expect(verdicts).toContain('wrong');
    expect(book.isBusy).toBe(false);
  });

  it('and its hash are in nothing that is told of an operator', async () => {
    await book.add(ANNA);
    expect(JSON.stringify(book.roster())).not.toContain('scrypt');
  });
});

describe('a change', () => {
  it('is refused where it cannot be, and changes nothing', async () => {
    await book.add(ANNA);
    const before = readFileSync(path, 'utf8');
    expect(await book.add(ANNA)).toMatchObject({ code: 'operator-exists' });
    expect(await book.change('bob', { role: 'admin' })).toMatchObject({
      code: 'operator-not-found',
    });
    expect(await book.change('anna', { pin: '1111' })).toMatchObject({ code: 'pin-unfit' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is not made while another program has the file', async () => {
    await book.add(ANNA);
    const before = readFileSync(path, 'utf8');
    const barred = new Operators({ path, lock: async () => undefined });
    await expect(barred.change('anna', { role: 'admin' })).rejects.toMatchObject({
      code: 'in-use',
    });
    await expect(barred.add({ ...ANNA, operatorId: 'bob' })).rejects.toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('counts without a restart, whoever makes it, and gives another revision', async () => {
    await book.add(ANNA);
    const revisions = [revisionIn(book.roster())];
    const beside = new Operators(parts());
    await beside.change('anna', { pin: '3691' });
    revisions.push(revisionIn(book.roster()));
    await beside.change('anna', { isDisabled: true });
    revisions.push(revisionIn(book.roster()));
    await beside.change('anna', { isUnlocked: true });
    revisions.push(revisionIn(book.roster()));
    expect(new Set(revisions).size).toBe(4);
    expect(book.roster()).toMatchObject({ operators: [{ isDisabled: true, unlocks: 1 }] });
    await beside.add({ ...ANNA, operatorId: 'bob' });
    expect(book.roster()).toMatchObject({ operators: [{}, { operatorId: 'bob' }] });
  });
});

function revisionIn(roster: Roster): string | undefined {
  return roster.kind === 'read' ? roster.operators[0]?.revision : undefined;
}

describe('a file that is no use', () => {
  const hash = `scrypt$32768$8$1$${'s'.repeat(22)}$${'h'.repeat(43)}`;
  const anna = {
    id: 'anna',
    name: 'Anna',
    role: 'admin',
    pin: hash,
    isDisabled: false,
    unlocks: 0,
  };

  it.each([
    ['no JSON', `{"operators": [${JSON.stringify(anna)}`],
    ['something else', '[]'],
    ['no name', JSON.stringify({ operators: [{ ...anna, name: undefined }] })],
    ['perhaps disabled', JSON.stringify({ operators: [{ ...anna, isDisabled: hash }] })],
    ['one id twice', JSON.stringify({ operators: [anna, anna] })],
  ])('%s: nobody is known, it is told once, and none of it in words', async (_, text) => {
    writeFileSync(path, text);
    expect(book.roster().kind).toBe('unusable');
    expect(await book.verify('anna', '2580')).toBe('wrong');
    await expect(book.add({ ...ANNA, operatorId: 'bob' })).rejects.toThrow(path);
    await expect(book.change('anna', { role: 'cashier' })).rejects.toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toMatch(/hhh|sss|2580/);
  });

  it('is told again after each change of it, and forgotten when it is right', () => {
    writeFileSync(path, '{');
    book.roster();
    writeFileSync(path, '{"');
    book.roster();
    book.roster();
    expect(told).toHaveLength(2);
    writeFileSync(path, JSON.stringify({ operators: [anna] }));
    expect(book.roster()).toMatchObject({ kind: 'read', operators: [{ operatorId: 'anna' }] });
  });

  it('may be one that cannot be opened', () => {
    mkdirSync(path);
    chmodSync(path, 0o700);
    expect(book.roster()).toMatchObject({ kind: 'unusable' });
  });

  it('is not one that is not there yet', () => {
    expect(book.roster()).toEqual({ kind: 'read', operators: [], barred: [] });
    expect(told).toEqual([]);
  });
});

function written(): { operators: Record<string, unknown>[] } {
  return JSON.parse(readFileSync(path, 'utf8')) as { operators: Record<string, unknown>[] };
}

describe('a file that a later release has written', () => {
  const LATER = { card: { number: 7 }, operators: [] };
  let barred: (readonly BarredOperator[])[] = [];

  beforeEach(async () => {
    barred = [];
    book = new Operators({ ...parts(), onBarred: (who) => barred.push(who) });
    await book.add(ANNA);
    await book.add({ ...ANNA, operatorId: 'bob' });
  });

  /** The file with fields of another release, bob's among them. */
  function rewrite(ofBob: Record<string, unknown>): void {
    const operators = written().operators.map((one) =>
      one['id'] === 'bob' ? { ...one, ...ofBob } : one,
    );
    writeFileSync(path, JSON.stringify({ ...LATER, operators }));
  }

  it('lets everybody in as before, where it says more of them', async () => {
    rewrite({ badge: 'x', languages: ['it'] });
    expect(book.roster()).toMatchObject({
      operators: [{ operatorId: 'anna' }, { operatorId: 'bob', role: 'admin' }],
      barred: [],
    });
    expect(await book.verify('bob', '2580')).toBe('right');
    expect(barred).toEqual([]);
  });

  it('keeps what it says more, whoever is changed', async () => {
    rewrite({ badge: 'x', languages: ['it'] });
    await book.change('bob', { role: 'cashier' });
    await book.change('anna', { pin: '3691' });
    await book.add({ ...ANNA, operatorId: 'carla' });
    expect(written()).toMatchObject({
      card: { number: 7 },
      operators: [
        { id: 'anna' },
        { id: 'bob', role: 'cashier', badge: 'x', languages: ['it'] },
        { id: 'carla' },
      ],
    });
  });

  it.each([
    ['role', 'manager', 'unknown-role'],
    ['role', { name: 'admin' }, 'unknown-role'],
    ['role', null, 'unknown-role'],
    ['rights', ['take'], 'unknown-rights'],
    ['rights', [], 'unknown-rights'],
    ['rights', null, 'unknown-rights'],
    ['pin', 'argon2$x', 'unknown-pin'],
    ['pin', '2580', 'unknown-pin'],
  ])('whose %s is %j bars that operator alone: %s', async (field, value, bar) => {
    rewrite({ [field]: value });
    expect(book.roster()).toMatchObject({
      operators: [{ operatorId: 'anna' }],
      barred: [{ operatorId: 'bob', bar }],
    });
    expect(barred).toHaveLength(1);
    expect(await book.verify('anna', '2580')).toBe('right');
    expect(await book.add({ ...ANNA, operatorId: 'bob' })).toMatchObject({
      code: 'operator-exists',
    });
    await book.change('anna', { name: 'Anna B.' });
    await book.change('bob', { isDisabled: true });
    expect(written().operators[1]).toMatchObject({ [field]: value, isDisabled: true });
  });

  it('with a hash that would take the memory of the till has it not looked at', async () => {
    const hash = String(written().operators[1]?.['pin']);
    rewrite({ pin: hash.replace('32768', '1073741824') });
    expect(await book.verify('bob', '2580')).toBe('wrong');
    expect(book.roster()).toMatchObject({ barred: [{ bar: 'unknown-pin' }] });
  });

  it('and whose role somebody gives anew lets them in again', async () => {
    rewrite({ role: 'manager' });
    await book.change('bob', { role: 'cashier' });
    expect(book.roster()).toMatchObject({ operators: [{}, { role: 'cashier' }], barred: [] });
  });
});

describe('the configuration', () => {
  const good = {
    till: 'till-1',
    currency: 'EUR',
    ports: [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }],
  };

  function configured(operators: object) {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ ...good, operators }));
    return () => readConfig(file).operators;
  }

  it('has its defaults, and the file beside itself', () => {
    expect(configured({})()).toEqual({
      file: path,
      required: 'cash-out',
      hideExpectedCounts: false,
      rights: {},
    });
    expect(configured({ rights: { cashier: ['count'] } })().rights).toEqual({ cashier: ['count'] });
  });

  it.each([
    { required: 'never' },
    { hideExpectedCounts: 'yes' },
    { rights: { king: [] } },
    { rights: { cashier: ['everything'] } },
    { typo: 1 },
    { hideExpectedCounts: true, rights: { cashier: ['take'] } },
  ])('%j is refused', (operators) => {
    expect(configured(operators)).toThrow(/config\.json/);
  });
});
