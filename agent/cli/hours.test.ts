/** Opening hours, terms and their notices, as the commands tell them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { UsageError } from './command.ts';
import { hoursCommand } from './hours.ts';
import { termCommand } from './term.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-hours-'));
const calendar = file('calendar.json', {
  zone: 'Europe/Madrid',
  weekly: [
    { days: [1, 2, 3, 4, 5], from: '09:00', to: '14:00' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '15:00', to: '17:00' },
  ],
  closures: ['2026-12-25', { from: '2026-12-31', to: '2027-01-06' }],
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function hours(...argv: string[]): Promise<unknown> {
  const { code, out } = await callCommand(hoursCommand, [
    '--calendar',
    calendar,
    ...argv,
    '--json',
  ]);
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('tillwarden hours', () => {
  it.each([
    ['2026-11-23T13:59:59', '2026-11-23T13:59:59+01:00', '2026-11-23T14:00:00+01:00'],
    ['2026-11-23T14:00', '2026-11-23T15:00:00+01:00', null],
    ['2026-11-23T13:30:00Z', '2026-11-23T15:00:00+01:00', null],
    ['2026-11-23T13:30:00+00:00', '2026-11-23T15:00:00+01:00', null],
    ['2026-12-30T17:00', '2027-01-07T09:00:00+01:00', null],
  ])('at %s: opens %s, closes %s', async (time, nextOpening, closes) => {
    const isOpen = closes !== null;
    expect(await hours('at', time)).toMatchObject({ isOpen, nextOpening, closes });
  });

  it('adds covered time over a weekend, and up to a closing', async () => {
    const added = await hours('add', '--from', '2026-11-20T16:00', '--covered', 'PT2H');
    expect(added).toEqual({
      from: '2026-11-20T16:00:00+01:00',
      covered: 'PT2H',
      end: '2026-11-23T10:00:00+01:00',
    });
    expect(await hours('add', '--from', '2026-11-23T09:00', '--covered', 'PT5H')).toMatchObject({
      end: '2026-11-23T14:00:00+01:00',
    });
  });

  it('counts the covered time between, and writes summer with its own offset', async () => {
    const span = ['--from', '2026-07-01T08:00', '--to', '2026-07-01T16:30'];
    expect(await hours('between', ...span)).toEqual({
      from: '2026-07-01T08:00:00+02:00',
      to: '2026-07-01T16:30:00+02:00',
      coveredMinutes: 390,
      covered: 'PT6H30M',
    });
  });

  it('says that a place never opens, and that one never closes', async () => {
    const never = file('never.json', { zone: 'UTC', weekly: [] });
    const always = file('always.json', {
      zone: 'UTC',
      weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
    });
    const at = ['at', '2026-11-23T14:00Z', '--json', '--calendar'];
    const closed = await callCommand(hoursCommand, [...at, never]);
    expect(JSON.parse(closed.out)).toMatchObject({ isOpen: false, nextOpening: null });
    const open = await callCommand(hoursCommand, [...at, always]);
    expect(JSON.parse(open.out)).toMatchObject({ isOpen: true, closes: null });
  });

  it.each([
    ['at', 'tomorrow'],
    ['at', '2026-13-01T10:00'],
    ['at', '1969-01-01T10:00Z'],
    ['at'],
    ['at', '2026-11-23T14:00', 'more'],
    ['add', '--from', '2026-11-23T14:00', '--covered', '2h'],
    ['add', '--from', '2026-11-23T14:00', '--covered=-PT2H'],
    ['add', '--from', '2026-11-23T14:00', '--covered', 'P1M'],
    ['add', '--covered', 'PT2H'],
    ['between', '--from', '2026-11-23T14:00', '--to', '2026-11-22T14:00'],
    ['between', '--from', '1970-11-23T14:00', '--to', '2999-11-22T14:00'],
    ['between', '--from', '2026-11-23T14:00'],
    ['reckon'],
  ])('%j %j %j %j %j is answered with how it is called', async (...argv) => {
    await expect(
      callCommand(hoursCommand, ['--calendar', calendar, ...argv]),
    ).rejects.toBeInstanceOf(UsageError);
  });

  it.each([
    [{ zone: 'Mars/Base', weekly: [] }, 'zone: there is "Mars/Base"; use the name of a time zone'],
    [
      { zone: 'UTC', weekly: [{ days: ['mo'], from: '9:00', to: '24:30' }] },
      'weekly[0].from: there is "9:00"; use a time of day',
    ],
    [
      { zone: 'UTC', weekly: [{ days: [1], from: '22:00', to: '06:00' }] },
      'across midnight write two windows',
    ],
    [{ zone: 'UTC', weekly: [], holidays: [] }, 'holidays: nothing of this name belongs here'],
    [{ zone: 'UTC', weekly: [], closures: ['Christmas'] }, 'use a day such as 2026-12-25'],
  ])('the calendar %j: %s', async (content, problem) => {
    const bad = file('bad.json', content);
    await expect(
      callCommand(hoursCommand, ['--calendar', bad, 'at', '2026-11-23T14:00']),
    ).rejects.toThrow(problem);
  });

  it('publishes what a calendar file looks like', async () => {
    const { out } = await callCommand(hoursCommand, ['schema']);
    expect(JSON.parse(out)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

async function term(...argv: string[]): Promise<unknown> {
  const { code, out } = await callCommand(termCommand, [...argv, '--json']);
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('tillwarden term', () => {
  it('reckons every term from the day it all began', async () => {
    const told = await term('--start', '2024-02-29', '--every', 'P1Y', '--count', '4');
    expect(told).toMatchObject({
      terms: [
        {
          n: 1,
          start: '2024-02-29',
          lastCoveredDay: '2025-02-28',
          anniversary: '2025-02-28',
          noticeCutOff: '2025-02-14',
        },
        { n: 2, start: '2025-03-01' },
        { n: 3 },
        { n: 4, lastCoveredDay: '2028-02-28', anniversary: '2028-02-29' },
      ],
    });
    const included = ['--start', '2026-01-15', '--every', 'P1M', '--include-anniversary-day'];
    expect(await term(...included)).toMatchObject({ terms: [{ lastCoveredDay: '2026-02-15' }] });
  });

  it.each([
    ['2026-12-17', [], { kind: 'ends', lastCoveredDay: '2026-12-31' }],
    ['2026-12-18', [], { kind: 'late', lastCoveredDay: '2027-12-31' }],
    ['2026-06-01', ['--first-notice', 'afterMinTerm'], { kind: 'late', renewedTo: '2027-12-31' }],
    ['2026-10-01', ['--notice-months', '3'], { kind: 'late', cutOff: '2026-09-30' }],
    ['2026-09-29', ['--notice-months', '3', '--notice-days', '1'], { kind: 'ends' }],
    ['2026-09-30', ['--plan', 'sds', '--notice-months', '3'], { kind: 'ends' }],
  ])('a notice on %s %j: %j', async (day, flags, notice) => {
    const told = await term('--start', '2026-01-01', '--every', 'P1Y', '--notice', day, ...flags);
    expect(told).toMatchObject({ notice: { receivedOn: day, ...notice } });
  });

  it.each([
    ['--every', 'P1Y'],
    ['--start', '2026-02-30', '--every', 'P1Y'],
    ['--start', '2026-01-01', '--every', 'P1D'],
    ['--start', '2026-01-01', '--every', 'P1Y', '--count', '0'],
    ['--start', '2026-01-01', '--every', 'P100Y', '--count', '1000'],
    ['--start', '2026-01-01', '--every', 'P1Y', '--first-notice', 'whenever'],
  ])('%j %j %j %j is answered with how it is called', async (...argv) => {
    await expect(callCommand(termCommand, argv)).rejects.toBeInstanceOf(UsageError);
  });
});
