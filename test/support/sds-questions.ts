/** What the dated examples ask of the support contract of a till, and its answers in short words. */
import { addDays, instantIn, zonedText } from '../../agent/core/calendar.ts';
import { decide } from '../../agent/core/contract/decide.ts';
import type { Decision } from '../../agent/core/contract/decision.ts';
import { parametersOf, type PlanParameters } from '../../agent/core/contract/parameters.ts';
import type { ContractFacts, DecisionRequest } from '../../agent/core/contract/request.ts';
import { stationsYearMinor } from '../../agent/core/contract/tariff.ts';
import { noticeVerdict, termOf } from '../../agent/core/contract/term.ts';
import { sdsPlan } from '../../agent/plans/sds.ts';

type Parameters = Partial<PlanParameters>;

const FLAT: ContractFacts = { start: '2026-01-01', variant: 'flat', stations: ['till-1'] };

function berlin(local: string): number {
  return instantIn(local, sdsPlan.zone) ?? Number.NaN;
}

export function phone(at: string, closures: readonly string[] = []): string {
  const request = { kind: 'contact', atMs: berlin(at), station: 'till-1' } as const;
  return said(decide(request, { contract: FLAT, closures }, sdsPlan));
}

export function notice(start: string, receivedOn: string, parameters: Parameters = {}): string {
  const contract = { ...FLAT, start, parameters };
  return said(
    decide({ kind: 'notice', atMs: berlin(`${receivedOn}T12:00`) }, { contract }, sdsPlan),
  );
}

export function sentAtNight(parameters: Parameters): string {
  const contract = { ...FLAT, start: '2025-01-01', parameters };
  const atMs = berlin('2025-12-18T00:01');
  const sentMs = berlin('2025-12-17T23:50');
  return said(decide({ kind: 'notice', atMs, sentMs }, { contract }, sdsPlan));
}

function said({ outcome, via, scheduledAtMs, day, routeTo }: Decision): string {
  if (scheduledAtMs !== undefined) {
    return `${via} ${zonedText(scheduledAtMs, sdsPlan.zone).slice(0, 16)}`;
  }
  return [outcome, day ?? routeTo?.to].filter((part) => part !== undefined).join(' ');
}

export function firstTerm(start: string): string {
  const { termMonths: months, noticeDays, firstNotice } = parametersOf(sdsPlan.parameters);
  const rule = { start, months, noticeDays };
  const { noticeCutOff } = termOf(rule, 1);
  const inTime = noticeVerdict(rule, noticeCutOff, firstNotice);
  const late = noticeVerdict(rule, addDays(noticeCutOff, 1), firstNotice);
  return `${inTime.kind} ${inTime.lastCoveredDay}, cut-off ${noticeCutOff}, then ${late.kind}`;
}

export function year(variant: string, stations: number): number | 'quote' {
  const { pricing = 'per-station', yearPrice = '' } =
    sdsPlan.variants.find(({ id }) => id === variant) ?? {};
  const yearMinor = sdsPlan.prices[yearPrice] ?? Number.NaN;
  return stationsYearMinor({ pricing, yearMinor, stationsMax: 5 }, stations, 'quote');
}

export function sixth(variant: string, parameters: Parameters): number | string {
  const contract = { ...FLAT, variant, stations: ['1', '2', '3', '4', '5'], parameters };
  const request = {
    kind: 'change-stations',
    atMs: berlin('2026-11-20T10:00'),
    stations: 6,
  } as const;
  const { outcome, costLines } = decide(request, { contract }, sdsPlan);
  return outcome === 'QUOTE' ? outcome : costLines.reduce((sum, line) => sum + line.totalMinor, 0);
}

export function secondLevel(more: Partial<DecisionRequest>): string {
  const contract = { ...FLAT, variant: 'second-level', stations: ['till-1', 'till-2', 'till-3'] };
  const request = { kind: 'contact', atMs: berlin('2026-11-20T10:00'), station: 'till-1' } as const;
  return said(decide({ ...request, ...more }, { contract }, sdsPlan));
}
