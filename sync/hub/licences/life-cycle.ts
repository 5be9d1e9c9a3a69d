/**
 * What becomes of a licence between its purchase and its end, decided by the plan's own rows. No act
 * ever shortens maintenance or begins a free period anew: only another licence has another one.
 */
import { addDays, dateOfInstant } from '../../../agent/core/calendar.ts';
import { decide } from '../../../agent/core/contract/decide.ts';
import type { CostLine, CoverPeriod, Decision } from '../../../agent/core/contract/decision.ts';
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { DecisionFacts } from '../../../agent/core/contract/request.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { fingerprintOf, type HardwareHashes } from '../../../agent/core/entitlement/hardware.ts';
import { uncoveredDay } from '../../../agent/core/entitlement/licence-status.ts';
import { grantedMaintenance } from '../../../agent/core/entitlement/granted-maintenance.ts';
import { bindingAtHub, boundTo } from './binding.ts';
import { draftNext, drafted, movedTo, type Drafted } from './decide.ts';
import { freePeriod } from './free-period.ts';

/** A licence that was bought; no clock runs for it before it is installed. */
export interface BoughtLicence {
  readonly id: string;
  readonly customer: string;
  readonly product: string;
  readonly edition: string;
}

export type LifeAct =
  | { readonly kind: 'install'; readonly bought: BoughtLicence }
  | { readonly kind: 'renew' }
  /** The customer has said no; silence comes to the same. */
  | { readonly kind: 'decline' }
  /** Maintenance is taken up again, from the day it was paid. */
  | { readonly kind: 'reinstate' }
  /** After the reinstatement years: another licence at the same station. */
  | { readonly kind: 'new-licence'; readonly bought: BoughtLicence }
  /** From a station that is revoked; all its dates stay. */
  | { readonly kind: 'move'; readonly from: Entitlement }
  /** At the same station, to the computer that its till has now; all its dates stay. */
  | { readonly kind: 'rebind' }
  | { readonly kind: 'revoke'; readonly reason: string }
  | { readonly kind: 'take-back' };

export const LIFE_REFUSALS = [
  'licence-unknown',
  /** The station has a licence and keeps it. */
  'licence-kept',
  'not-lapsed',
  'lapsed',
  'new-licence-needed',
  'not-revoked',
  /** The till has told of no computer, or of none of whose parts anything could be read. */
  'hardware-unknown',
  /** It is bound to that computer. */
  'bound-already',
  /** The plan wants something first, or gives a quote: its decision says what. */
  'plan-refuses',
] as const;

export type LifeRefusal = (typeof LIFE_REFUSALS)[number];

export interface LifeKnown {
  readonly station: string;
  readonly site: string;
  /** The newest entitlement of the station. */
  readonly last: Entitlement | undefined;
  /** The station's computer, as its till told last. */
  readonly hardware: HardwareHashes | undefined;
  readonly facts: DecisionFacts;
  readonly plan: Plan;
  /** When it is done; of a reinstatement, when it was paid. */
  readonly atMs: number;
}

export type LifeStep =
  | {
      readonly kind: 'change';
      readonly draft: (issuedAt: string) => Drafted;
      readonly cover?: CoverPeriod | undefined;
      readonly costLines: readonly CostLine[];
    }
  /** Nothing is issued: it is only written down. */
  | { readonly kind: 'noted' }
  | {
      readonly kind: 'refused';
      readonly code: LifeRefusal;
      readonly decision?: Decision | undefined;
    };

/** What an act comes to for a station, by its newest entitlement and the plan in force. */
export function lifeStep(act: LifeAct, known: LifeKnown): LifeStep {
  const { last } = known;
  if (act.kind === 'install') {
    return last === undefined ? installed(act.bought, known) : refuse('licence-kept');
  }
  if (act.kind === 'move')
    return last === undefined ? moved(act.from, known) : refuse('licence-kept');
  if (last === undefined) return refuse('licence-unknown');
  switch (act.kind) {
    case 'renew':
    case 'reinstate':
      return extended(act.kind, last, known);
    case 'decline':
      return { kind: 'noted' };
    case 'new-licence':
      return replaced(act.bought, last, known);
    case 'rebind':
      return rebound(last, known);
    case 'revoke':
      return changed(last, { revocation: { reason: act.reason } });
    case 'take-back':
      return last.revocation === undefined
        ? refuse('not-revoked')
        : changed(last, { revocation: 'take-back' });
  }
}

/** The free period runs from today in the vendor's zone, as long as the plan or the contract says. */
function installed(
  bought: BoughtLicence,
  { station, site, hardware, plan, facts, atMs }: LifeKnown,
): LifeStep {
  const { id, customer, product, edition } = bought;
  const installedOn = dateOfInstant(atMs, plan.zone);
  const parameters = parametersOf(plan.parameters, facts.contract?.parameters);
  const free = freePeriod(installedOn, parameters);
  return {
    kind: 'change',
    costLines: [],
    cover: coverOf(free),
    draft: (issuedAt) => ({
      kind: 'drafted',
      draft: boundTo(
        {
          licence: { id, product, edition, issuedTo: { customer, site, station } },
          installedOn,
          zone: plan.zone,
          maintenance: free,
          issuedAt,
        },
        hardware,
      ),
    }),
  };
}

function coverOf(intervals: Entitlement['maintenance']): CoverPeriod | undefined {
  const [first] = intervals;
  return first && { from: first.from, lastDay: addDays(first.to, -1) };
}

function moved(from: Entitlement, { station, site, hardware }: LifeKnown): LifeStep {
  return onComputer(movedTo(from, { station, site }), hardware);
}

/** Also where it was bound to none. */
function rebound(last: Entitlement, { hardware }: LifeKnown): LifeStep {
  if (hardware === undefined || fingerprintOf(hardware) === undefined) {
    return refuse('hardware-unknown');
  }
  const isBound = bindingAtHub(last, hardware)?.kind === 'same';
  return isBound ? refuse('bound-already') : onComputer(last, hardware);
}

function onComputer(entitlement: Entitlement, hardware: HardwareHashes | undefined): LifeStep {
  return {
    kind: 'change',
    costLines: [],
    draft: (issuedAt) => {
      const next = drafted(entitlement, issuedAt);
      return next.kind === 'drafted' ? { ...next, draft: boundTo(next.draft, hardware) } : next;
    },
  };
}

/** Renewal goes on where the cover ends; a reinstatement begins as the parameters say. */
function extended(kind: 'renew' | 'reinstate', last: Entitlement, known: LifeKnown): LifeStep {
  const { facts, plan, atMs } = known;
  const { installedOn } = last;
  const maintenance = grantedMaintenance(last);
  const today = dateOfInstant(atMs, plan.zone);
  const isLapsed = today >= uncoveredDay(last, today);
  if (kind === 'reinstate' && !isLapsed) return refuse('not-lapsed');
  const request = { kind, atMs, caller: 'vendor', accepted: ['reinstatement'] } as const;
  const decision = decide(request, { ...facts, licence: { installedOn, maintenance } }, plan);
  const { cover, costLines, needs, outcome, reasons } = decision;
  if (reasons.includes('NEW_LICENCE_NEEDED')) return refuse('new-licence-needed', decision);
  if (outcome !== 'CHARGEABLE' || cover === undefined || needs !== undefined) {
    return refuse('plan-refuses', decision);
  }
  if (kind === 'renew' && isLapsed) return refuse('lapsed');
  const added = { from: cover.from, to: addDays(cover.lastDay, 1) };
  return { ...changed(last, { added }), cover, costLines };
}

/** Only where the old one cannot be taken up again; its dates are not the new one's. */
function replaced(bought: BoughtLicence, last: Entitlement, known: LifeKnown): LifeStep {
  const refused = extended('reinstate', last, known);
  const isDue = refused.kind === 'refused' && refused.code === 'new-licence-needed';
  if (!isDue || bought.id === last.licence.id) return refuse('licence-kept');
  const step = installed(bought, known);
  if (step.kind !== 'change') return step;
  // The computer and what was agreed are still the same.
  const { contract, fingerprint } = last;
  const kept = {
    ...(contract === undefined ? {} : { contract }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
  return {
    ...step,
    draft: (issuedAt) => {
      const next = step.draft(issuedAt);
      return next.kind === 'drafted' ? { ...next, draft: { ...kept, ...next.draft } } : next;
    },
  };
}

interface Change {
  readonly added?: Entitlement['maintenance'][number];
  readonly revocation?: { readonly reason: string } | 'take-back';
}

function changed(last: Entitlement, { added, revocation }: Change) {
  const addedMaintenance = added === undefined ? [] : [added];
  return {
    kind: 'change',
    costLines: [],
    draft: (issuedAt: string) => draftNext({ addedMaintenance, revocation }, last, issuedAt),
  } as const;
}

function refuse(code: LifeRefusal, decision?: Decision): LifeStep {
  return decision === undefined ? { kind: 'refused', code } : { kind: 'refused', code, decision };
}
