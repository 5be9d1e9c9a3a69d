/**
 * The licence in the till's turns: what comes from the vendor, the time the till has run without, and
 * whether a new sale may begin. Nothing here stops a sale under way or money on its way back.
 */
import { canonicalJson } from '../canonical/canonical-json.ts';
import { allowances } from '../entitlement/allowances.ts';
import { CLOCK_TOLERANCE_MS } from '../entitlement/clock-evidence.ts';
import {
  licenceStatus,
  type LicenceStanding,
  type LicenceStatus,
} from '../entitlement/licence-status.ts';
import {
  stepLicensing,
  type Licensing,
  type LicensingAnswer,
  type LicensingEvent,
} from '../entitlement/licensing.ts';
import type { LineDraft } from '../journal-line.ts';
import type { EntitlementSource } from '../vendor-line.ts';
import type { Answer, HeldEntitlement, Refusal, TillFacts, VendorRequest } from './events.ts';
import { withHardwareNoted } from './hardware-turn.ts';
import { answerLease } from './leasing-turn.ts';
import { answerPlan } from './plan-turn.ts';
import type { Till } from './till.ts';
import { withLines, type Turn } from './turn.ts';

/** Running time that is not worth a line of its own yet. */
const RUNNING_TIME_MIN_MS = 60_000;

/** What of the facts the licence looks at. */
export type LicenceView = Pick<TillFacts, 'nowMs' | 'activationGraceDays'>;

/** Where a till stands with its licence now. */
export function tillLicence(
  { licensing }: Pick<Till, 'licensing'>,
  { nowMs, activationGraceDays }: LicenceView,
): LicenceStatus {
  return licenceStatus({
    ...licensing,
    clockMs: nowMs,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    activationGraceDays,
  });
}

/** Takes in what the vendor has sent. */
export function answerVendor(
  turn: Turn,
  request: VendorRequest,
): { readonly turn: Turn; readonly answer: Answer } {
  switch (request.kind) {
    case 'entitlement-offered':
      return entitlementOffered(turn, request);
    case 'entitlement-rejected': {
      const { reason, source } = request;
      return { turn: withLines(turn, [refused(reason, source)]), answer: refusal(reason) };
    }
    case 'time-signed': {
      const { turn: signed } = stepped(turn, request);
      const line: LineDraft = { kind: 'time-signed', body: { ...request.signed } };
      return { turn: withStanding(withLines(signed, [line])), answer: DONE };
    }
    case 'plan-offered':
    case 'plan-rejected':
      return answerPlan(turn, request);
    case 'lease-offered':
    case 'lease-close-asked':
    case 'promise-asked':
    case 'ticket-settled':
    case 'ticket-released':
      return answerLease(turn, request);
    case 'chain-forked': {
      const { epoch, seq } = request;
      return {
        turn: withLines(turn, [{ kind: 'chain-forked', body: { epoch, seq } }]),
        answer: DONE,
      };
    }
    case 'lines-lost': {
      const { seq, hash } = request;
      return { turn: withLines(turn, [{ kind: 'lines-lost', body: { seq, hash } }]), answer: DONE };
    }
  }
}

/** At the start: the entitlement that is held counts again, or no longer. */
export function licenceStarted(turn: Turn, held: HeldEntitlement | undefined): Turn {
  const { station } = turn.facts;
  const seen = journalSeen(turn);
  const { entitlement, components } = held?.kind === 'verified' ? held : {};
  const event = { kind: 'entitlement-unsealed', entitlement, components, station } as const;
  const unsealed = stepped(seen, event);
  const reason = held?.kind === 'refused' ? held.reason : reasonOf(unsealed.answer);
  if (reason === undefined) return withStanding(withHardwareNoted(unsealed.turn));
  const { licensing } = unsealed.turn.till;
  const told = withLicensing(unsealed.turn, { ...licensing, heldRefusal: reason });
  return withStanding(withLines(told, [refused(reason, 'store')]));
}

/** Time has passed: it counts while there is no licence, and may have brought a day's end. */
export function licenceWatched(turn: Turn): Turn {
  return withStanding(withRunningTime(journalSeen(turn)));
}

/** Counts the time the till has run without a licence since that was last done. */
export function withRunningTime(turn: Turn): Turn {
  const { ranMs } = turn.facts;
  if (turn.till.licensing.entitlement !== undefined || ranMs < RUNNING_TIME_MIN_MS) return turn;
  const { turn: counted } = stepped(turn, { kind: 'running-noted', ms: ranMs });
  const { unlicensedMs } = counted.till.licensing;
  return withLines(counted, [{ kind: 'running-time-noted', body: { unlicensedMs } }]);
}

/** Why no new sale may begin, where none may. */
export function licenceAgainstSale({ till, facts }: Turn): Refusal | undefined {
  const status = tillLicence(till, facts);
  return allowances(status).newSales ? undefined : { code: 'not-licensed', state: status.state };
}

const DONE: Answer = { kind: 'done' };

function entitlementOffered(
  turn: Turn,
  request: Extract<VendorRequest, { kind: 'entitlement-offered' }>,
): { readonly turn: Turn; readonly answer: Answer } {
  const { entitlement, source } = request;
  const { turn: offered, answer } = stepped(turn, { ...request, station: turn.facts.station });
  switch (answer.kind) {
    case 'refused':
      return {
        turn: withLines(turn, [refused(answer.code, source)]),
        answer: refusal(answer.code),
      };
    case 'unchanged':
      return { turn, answer: DONE };
    case 'done': {
      const { licence, generation } = entitlement;
      const body = { licence: licence.id, generation, source };
      const accepted = withLines(offered, [{ kind: 'entitlement-accepted', body }]);
      return { turn: withStanding(withHardwareNoted(accepted)), answer: DONE };
    }
  }
}

function journalSeen(turn: Turn): Turn {
  const { lastLineAtMs } = turn.facts;
  if (lastLineAtMs === undefined) return turn;
  return stepped(turn, { kind: 'evidence-seen', source: 'journal', atMs: lastLineAtMs }).turn;
}

/** Writes down where the till stands, when that is not what was written last. */
function withStanding(turn: Turn): Turn {
  const { licensing } = turn.till;
  const standing = standingOf(tillLicence(turn.till, turn.facts));
  const isSame =
    licensing.standing !== undefined &&
    canonicalJson(standing) === canonicalJson(licensing.standing);
  if (isSame) return turn;
  const written = withLines(turn, [{ kind: 'licence-changed', body: standing }]);
  return withLicensing(written, { ...licensing, standing });
}

function standingOf(status: LicenceStatus): LicenceStanding {
  const { state, flags, clock, lastCoveredDay, newLicenceFrom } = status;
  const { newSales } = allowances(status);
  return { state, flags, clock, newSales, lastCoveredDay, newLicenceFrom };
}

function stepped(
  turn: Turn,
  event: LicensingEvent,
): { readonly turn: Turn; readonly answer: LicensingAnswer } {
  const { licensing, answer } = stepLicensing(turn.till.licensing, event);
  return { turn: withLicensing(turn, licensing), answer };
}

function withLicensing(turn: Turn, licensing: Licensing): Turn {
  return { ...turn, till: { ...turn.till, licensing } };
}

function reasonOf(answer: LicensingAnswer) {
  return answer.kind === 'refused' ? answer.code : undefined;
}

type Reason = Extract<LicensingAnswer, { kind: 'refused' }>['code'];

function refused(code: Reason, source: EntitlementSource): LineDraft {
  return { kind: 'entitlement-refused', body: { code, source } };
}

function refusal(reason: Reason): Answer {
  return { kind: 'entitlement-refused', reason };
}
