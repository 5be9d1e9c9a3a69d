import { describe, expect, it } from 'vitest';
import { NO_EVIDENCE, presentMs, withEvidence, withSignedTime } from './clock-evidence.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const TODAY_MS = 20_000 * DAY_MS;
const FAR_MS = TODAY_MS + 9_000 * DAY_MS;

describe('the most likely moment', () => {
  it('is the clock’s where nothing speaks against it', () => {
    expect(presentMs(NO_EVIDENCE, TODAY_MS)).toBe(TODAY_MS);
  });

  it('is never before the evidence: turning the clock back gains nothing', () => {
    const evidence = withEvidence(NO_EVIDENCE, 'release', TODAY_MS);
    expect(presentMs(evidence, 0)).toBe(TODAY_MS);
  });

  it('goes on from a signed time where the clock runs far ahead', () => {
    const poisoned = withEvidence(NO_EVIDENCE, 'journal', FAR_MS);
    const evidence = withSignedTime(poisoned, { timeMs: TODAY_MS, clockMs: FAR_MS });
    expect(presentMs(evidence, FAR_MS)).toBe(TODAY_MS);
    expect(presentMs(evidence, FAR_MS + DAY_MS)).toBe(TODAY_MS + DAY_MS);
  });

  it('is the clock’s again once that was put right', () => {
    const signed = { timeMs: TODAY_MS, clockMs: FAR_MS };
    const evidence = withSignedTime(NO_EVIDENCE, signed);
    expect(presentMs(evidence, TODAY_MS + DAY_MS)).toBe(TODAY_MS + DAY_MS);
  });

  it('does not run ahead when a clock with an empty battery is put right after a signed time', () => {
    const evidence = withSignedTime(NO_EVIDENCE, { timeMs: TODAY_MS, clockMs: DAY_MS });
    expect(presentMs(evidence, 2 * DAY_MS)).toBe(TODAY_MS);
    expect(presentMs(evidence, TODAY_MS + DAY_MS)).toBe(TODAY_MS + DAY_MS);
  });
});
