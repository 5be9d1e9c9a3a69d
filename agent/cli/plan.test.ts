/** Plans as files: what is written is always good, and what is bad is explained and never crashes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { testPlan } from '../../test/support/test-plan.ts';
import { PARAMETER_SPECS } from '../core/contract/parameters.ts';
import { EXAMPLE_PLANS, PLANS } from '../plans/plans.ts';
import { planSchema } from '../../sync/trust/plan-schema.ts';
import { UsageError } from './command.ts';
import { keysCommand } from './keys.ts';
import { planCommand } from './plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-plan-'));
const base = file('bar.json', testPlan);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;

function freshPath(): string {
  written += 1;
  return join(folder, `new-${written}.json`);
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function plan(...argv: string[]) {
  return await callCommand(planCommand, argv);
}

describe('tillwarden plan list and show', () => {
  it('lists what comes with the program', async () => {
    const { out } = await plan('list', '--json');
    expect(JSON.parse(out)).toMatchObject([
      ...PLANS.map(({ id, version }) => ({ id, version, source: 'built-in' })),
      ...EXAMPLE_PLANS.map(({ id, version }) => ({ id, version, source: 'example' })),
    ]);
  });

  it('shows a plan to people in their language, and to programs as the file it is', async () => {
    const { out } = await plan('show', base, '--lang', 'de');
    expect(out).toContain('A bar (de)');
    expect(out).toContain('mon, tue, wed, thu, fri  09:00 to 14:00');
    expect(out).toMatch(/noticeDays +14\n/);
    expect(out).toContain('contact 1: contact; caller cashier and not variant flat');
    expect(out).toContain('B-1  Ask the admin first. (de)');
    expect(JSON.parse((await plan('show', base, '--json')).out)).toEqual(testPlan);
  });

  it('finds every plan that comes with the program good', async () => {
    for (const each of [...PLANS, ...EXAMPLE_PLANS]) {
      const checked = await plan('check', file('built-in.json', each));
      expect(checked).toMatchObject({ code: 0, err: '' });
    }
  });

  it('publishes what a plan file looks like', async () => {
    const { out } = await plan('schema');
    expect(JSON.parse(out)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

describe('tillwarden plan new', () => {
  it('writes the next version of a plan, with what was set', async () => {
    const out = freshPath();
    const set = ['--set', 'noticeDays=30', '--set', 'holdProtects=no', '--set', 'silence=quote'];
    expect((await plan('new', '--out', out, '--from', base, ...set)).code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
      ...testPlan,
      version: 4,
      parameters: {
        ...testPlan.parameters,
        noticeDays: 30,
        holdProtects: false,
        silence: 'quote',
      },
    });
  });

  it('writes the first version of a plan of another name', async () => {
    const out = freshPath();
    const head = ['--id', 'cafe', '--zone', 'Europe/Rome', '--currency', 'CHF'];
    await plan('new', '--out', out, '--from', base, ...head);
    const { rows } = testPlan;
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      id: 'cafe',
      version: 1,
      zone: 'Europe/Rome',
      currency: 'CHF',
      rows,
    });
  });

  it('asks for each parameter on a terminal, again where it was no answer', async () => {
    const out = freshPath();
    const text = ['cafe', 'Mars/Base', 'Europe/Rome', '', 'many', '6', ...Array(60).fill('')];
    const typed = { text: `${text.join('\n')}\n`, isTerminal: true };
    const said = await callCommand(planCommand, ['new', '--out', out, '--lang', 'it'], typed);
    expect(said.code).toBe(0);
    expect(said.err).toContain('Quanti mesi di manutenzione sono gratuiti');
    expect(said.err.match(/This takes/g)).toHaveLength(2);
    const content = JSON.parse(readFileSync(out, 'utf8'));
    expect(content).toMatchObject({ id: 'cafe', zone: 'Europe/Rome', currency: 'EUR' });
    expect(content.parameters).toMatchObject({ freeMonths: 6, noticeDays: 14 });
    expect(Object.keys(content.parameters)).toEqual(Object.keys(PARAMETER_SPECS));
  });

  it('writes nothing where the answers end, or none of five is one', async () => {
    const out = freshPath();
    for (const text of ['cafe\n', 'x y\nx y\nx y\nx y\nx y\nx y\n']) {
      const typed = { text, isTerminal: true };
      await expect(callCommand(planCommand, ['new', '--out', out], typed)).rejects.toBeInstanceOf(
        UsageError,
      );
    }
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [[]],
    [['--out', base]],
    [['--out', join(folder, 'none.json')]],
    [['--out', join(folder, 'none.json'), '--from', 'nowhere']],
    [['--out', join(folder, 'none.json'), '--set', 'patience=3']],
    [['--out', join(folder, 'none.json'), '--set', 'noticeDays=-1']],
    [['--out', join(folder, 'none.json'), '--set', 'noticeDays']],
    [['--out', join(folder, 'none.json'), '--set', 'silence=shout']],
    [['--out', join(folder, 'none.json'), '--from', base, '--currency', 'euro']],
  ])('%j is answered with how it is called', async (argv) => {
    await expect(plan('new', ...argv)).rejects.toBeInstanceOf(UsageError);
  });

  it('always writes what plan check finds good', async () => {
    const settings = Object.entries(PARAMETER_SPECS).map(([name, spec]) => {
      const values =
        spec.type === 'count'
          ? fc.integer({ min: spec.min, max: spec.max }).map(String)
          : fc.constantFrom(...(spec.type === 'choice' ? spec.choices : ['yes', 'no']));
      return values.map((value) => `${name}=${value}`);
    });
    const set = fc.tuple(...settings).chain((all) => fc.shuffledSubarray(all, { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(set, fc.boolean(), async (chosen, isFrom) => {
        const out = freshPath();
        const flags = chosen.flatMap((each) => ['--set', each]);
        await plan('new', '--out', out, ...(isFrom ? ['--from', base] : []), ...flags);
        expect(await plan('check', out)).toMatchObject({ code: 0, err: '' });
      }),
      { numRuns: 40 },
    );
  });
});

describe('tillwarden plan check', () => {
  it('says where, what is there and what would be right', async () => {
    const [row, ...rows] = testPlan.rows;
    const bad = {
      ...testPlan,
      zone: 'Mars/Base',
      parameters: { noticeDays: 5_000, patience: 1 },
      hours: [{ days: [8], fromMinute: 600, toMinute: 540 }],
      packs: [...testPlan.packs, { credits: 15, priceMinor: 1 }],
      // oxlint-disable-next-line unicorn/no-thenable -- it is the word of a row
      rows: [{ ...row, then: { outcome: 'MAYBE' } }, ...rows],
    };
    const { code, err } = await plan('check', file('bad.json', bad));
    expect(code).toBe(1);
    expect(err).toContain('zone: there is "Mars/Base"; use the name of a time zone such as');
    expect(err).toContain('parameters.noticeDays: there is 5000; it takes at most 3660');
    expect(err).toContain('parameters.patience: nothing of this name belongs here; leave it out');
    expect(err).toContain('hours[0].days[0]: there is 8; it takes at most 7');
    expect(err).toContain('hours[0].toMinute: there is 540; it must begin before it ends');
    expect(err).toContain('rows[0].then.outcome: there is "MAYBE"; use one of COVERED, ');
  });

  it.each([
    ['rows[1].id', { rows: [testPlan.rows[0], testPlan.rows[0]] }],
    ['rows[0].clauses[0]', { clauses: { 'B-2': testPlan.title } }],
    ['rows[0].when[1]', { variants: [] }],
    ['packs[1].credits', { packs: [testPlan.packs[0], testPlan.packs[0]] }],
    ['variants[1].id', { variants: [testPlan.variants[0], testPlan.variants[0]] }],
    ['clauses["B-1"].it', { clauses: { 'B-1': { es: 'a', de: 'b', en: 'c' } } }],
    ['prices["A 1"]', { prices: { 'A 1': 1 } }],
    ['prices.assistance', { prices: { assistance: 0.5 } }],
    ['', []],
  ])('finds what is wrong at %j', async (field, change) => {
    const bad = Array.isArray(change) ? change : { ...testPlan, ...change };
    const { code, out } = await plan('check', file('bad.json', bad), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).problems).toContainEqual(expect.objectContaining({ field }));
  });

  it('answers any change to a plan, and calls it good only where it is one', async () => {
    const paths = pathsIn(testPlan);
    const change = fc.tuple(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(change, async ([path, value]) => {
        const mutated = changed(testPlan, path, value);
        const { code, out } = await plan('check', file('any.json', mutated), '--json');
        const { isGood, problems } = JSON.parse(out);
        expect(code).toBe(isGood ? 0 : 1);
        expect(problems.length === 0).toBe(isGood);
        expect(planSchema.safeParse(JSON.parse(JSON.stringify(mutated))).success).toBe(isGood);
      }),
      { numRuns: 200 },
    );
  });

  it('is not led too deep by a file', async () => {
    const deep = `${'{"is":"not","that":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const path = join(folder, 'deep.json');
    const text = JSON.stringify({ ...testPlan, rows: [{ ...testPlan.rows[0], when: ['DEEP'] }] });
    writeFileSync(path, text.replace('"DEEP"', deep));
    expect((await plan('check', path)).code).toBe(1);
  });

  it('says what is no JSON, and what is not there', async () => {
    const path = join(folder, 'no.json');
    writeFileSync(path, '{');
    await expect(plan('check', path)).rejects.toThrow('is not JSON');
    await expect(plan('check', join(folder, 'nowhere'))).rejects.toThrow('cannot be read');
  });
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]));
  return [path, ...inside];
}

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    return value.map((part, index) => (String(index) === key ? changed(part, rest, to) : part));
  }
  const object = Object(value);
  return { ...object, [key]: changed(object[key], rest, to) };
}

describe('tillwarden plan sign and verify', () => {
  const keys = join(folder, 'keys');
  const trust = join(folder, 'trust.json');
  const signed = join(folder, 'bar.plan');

  beforeAll(async () => {
    await callCommand(keysCommand, ['init', '--folder', keys, '--vendor', 'Tills', '--demo']);
    await callCommand(keysCommand, ['certify', 'issuer', '--folder', keys]);
    const file_ = ['trust-file', '--folder', keys, '--out', trust, '--grace-days', '14'];
    await callCommand(keysCommand, file_);
    await plan('sign', base, '--keys', keys, '--out', signed);
  });

  it('is believed where the vendor is trusted', async () => {
    const { code, out } = await plan('verify', signed, '--trust', trust, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isVerified: true, isDemo: true, plan: testPlan });
  });

  it('is not believed when a byte is another, nor is something else that was signed', async () => {
    const text = readFileSync(signed, 'utf8');
    const path = join(folder, 'changed.plan');
    writeFileSync(
      path,
      text.replace(/\.(.)/, (_, letter) => `.${letter === 'A' ? 'B' : 'A'}`),
    );
    expect(await plan('verify', path, '--trust', trust)).toMatchObject({ code: 1, out: '' });
    const { code, out } = await plan('verify', trust, '--trust', trust, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ isVerified: false });
  });

  it('signs no plan that is not as it should be', async () => {
    const bad = file('bad.json', { ...testPlan, version: 0 });
    await expect(plan('sign', bad, '--keys', keys)).rejects.toBeInstanceOf(UsageError);
    await expect(plan('sign', base, '--keys', keys, '--out', signed)).rejects.toThrow('already');
  });
});
