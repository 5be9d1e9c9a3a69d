/**
 * The hub signs an entitlement: its content and its number are decided in one transaction, then it
 * is signed, then it is kept in another, unless somebody else has issued to the station meanwhile.
 * Then it is thrown away, unseen, and begun again from what they issued: no change is lost.
 */
import { z } from 'zod';
import type { Entitlement, Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { compareGenerations } from '../../../agent/core/entitlement/licensing.ts';
import { entitlementSchema, GENERATION_MAX } from '../../trust/entitlement-schema.ts';
import { signDocument, whyUnsignable } from '../../trust/sign-document.ts';
import { carriedContract } from '../contracts/carried-contract.ts';
import { BooksReader, type KnownBooks } from '../contracts/known-books.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import { generationFloor, knownGenerations, noteGeneration } from '../store/generations.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  nextGeneration,
  refuseIssue,
  type Drafted,
  type EntitlementDraft,
  type IssueRefused,
} from './decide.ts';
import { isValidAt, type Issuer } from './vendor.ts';

/** Two admins at once are rare, and three at the same station in the same second are a fault. */
const TRIES_MAX = 4;

export interface IssueDesk {
  readonly database: HubDatabase;
  readonly issuer: Issuer;
  readonly nowMs: () => number;
  /** Where several are issued at once: the books of that instant. */
  readonly books?: BooksReader | undefined;
}

export interface IssueOrder {
  readonly station: string;
  /** Decides the content, from the last entitlement of the station. */
  readonly draft: (last: Entitlement | undefined, issuedAt: string) => Drafted;
}

/** Its number is taken: whatever becomes of it, nothing else is signed with that. */
export interface PreparedIssue {
  readonly kind: 'prepared';
  readonly entitlement: Entitlement;
  /** The generation of the entitlement it goes on from. */
  readonly basis: Generation | undefined;
}

export interface SignedEntitlement {
  readonly document: string;
  readonly entitlement: Entitlement;
  readonly issuedAtMs: number;
}

/** Decides what comes next and takes its number, in the caller's transaction. */
export async function prepareIssue(
  database: HubDatabase,
  { issuer, nowMs, books = new BooksReader(nowMs()) }: Omit<IssueDesk, 'database'>,
  { station, draft }: IssueOrder,
): Promise<PreparedIssue | IssueRefused> {
  const issuedAt = new Date(nowMs()).toISOString();
  if (!isValidAt(issuer, issuedAt)) return outsideValidity(issuer);
  const last = await lastEntitlement(database, station);
  const drafted = draft(last, issuedAt);
  if (drafted.kind === 'refused') return drafted;
  const counted = nextGeneration(await knownGenerations(database, station), {
    keyEpoch: issuer.certificate.keyEpoch,
    floor: await generationFloor(database),
    max: GENERATION_MAX,
  });
  if (counted.kind === 'refused') return counted;
  const { generation } = counted;
  const content = withContract(await books.read(database), drafted.draft);
  const checked = entitlementSchema.safeParse({ ...content, generation });
  if (!checked.success) return refuseIssue('licence-invalid', z.prettifyError(checked.error));
  const why = whyUnsignable('entitlement', checked.data, issuer.signer);
  if (why !== undefined) return refuseIssue('licence-invalid', why);
  await noteGeneration(database, station, generation);
  return { kind: 'prepared', entitlement: checked.data, basis: last?.generation };
}

/** Whatever is issued carries the contract that the books have for its station. */
function withContract(books: KnownBooks, draft: EntitlementDraft): EntitlementDraft {
  const { contract: before, ...rest } = draft;
  const { station, site } = draft.licence.issuedTo;
  const { contract } = carriedContract(books, { place: { station, site }, before });
  return contract === undefined ? rest : { ...rest, contract };
}

export interface Keeping<Kept> {
  /** Prepared already, with whatever else had to be in the same transaction. */
  readonly prepared?: PreparedIssue | undefined;
  /** In one transaction with the check that nobody was quicker; also when somebody was. */
  readonly keep: (
    database: HubDatabase,
    signed: SignedEntitlement,
    isOvertaken: boolean,
  ) => Promise<Kept | undefined>;
}

/** Prepares, signs and keeps an entitlement; what `keep` made of it, or why there is none. */
export async function issue<Kept extends object>(
  desk: IssueDesk,
  order: IssueOrder,
  { prepared: first, keep }: Keeping<Kept>,
): Promise<Kept | IssueRefused> {
  const { database } = desk;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const prepared = tries === 0 && first !== undefined ? first : await prepareAlone(desk, order);
    if (prepared.kind === 'refused') return prepared;
    const signed = await sign(desk, prepared);
    const kept = await database.transaction().execute(async (transaction) => {
      const last = await lastEntitlement(transaction, order.station);
      return keep(transaction, signed, !isSame(last?.generation, prepared.basis));
    });
    if (kept !== undefined) return kept;
  }
  return refuseIssue('overtaken', 'others are issuing to this station: look again, then repeat');
}

function prepareAlone(desk: IssueDesk, order: IssueOrder): Promise<PreparedIssue | IssueRefused> {
  return desk.database
    .transaction()
    .execute((transaction) => prepareIssue(transaction, desk, order));
}

async function sign(
  { issuer, nowMs }: IssueDesk,
  { entitlement }: PreparedIssue,
): Promise<SignedEntitlement> {
  const document = await signDocument('entitlement', entitlement, issuer.signer);
  return { document, entitlement, issuedAtMs: nowMs() };
}

function isSame(one: Generation | undefined, other: Generation | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return compareGenerations(one, other) === 0;
}

function outsideValidity({ certificate }: Issuer): IssueRefused {
  const { validFrom, validUntil } = certificate;
  const when = `certified from ${validFrom} until ${validUntil}`;
  return refuseIssue('issuer-key-outside-validity', `the issuer key is ${when}: certify a new one`);
}
