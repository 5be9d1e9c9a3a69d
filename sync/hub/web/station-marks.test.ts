import { expect, it } from 'vitest';
import type { StationSummary } from '../api/schema.ts';
import { hashOf, placeOf } from './place.ts';
import { licenceMark, stationMarks } from './station-marks.ts';

const QUIET: StationSummary = {
  station: 'st-1',
  name: 'Till',
  site: 'berlin',
  isRevoked: false,
  isConnected: true,
  lastSeenAt: null,
  enrolledAt: '2026-01-05T08:00:00.000Z',
  agentVersion: '1',
  licence: { state: 'active', flags: [], clock: 'trusted', lastCoveredDay: '2027-11-21' },
  unexplainedForks: 0,
  quarantined: 0,
};

it('a till in order needs no look', () => {
  expect(stationMarks(QUIET, 'en')).toEqual([]);
  expect(stationMarks({ ...QUIET, licence: null }, 'en')).toEqual([]);
});

it('what is wrong is said, the most urgent first', () => {
  const licence = {
    ...QUIET.licence,
    state: 'active',
    clock: 'behind',
    flags: ['clock-suspect', 'rebind-needed'],
  } as const;
  const station = { ...QUIET, isRevoked: true, unexplainedForks: 1, quarantined: 2, licence };
  expect(stationMarks(station, 'en').map(({ text }) => text)).toEqual([
    'Journal has forked',
    'Revoked',
    '2 lines set aside',
    'Licence of another computer',
    'Clock is behind',
  ]);
});

it('the licence is told with its day', () => {
  expect(licenceMark(QUIET, 'de')).toMatchObject({
    tone: 'good',
    text: 'Gedeckt bis 21. November 2027',
  });
  expect(licenceMark({ ...QUIET, licence: null }, 'en').text).toBe('Not told yet');
  const unlicensed = { state: 'unlicensed', flags: [], clock: 'trusted' } as const;
  expect(licenceMark({ ...QUIET, licence: unlicensed }, 'en')).toMatchObject({ tone: 'warning' });
});

it('the address says where one is, and anything else is the fleet', () => {
  for (const hash of ['#/', '#/tills/st-1', '#/users', '#/audit']) {
    expect(hashOf(placeOf(hash))).toBe(hash);
  }
  for (const customer of ['Bar Pepe', 'Café', 'Rosa & Söhne / 2', '100 %']) {
    const place = { screen: 'customer', customer } as const;
    expect(placeOf(hashOf(place))).toEqual(place);
    expect(hashOf(place)).toMatch(/^[#/\x21-\x7e]+$/);
  }
  expect(placeOf('#/balances/%E0%A4%A')).toEqual({ screen: 'fleet' });
  for (const hash of ['', '#', '#/nothing', '#/tills/', '#/tills/../x', '#/tills/<b>']) {
    expect(placeOf(hash)).toEqual({ screen: 'fleet' });
  }
});
