import { describe, expect, it } from 'vitest';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { NO_EVIDENCE } from './clock-evidence.ts';
import type { Entitlement } from './entitlement.ts';
import {
  NEW_LICENSING,
  stepLicensing,
  type Licensing,
  type LicensingEvent,
  type LicensingStep,
} from './licensing.ts';

function offer(entitlement: Entitlement, licensing: Licensing = NEW_LICENSING): LicensingStep {
  return stepLicensing(licensing, {
    kind: 'entitlement-offered',
    entitlement,
    document: 'sealed',
    station: 'till-1',
  });
}

function holding(entitlement: Entitlement): Licensing {
  return offer(entitlement).licensing;
}

function after(licensing: Licensing, ...events: readonly LicensingEvent[]): Licensing {
  return events.reduce((state, event) => stepLicensing(state, event).licensing, licensing);
}

describe('an entitlement that is offered', () => {
  it('is taken, and shows that it is not earlier than its issue', () => {
    const { licensing, answer } = offer(testEntitlement());
    expect(answer).toEqual({ kind: 'done' });
    expect(licensing.entitlement).toEqual(testEntitlement());
    expect(licensing.evidence.atMs).toBe(Date.parse('2026-11-22T09:00:00Z'));
  });

  it.each([
    [{ keyEpoch: 2, n: 6 }, { kind: 'done' }],
    [{ keyEpoch: 3, n: 1 }, { kind: 'done' }],
    [
      { keyEpoch: 2, n: 5 },
      { kind: 'refused', code: 'generation-reused' },
    ],
    [
      { keyEpoch: 2, n: 4 },
      { kind: 'refused', code: 'older-generation' },
    ],
    [
      { keyEpoch: 1, n: 9_999 },
      { kind: 'refused', code: 'older-generation' },
    ],
  ])('under generation %j, where 2.5 is held, is answered %j', (generation, answer) => {
    const held = holding(testEntitlement({ generation: { keyEpoch: 2, n: 5 } }));
    const step = offer(testEntitlement({ generation, zone: 'Europe/Berlin' }), held);
    expect(step.answer).toEqual(answer);
    expect(step.licensing === held).toBe(answer.kind === 'refused');
  });

  it('changes nothing when the till has it already, however its text was written', () => {
    const held = holding(testEntitlement());
    const { maintenance, ...rest } = testEntitlement();
    expect(offer({ maintenance, ...rest }, held)).toEqual({
      licensing: held,
      answer: { kind: 'unchanged' },
    });
  });

  it('is refused when it is for another station, whatever its generation', () => {
    const licence = testEntitlement().licence;
    const other = { ...licence, issuedTo: { ...licence.issuedTo, station: 'till-2' } };
    const { answer } = offer(testEntitlement({ licence: other }));
    expect(answer).toEqual({ kind: 'refused', code: 'wrong-station' });
  });
});

describe('what a till remembers', () => {
  it('adds up running time without a licence, and stops with the licence', () => {
    const unlicensed = after(
      NEW_LICENSING,
      { kind: 'running-noted', ms: 60_000 },
      { kind: 'running-noted', ms: -5 },
      { kind: 'running-noted', ms: 1 },
    );
    expect(unlicensed.unlicensedMs).toBe(60_001);
    const licensed = offer(testEntitlement(), unlicensed).licensing;
    expect(after(licensed, { kind: 'running-noted', ms: 60_000 }).unlicensedMs).toBe(60_001);
  });

  it('rises with evidence, and is put down by a signed time alone', () => {
    const known = after(
      NEW_LICENSING,
      { kind: 'evidence-seen', source: 'journal', atMs: 5_000 },
      { kind: 'evidence-seen', source: 'release', atMs: 4_000 },
    );
    expect(known.evidence.atMs).toBe(5_000);
    const signed = after(known, { kind: 'time-signed', signed: { timeMs: 300, clockMs: 9_000 } });
    expect(signed.evidence.atMs).toBe(300);
    expect(NEW_LICENSING.evidence).toBe(NO_EVIDENCE);
  });
});
