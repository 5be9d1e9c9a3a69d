/** One decision from the command line: flags and files, in words and as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { testPlan } from '../../test/support/test-plan.ts';
import { UsageError } from './command.ts';
import { decideCommand } from './decide.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-decide-'));
const plan = file('bar.json', testPlan);
const ASK = ['--plan', plan, '--at', '2026-11-23T14:30', '--kind', 'contact'];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function decided(...argv: string[]) {
  const { code, out } = await callCommand(decideCommand, [...ASK, ...argv, '--json']);
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('tillwarden decide', () => {
  it('answers with the outcome, the instant in the plan’s zone and the words', async () => {
    expect(await decided('--caller', 'admin', '--credits', '100', '--lang', 'de')).toMatchObject({
      outcome: 'SCHEDULE',
      row: 'contact 3',
      at: '2026-11-23T14:30:00+01:00',
      scheduledAt: '2026-11-23T15:00:00+01:00',
      holds: [{ account: 'credits', amount: 15 }],
      plan: 'bar',
      planVersion: 3,
      text: { clauses: [{ id: 'B-2', sentence: 'Credits pay for help. (de)' }] },
    });
  });

  it('says the same to people', async () => {
    const { out } = await callCommand(decideCommand, [...ASK, '--caller', 'cashier']);
    expect(out).toContain('ROUTE  (bar, version 3, contact 1)\n');
    expect(out).toContain('Who:\n  Responsible: the customer’s own admin.\n');
    expect(out).toContain('It rests on:\n  B-1  Ask the admin first.\n');
  });

  it('takes a request and facts from files, and flags before them', async () => {
    const request = file('request.json', { kind: 'update', caller: 'cashier' });
    const contract = { start: '2026-01-01', stations: ['t1'], variant: 'flat' };
    const accounts = { credits: { available: 1 } };
    const facts = file('facts.json', { contract, accounts });
    const files = ['--request', request, '--facts', facts];
    expect(await decided(...files)).toMatchObject({ outcome: 'NEEDS', row: 'contact 2' });
    expect(await decided(...files, '--credits', '60')).toMatchObject({ row: 'contact 3' });
    expect(await decided(...files, '--variant', 'bare')).toMatchObject({ row: 'contact 1' });
  });

  it('knows closures, prices and consent from flags', async () => {
    const admin = ['--caller', 'admin', '--credits', '100'];
    expect(await decided(...admin, '--closures', '2026-11-23,2026-11-24')).toMatchObject({
      scheduledAt: '2026-11-25T09:00:00+01:00',
    });
    const closures = file('closures.json', [{ from: '2026-11-23', to: '2026-11-26' }]);
    expect(await decided(...admin, '--closures', closures)).toMatchObject({
      scheduledAt: '2026-11-27T09:00:00+01:00',
    });
    const remote = ['--kind', 'remote', '--consent', '--price', 'assistance=7500'];
    expect(await decided(...remote)).toMatchObject({ costLines: [{ totalMinor: 7_500 }] });
    const training = ['--kind', 'training', '--price', 'training=100'];
    expect(await decided(...training)).toMatchObject({ options: [{ priceMinor: 100 }] });
  });

  it('answers a kind that no row speaks of: a person decides', async () => {
    expect(await decided('--kind', 'deal')).toMatchObject({ outcome: 'MANUAL', row: 'none' });
  });

  it.each([
    [['--caller', 'boss'], '--caller: there is "boss"; use one of cashier'],
    [['--class', 'gold'], '--class: there is "gold"; use one of consultation'],
    [['--kind', 'help'], '--kind: there is "help"; use one of contact'],
    [['--accept', 'all'], '--accept: there is "all"; use one of reinstatement'],
    [['--at', 'now'], '--at takes a time such as'],
    [['--plan', 'nothing'], 'there is no plan nothing: say '],
    [['--credits', 'ten'], '--credits takes a number'],
    [['--price', 'hour'], '--price takes CODE=MINOR'],
    [['--covered-until', '2026-01-01'], '--installed DATE'],
    [['--stations', 'a,b'], '--contract-start DATE'],
    [['--first-order', '5'], '--distributor ID'],
    [['--payment', 'cash', '--distributor', 'd'], 'distributor.payment: there is "cash"'],
    [['--closures', 'Christmas'], 'use a day such as'],
    [['--lang', 'fr'], '--lang takes en, de, es, it'],
    [['more'], 'what is more'],
  ])('%j is answered with what would be right: %s', async (argv, problem) => {
    const call = callCommand(decideCommand, [...ASK, ...argv]);
    await expect(call).rejects.toThrow(problem);
    await expect(call).rejects.toBeInstanceOf(UsageError);
  });

  it('refuses facts and requests that name what it does not know', async () => {
    const facts = file('odd.json', { contract: { start: '2026-01-01', stations: [], price: 1 } });
    await expect(callCommand(decideCommand, [...ASK, '--facts', facts])).rejects.toThrow(
      'contract.price: nothing of this name belongs here',
    );
    const request = file('odd.json', { kind: 'contact', when: 1 });
    await expect(callCommand(decideCommand, [...ASK, '--request', request])).rejects.toThrow(
      'when: nothing of this name belongs here',
    );
  });

  it.each([[['schema']], [['schema', 'facts']], [['schema', 'request']]])(
    '%j publishes what a file looks like',
    async (argv) => {
      const { out } = await callCommand(decideCommand, argv);
      expect(JSON.parse(out)).toMatchObject({ type: 'object', additionalProperties: false });
    },
  );
});
