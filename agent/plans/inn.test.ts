import { describe, expect, it } from 'vitest';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { PlanParameters } from '../core/contract/parameters.ts';
import type { AccountFacts, DecisionRequest } from '../core/contract/request.ts';
import { innPlan } from './inn.ts';

const NOW = Date.parse('2026-05-08T10:00:00Z');
const SURCHARGES: Partial<PlanParameters> = {
  phoneSurchargeCredits: 15,
  videoSurchargeCredits: 30,
};

interface RowCase {
  readonly row: string;
  readonly says: string;
  readonly asks: Omit<DecisionRequest, 'atMs'>;
  readonly credits: AccountFacts;
  readonly parameters?: Partial<PlanParameters>;
  readonly then: Partial<Decision>;
}

function credits(available: number, held = 0): AccountFacts {
  return { available, held };
}

function held(amount: number) {
  return { holds: [{ account: 'credits', amount }] };
}

function topUp(missing: number, priceMinor: number) {
  return expect.objectContaining({
    what: 'top-up',
    missing,
    packs: expect.objectContaining({ priceMinor }),
  });
}

const CONTACTS: readonly RowCase[] = [
  ...(['external-modules', 'modified-core', 'old-version'] as const).map(
    (complication): RowCase => ({
      row: 'contact 1',
      says: `a security update with ${complication}: a quote`,
      asks: { kind: 'contact', topic: 'security-update', complications: [complication] },
      credits: credits(500),
      then: { outcome: 'QUOTE', reasons: ['NOT_STANDARD'], options: [{ code: 'security-update' }] },
    }),
  ),
  {
    row: 'contact 5',
    says: 'near miss: an intervention with external modules',
    asks: {
      kind: 'contact',
      serviceClass: 'intervention',
      complications: ['external-modules'],
    },
    credits: credits(60),
    then: { outcome: 'COVERED', ...held(60) },
  },
  {
    row: 'contact 2',
    says: 'a consultation, 14 of 15',
    asks: { kind: 'contact' },
    credits: credits(14),
    then: { outcome: 'NEEDS', reasons: ['BALANCE_SHORT'], needs: topUp(1, 1_000) },
  },
  {
    row: 'contact 2',
    says: 'an intervention, nothing of 60: the 60 pack',
    asks: { kind: 'contact', serviceClass: 'intervention' },
    credits: credits(0),
    then: { outcome: 'NEEDS', needs: topUp(60, 3_600) },
  },
  {
    row: 'contact 2',
    says: 'a security update, 59 of 60',
    asks: { kind: 'contact', topic: 'security-update' },
    credits: credits(59),
    then: { outcome: 'NEEDS', needs: topUp(1, 1_000) },
  },
  {
    row: 'contact 2',
    says: 'the surcharge was agreed to, and the balance lacks just that',
    asks: { kind: 'contact', channel: 'phone', accepted: ['surcharge'] },
    credits: credits(15),
    parameters: SURCHARGES,
    then: { outcome: 'NEEDS', needs: topUp(15, 1_000) },
  },
  {
    row: 'contact 3',
    says: 'by phone with a surcharge nobody has agreed to',
    asks: { kind: 'contact', channel: 'phone' },
    credits: credits(100),
    parameters: SURCHARGES,
    then: {
      outcome: 'NEEDS',
      reasons: ['SURCHARGE'],
      needs: { what: 'acceptance', accept: 'surcharge', missing: 15 },
    },
  },
  {
    row: 'contact 3',
    says: 'by video it is another',
    asks: { kind: 'contact', channel: 'video' },
    credits: credits(100),
    parameters: SURCHARGES,
    then: { needs: { what: 'acceptance', accept: 'surcharge', missing: 30 } },
  },
  {
    row: 'contact 5',
    says: 'near miss: agreed to, and set aside with the minimum',
    asks: { kind: 'contact', channel: 'video', accepted: ['surcharge'] },
    credits: credits(100),
    parameters: SURCHARGES,
    then: { outcome: 'COVERED', ...held(45) },
  },
  {
    row: 'contact 5',
    says: 'near miss: by phone where the surcharge is 0',
    asks: { kind: 'contact', channel: 'phone' },
    credits: credits(15),
    then: { outcome: 'COVERED', ...held(15) },
  },
  {
    row: 'contact 4',
    says: 'a security update without any flag: 60, and backups on the list',
    asks: { kind: 'contact', topic: 'security-update' },
    credits: credits(60),
    then: { outcome: 'COVERED', ...held(60), checklist: ['backup-source', 'backup-database'] },
  },
  {
    row: 'contact 5',
    says: 'near miss: a question about a security update is a consultation',
    asks: { kind: 'contact', topic: 'security-update', serviceClass: 'consultation' },
    credits: credits(60),
    then: { outcome: 'COVERED', ...held(15), checklist: [] },
  },
];

const WORK: readonly RowCase[] = [
  {
    row: 'work',
    says: 'the minimum is used up and the next block exceeds the balance: a pause',
    asks: { kind: 'work', used: 15 },
    credits: credits(14, 15),
    then: { outcome: 'NEEDS', needs: topUp(1, 1_000) },
  },
  {
    row: 'work goes on',
    says: 'near miss: the next block is there, and set aside',
    asks: { kind: 'work', used: 15 },
    credits: credits(15, 15),
    then: { outcome: 'COVERED', ...held(30) },
  },
  {
    row: 'work goes on',
    says: 'near miss: within a block that is paid for there is no pause',
    asks: { kind: 'work', used: 14 },
    credits: credits(0, 15),
    then: { outcome: 'COVERED', ...held(15) },
  },
  {
    row: 'work goes on',
    says: 'near miss: a security update is flat',
    asks: { kind: 'work', serviceClass: 'security-update', used: 200 },
    credits: credits(0, 60),
    then: { outcome: 'COVERED', ...held(60) },
  },
  {
    row: 'work',
    says: 'an agreed surcharge counts beside the block',
    asks: { kind: 'work', used: 15, channel: 'phone', accepted: ['surcharge'] },
    credits: credits(0, 30),
    parameters: SURCHARGES,
    then: { outcome: 'NEEDS', needs: topUp(15, 1_000) },
  },
  {
    row: 'dearer class',
    says: 'a consultation turns into an intervention: the customer agrees first',
    asks: { kind: 'work', openedAs: 'consultation', serviceClass: 'intervention', used: 10 },
    credits: credits(100, 15),
    then: {
      outcome: 'NEEDS',
      needs: { what: 'acceptance', accept: 'dearer-class', missing: 45 },
    },
  },
  {
    row: 'work',
    says: 'agreed to, and the balance lacks the higher minimum',
    asks: {
      kind: 'work',
      openedAs: 'consultation',
      serviceClass: 'intervention',
      used: 10,
      accepted: ['dearer-class'],
    },
    credits: credits(20, 15),
    then: { outcome: 'NEEDS', needs: topUp(25, 2_000) },
  },
  {
    row: 'work goes on',
    says: 'near miss: an intervention that turns out a consultation asks nothing',
    asks: { kind: 'work', openedAs: 'intervention', serviceClass: 'consultation', used: 10 },
    credits: credits(0, 60),
    then: { outcome: 'COVERED' },
  },
];

const EVENTS: readonly RowCase[] = [
  {
    row: 'settle 1',
    says: 'solved: the minimum and every begun block',
    asks: { kind: 'settle', used: 31 },
    credits: credits(90, 15),
    then: { outcome: 'SETTLE', ...held(45), count: 45, reasons: [] },
  },
  {
    row: 'settle 1',
    says: 'a consultation that became an intervention: one line, the higher minimum',
    asks: {
      kind: 'settle',
      openedAs: 'consultation',
      serviceClass: 'intervention',
      used: 20,
      accepted: ['dearer-class'],
    },
    credits: credits(200, 60),
    then: { outcome: 'SETTLE', ...held(60), count: 60 },
  },
  {
    row: 'dearer class',
    says: 'near miss: settled dearer than anybody agreed to',
    asks: { kind: 'settle', openedAs: 'consultation', serviceClass: 'intervention', used: 20 },
    credits: credits(200, 60),
    then: { outcome: 'NEEDS' },
  },
  {
    row: 'settle 1',
    says: 'a balance of exactly the threshold is not low',
    asks: { kind: 'settle', used: 15 },
    credits: credits(60, 15),
    then: { outcome: 'SETTLE', reasons: [] },
  },
  {
    row: 'settle 2',
    says: 'a credit below the threshold: settled, and the customer told',
    asks: { kind: 'settle', used: 15 },
    credits: credits(59, 15),
    then: { outcome: 'SETTLE', ...held(15), reasons: ['BALANCE_LOW'] },
  },
  {
    row: 'settle 1',
    says: 'near miss: warnBelowCredits=30',
    asks: { kind: 'settle', used: 15 },
    credits: credits(59, 15),
    parameters: { warnBelowCredits: 30 },
    then: { outcome: 'SETTLE', reasons: [] },
  },
  {
    row: 'timer',
    says: 'the registration grant ends: what nobody holds of it expires',
    asks: { kind: 'timer', timer: 'grant-expired' },
    credits: { available: 120, expiring: 45 },
    then: { outcome: 'EXPIRE', count: 45, ...held(45) },
  },
  {
    row: 'none',
    says: 'near miss: another timer is not for credits',
    asks: { kind: 'timer', timer: 'pool-term-ended' },
    credits: { available: 120, expiring: 45 },
    then: { outcome: 'MANUAL' },
  },
];

const CASES = [...CONTACTS, ...WORK, ...EVENTS];

describe('support by credits', () => {
  it.each(CASES)('$row: $says', ({ row, asks, credits: balance, parameters = {}, then }) => {
    const plan = { ...innPlan, parameters: { ...innPlan.parameters, ...parameters } };
    const decision = decide({ ...asks, atMs: NOW }, { accounts: { credits: balance } }, plan);
    expect(decision).toMatchObject({ ...then, row });
  });

  it('has no row that no case reaches', () => {
    const reached = new Set(CASES.map(({ row }) => row));
    expect(innPlan.rows.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});
