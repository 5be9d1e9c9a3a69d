/** The licence of a till that enrols: with the first answer, and the same one whenever it asks again. */
import type { HardwareHashes } from '../../../agent/core/entitlement/hardware.ts';
import type { EnrolmentResult } from '../../protocol/enrolment.ts';
import { signDocument } from '../../trust/sign-document.ts';
import type { HubParts } from '../hub-parts.ts';
import { codeAnswer, codeTerms, noteCodeAnswer } from '../store/code-licences.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import { noteHardware } from '../store/hardware.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { freeTermsOfSite } from '../contracts/free-terms.ts';
import { addEntitlementCommand, keepIssued } from './send.ts';
import { boundTo } from './binding.ts';
import { noteBrought, standingOfHeld, type Brought } from './held.ts';
import { draftAtEnrolment, refuseIssue, type IssueRefused } from './decide.ts';
import {
  issue,
  prepareIssue,
  type IssueDesk,
  type IssueOrder,
  type PreparedIssue,
} from './issue.ts';
import { isValidAt, type Issuer } from './vendor.ts';

/** Signed inside the signed answer it grows by a third; a longer one goes through the mailbox. */
const ANSWERED_CHARS_MAX = 16_384;

export interface Admitted extends Brought {
  readonly codeSha256Hex: string;
  readonly site: string;
  readonly epoch: number;
  readonly isLicenceHeard: boolean;
  /** The till's computer, by its own word: whoever has a good code may say which it is. */
  readonly hardware?: HardwareHashes | undefined;
}

export type EnrolmentLicence =
  | { readonly kind: 'given'; readonly document: string }
  | { readonly kind: 'due'; readonly order: IssueOrder; readonly prepared: PreparedIssue }
  | IssueRefused;

export type EnrolmentParts = Pick<
  HubParts,
  'database' | 'hubEpoch' | 'vendor' | 'pins' | 'clock' | 'newNonce' | 'onEvent'
>;

/** What the code's answer will carry; its number is taken in the transaction that enrols the till. */
export async function prepareLicence(
  database: HubDatabase,
  parts: EnrolmentParts,
  admitted: Admitted,
): Promise<EnrolmentLicence> {
  const { codeSha256Hex, station, hardware } = admitted;
  const document = await codeAnswer(database, codeSha256Hex);
  if (document !== undefined) return { kind: 'given', document };
  await noteBrought(database, admitted);
  const atMs = parts.clock.wallMs();
  if (hardware !== undefined) await noteHardware(database, hardware, { station, atMs });
  const terms = await codeTerms(database, codeSha256Hex);
  const held = await standingOfHeld(database, admitted);
  const free = await freeTermsOfSite(database, admitted, atMs);
  const licenceId = `licence-${parts.newNonce()}`;
  const order: IssueOrder = {
    station,
    draft: (last, issuedAt) => {
      const next = draftAtEnrolment({ ...admitted, terms, held, free, licenceId }, last, issuedAt);
      return next.kind === 'drafted' ? { ...next, draft: boundTo(next.draft, hardware) } : next;
    },
  };
  const desk = deskOf(parts);
  if (desk === undefined) {
    const isHeld = held.kind !== 'none';
    const isDue =
      isHeld || terms !== undefined || (await lastEntitlement(database, station)) !== undefined;
    return isDue
      ? refuseIssue('issuer-key-missing', 'the hub has no issuer key: --issuer-key FILE')
      : refuseIssue('no-terms', 'its code says nothing of a licence');
  }
  const prepared = await prepareIssue(database, desk, order);
  return prepared.kind === 'refused' ? prepared : { kind: 'due', order, prepared };
}

/** The part of the answer that the vendor's keys give. */
export async function licenceAnswer(
  parts: EnrolmentParts,
  admitted: Admitted,
  {
    licence,
    asked,
  }: {
    readonly licence: EnrolmentLicence;
    readonly asked: { readonly publicKey: string; readonly nonce: string };
  },
): Promise<Pick<EnrolmentResult, 'entitlement' | 'document'>> {
  const document = await documentOf(parts, admitted, licence);
  const isAnswered = document !== undefined && document.length <= ANSWERED_CHARS_MAX;
  const given = isAnswered ? { entitlement: document } : {};
  const issuer = parts.vendor?.issuer;
  const issuedAt = new Date(parts.clock.wallMs()).toISOString();
  if (issuer === undefined || !isValidAt(issuer, issuedAt)) return given;
  const { hubEpoch, pins } = parts;
  const { station, epoch } = admitted;
  const answer = { station, ...asked, epoch, hubEpoch, pins: [...pins], ...given, issuedAt };
  const signed = await signDocument('enrolment-answer', answer, issuer.signer);
  return { ...given, document: signed };
}

async function documentOf(
  parts: EnrolmentParts,
  { codeSha256Hex, station }: Admitted,
  licence: EnrolmentLicence,
): Promise<string | undefined> {
  const desk = deskOf(parts);
  if (licence.kind === 'given') return licence.document;
  if (licence.kind === 'refused' || desk === undefined) return notIssued(parts, station, licence);
  const answered = await issue(desk, licence.order, {
    prepared: licence.prepared,
    keep: async (database, signed, isOvertaken) => {
      // The till may have asked twice at once: both are answered with what was kept first.
      const document = await codeAnswer(database, codeSha256Hex);
      if (document !== undefined) return { kind: 'given', document } as const;
      if (isOvertaken) return undefined;
      await keepIssued(database, signed);
      const { generation } = signed.entitlement;
      await noteCodeAnswer(database, { codeSha256Hex, station, generation });
      if (signed.document.length > ANSWERED_CHARS_MAX)
        await addEntitlementCommand(database, signed);
      return { kind: 'issued', ...signed } as const;
    },
  });
  if (answered.kind === 'refused') return notIssued(parts, station, answered);
  if (answered.kind === 'issued') {
    const { generation } = answered.entitlement;
    parts.onEvent({ kind: 'entitlement-issued', station, ...generation });
  }
  return answered.document;
}

/** The till is enrolled all the same: an admin can send it a licence later. */
function notIssued(
  { onEvent }: EnrolmentParts,
  station: string,
  licence: EnrolmentLicence,
): undefined {
  if (licence.kind !== 'refused' || licence.code === 'no-terms') return;
  onEvent({ kind: 'entitlement-not-issued', station, reason: licence.code });
}

function deskOf({ database, vendor, clock }: EnrolmentParts): IssueDesk | undefined {
  const issuer: Issuer | undefined = vendor?.issuer;
  return issuer && { database, issuer, nowMs: () => clock.wallMs() };
}
