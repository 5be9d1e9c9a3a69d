import { describe, expect, it } from 'vitest';
import type { KindLine } from '../store/fleet-lines.ts';
import { licenceReport, licenceStanding } from './licence-report.ts';

function line(kind: string, body: unknown, atMs = 5): KindLine {
  return { epoch: 1, seq: atMs, atMs, kind, body };
}

const ACTIVE = {
  state: 'active',
  flags: ['rebind-needed'],
  clock: 'behind',
  lastCoveredDay: '2027-11-21',
};

describe('a till’s licence', () => {
  it('is what its newest lines say', () => {
    const accepted = { licence: 'l-1', generation: { keyEpoch: 1, n: 3 }, source: 'hub' };
    const report = licenceReport([
      line('entitlement-refused', { code: 'replayed', source: 'file' }, 9),
      line('licence-changed', ACTIVE, 8),
      line('entitlement-accepted', accepted, 7),
      line('licence-changed', { ...ACTIVE, state: 'unlicensed' }, 6),
    ]);
    expect(report).toEqual({
      standing: { ...ACTIVE, atMs: 8 },
      accepted: { ...accepted, atMs: 7 },
      refused: { code: 'replayed', source: 'file', atMs: 9 },
    });
  });

  it('is unknown before the till has told of it', () => {
    const nothing = { standing: undefined, accepted: undefined, refused: undefined };
    expect(licenceReport([])).toEqual(nothing);
    expect(licenceReport([line('licence-changed', null), line('entitlement-refused', 3)])).toEqual(
      nothing,
    );
  });

  it('of a newer till is understood as far as it goes', () => {
    const newer = { ...ACTIVE, flags: ['rebind-needed', 'moon-phase'], clock: 'tired', more: 1 };
    expect(licenceStanding(newer)).toEqual({ ...ACTIVE, clock: 'trusted' });
    expect(licenceStanding({ state: 'active' })).toMatchObject({ state: 'active', flags: [] });
    expect(licenceStanding({ ...ACTIVE, lastCoveredDay: '<b>' })?.lastCoveredDay).toBeUndefined();
    expect(licenceStanding({ ...ACTIVE, state: 'paused' })).toBeUndefined();
  });
});
