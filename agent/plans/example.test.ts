/** The sixth plan: what its words say, decided by the engine, and told by the command line. */
import { describe, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { decideCommand } from '../cli/decide.ts';
import { hoursCommand } from '../cli/hours.ts';
import { termCommand } from '../cli/term.ts';
import { instantIn } from '../core/calendar.ts';
import { decide } from '../core/contract/decide.ts';
import type { DecisionFacts, DecisionRequest } from '../core/contract/request.ts';
import { examplePlan } from './example.ts';

const contract = { start: '2026-01-01', variant: 'monthly', stations: ['till-1'] };
const THURSDAY_NIGHT = '2026-11-19T18:00';

function decided(request: Omit<DecisionRequest, 'atMs'>, at: string, facts: DecisionFacts = {}) {
  const atMs = instantIn(at, examplePlan.zone) ?? Number.NaN;
  return decide({ station: 'till-1', ...request, atMs }, { contract, ...facts }, examplePlan);
}

describe('help under the example plan', () => {
  it.each([
    ['2026-11-16T08:00', 'Monday, at opening'],
    ['2026-11-19T17:59:59', 'Thursday, before closing'],
    ['2026-11-20T13:59:59', 'Friday, before 14:00'],
  ])('is covered on %s: %s', (at) => {
    expect(decided({ kind: 'contact' }, at)).toMatchObject({
      outcome: 'COVERED',
      row: 'help in hours',
      costLines: [],
    });
  });

  it.each([
    ['2026-11-16T07:59:59', 'Monday, before opening'],
    [THURSDAY_NIGHT, 'Thursday, at closing'],
    ['2026-11-20T14:00', 'Friday at 14:00'],
    ['2026-11-21T10:00', 'Saturday'],
  ])('costs a quarter of an hour at least on %s: %s', (at) => {
    expect(decided({ kind: 'contact' }, at)).toMatchObject({
      outcome: 'CHARGEABLE',
      reasons: ['SURCHARGE'],
      costLines: [{ code: 'quarter-hour-outside', totalMinor: 4_500, payer: 'customer' }],
      needs: { what: 'acceptance', accept: 'surcharge' },
    });
  });

  it('begins outside the hours once the surcharge is accepted, and is charged once', () => {
    const accepted = ['surcharge'] as const;
    const begun = decided({ kind: 'contact', accepted }, THURSDAY_NIGHT);
    expect(begun.needs).toBeUndefined();
    const settled = decided({ kind: 'settle', used: 16 }, THURSDAY_NIGHT);
    const lines = [...begun.costLines, ...settled.costLines];
    expect(lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(9_000);
  });

  it('waits for the next opening where it was asked for in writing', () => {
    expect(decided({ kind: 'contact', channel: 'e-mail' }, '2026-11-20T14:00')).toMatchObject({
      outcome: 'SCHEDULE',
      scheduledAtMs: instantIn('2026-11-23T08:00', examplePlan.zone),
    });
  });

  it.each([
    [{ kind: 'remote' }, { outcome: 'NEEDS', needs: { what: 'consent' } }],
    [{ kind: 'remote', hasConsent: true }, { outcome: 'COVERED' }],
    [
      { kind: 'contact', topic: 'hardware' },
      { outcome: 'MANUAL', reasons: ['TOPIC_NOT_COVERED'] },
    ],
    [
      { kind: 'contact', station: 'till-2' },
      { outcome: 'REFUSE', options: [{ code: 'station-year', priceMinor: 46_800 }] },
    ],
    [{ kind: 'update' }, { outcome: 'COVERED', row: 'update' }],
    [{ kind: 'training' }, { outcome: 'QUOTE', options: [{ code: 'training' }] }],
    [
      { kind: 'change-stations', stations: 3 },
      { outcome: 'CHARGEABLE', costLines: [{ quantity: 3, totalMinor: 140_400 }], count: 1 },
    ],
    [{ kind: 'deal' }, { outcome: 'MANUAL', reasons: ['NO_RULE'] }],
  ] as const)('%j: %j', (request, decision) => {
    expect(decided(request, '2026-11-16T10:00')).toMatchObject(decision);
  });

  it('is refused without a contract, and updates are too', () => {
    for (const kind of ['contact', 'remote', 'update'] as const) {
      expect(decided({ kind }, '2025-12-31T10:00')).toMatchObject({ reasons: ['NO_CONTRACT'] });
    }
  });
});

describe('work outside the hours', () => {
  it.each([
    [0, 0, 0],
    [1, 15, 4_500],
    [14, 15, 4_500],
    [15, 15, 4_500],
    [16, 30, 9_000],
    [60, 60, 18_000],
    [61, 75, 22_500],
  ])('of %i minutes is settled as %i, for %i: three times 60.00 an hour', (used, count, minor) => {
    const settled = decided({ kind: 'settle', used }, '2026-11-21T10:00');
    expect(settled).toMatchObject({ outcome: 'SETTLE', count });
    expect(settled.costLines.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(minor);
  });

  it.each([
    ['2026-11-20T13:59', 'COVERED', 0],
    ['2026-11-20T14:00', 'SETTLE', 9_000],
  ])('of Friday %s is %s, for %i', (at, outcome, minor) => {
    const settled = decided({ kind: 'settle', used: 16 }, at);
    expect(settled.outcome).toBe(outcome);
    expect(settled.costLines.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(minor);
  });

  it('costs the same on site, and what a contract has agreed where it has', () => {
    const onSite = { kind: 'settle', used: 15, mode: 'on-site' } as const;
    expect(decided(onSite, THURSDAY_NIGHT)).toMatchObject({ costLines: [{ totalMinor: 4_500 }] });
    const prices = { 'hour-on-site': 24_000 };
    expect(decided(onSite, THURSDAY_NIGHT, { prices })).toMatchObject({
      costLines: [{ totalMinor: 6_000 }],
    });
  });
});

describe('the months of the example plan', () => {
  it.each([
    ['2026-11-30', '2027-02-28', '2026-11-30'],
    ['2026-12-01', '2027-03-31', '2026-12-31'],
    ['2026-12-31', '2027-03-31', '2026-12-31'],
    ['2027-01-01', '2027-04-30', '2027-01-31'],
  ])('end, after a notice on %s, with %s; it could come until %s', (sent, day, cutOff) => {
    expect(decided({ kind: 'notice' }, `${sent}T12:00`)).toMatchObject({
      outcome: 'END',
      row: 'notice',
      day,
      cutOff,
    });
  });

  it.each([
    ['2026-02-01', '2026-02-28', '2025-11-30'],
    ['2026-03-01', '2026-03-31', '2025-12-31'],
    ['2028-02-01', '2028-02-29', '2027-11-30'],
  ])('go on by one on %s, until %s', (today, day, cutOff) => {
    const ended = { kind: 'timer', timer: 'term-ended' } as const;
    expect(decided(ended, `${today}T00:00`)).toMatchObject({ outcome: 'RENEWED', day, cutOff });
    const over = { contract: { ...contract, endsOn: '2026-01-31' } };
    expect(decided(ended, `${today}T00:00`, over)).toMatchObject({ outcome: 'END' });
  });

  it('are a month for a consumer, and a person’s business where it is about conduct', () => {
    const customer = { isConsumer: true };
    expect(decided({ kind: 'notice' }, '2026-11-22T12:00', { customer })).toMatchObject({
      outcome: 'END',
      day: '2026-12-22',
    });
    const conduct = { kind: 'notice', noticeBy: 'vendor', isForConduct: true } as const;
    expect(decided(conduct, '2026-11-22T12:00')).toMatchObject({ outcome: 'MANUAL' });
  });
});

describe('the example plan on the command line', () => {
  const plan = ['--plan', 'example'];

  it('decides, in words', async () => {
    const asked = ['--at', '2026-11-21T10:00', '--kind', 'settle', '--used', '16', '--lang', 'de'];
    const { code, out } = await callCommand(decideCommand, [...plan, ...asked]);
    expect(code).toBe(0);
    expect(out).toContain('SETTLE  (example, version 1, settle outside hours)\n');
    expect(out.replaceAll(/\s/g, ' ')).toContain('90,00 €');
    expect(out).toContain('Außerhalb dieser Zeiten kostet die Stunde 60,00 € zuzüglich 200 %');
  });

  it('reckons its months and its notice', async () => {
    const asked = ['--start', '2026-01-01', '--count', '3', '--notice', '2026-11-22', '--json'];
    const { out } = await callCommand(termCommand, [...plan, ...asked]);
    expect(JSON.parse(out)).toMatchObject({
      every: 'P1M',
      terms: [
        { lastCoveredDay: '2026-01-31', noticeCutOff: '2025-10-31' },
        { lastCoveredDay: '2026-02-28', noticeCutOff: '2025-11-30' },
        { lastCoveredDay: '2026-03-31', noticeCutOff: '2025-12-31' },
      ],
      notice: { kind: 'ends', lastCoveredDay: '2027-02-28' },
    });
  });

  it.each([
    ['2026-11-20T13:59', true],
    ['2026-11-20T14:00', false],
  ])('is there on %s: %s', async (at, isOpen) => {
    const { out } = await callCommand(hoursCommand, [...plan, 'at', at, '--json']);
    expect(JSON.parse(out)).toMatchObject({ isOpen });
  });
});
