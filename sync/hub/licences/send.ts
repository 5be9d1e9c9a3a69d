import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { EntitlementRefusal } from '../../../agent/core/entitlement/refusal.ts';
import { commandBodies } from '../../protocol/commands.ts';
import type { TrustFile } from '../../trust/trust-file.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import { entitlementAt, keepEntitlement } from '../store/entitlements.ts';
import { knownGenerations, noteGeneration } from '../store/generations.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addCommand } from '../store/mailbox.ts';
import { refusalOfSending } from './decide.ts';
import type { SignedEntitlement } from './issue.ts';

export type SendOutcome =
  | { readonly kind: 'sent'; readonly seq: number }
  | { readonly kind: 'refused'; readonly code: EntitlementRefusal; readonly detail: string };

export interface SendParts {
  readonly database: HubDatabase;
  readonly trust: TrustFile;
  readonly nowMs: () => number;
  /** Called in the transaction that sends it. */
  readonly onSent: (transaction: HubDatabase, sent: Entitlement) => Promise<void>;
}

/** Puts an entitlement that was signed elsewhere into a mailbox, if the till there would take it. */
export async function sendGenuine(
  { database, trust, nowMs, onSent }: SendParts,
  station: string,
  document: string,
): Promise<SendOutcome> {
  const verified = await verifyDocument(document, 'entitlement', trust);
  if (verified.kind === 'refused') return verified;
  const { payload: entitlement } = verified;
  const { generation, licence } = entitlement;
  return database.transaction().execute(async (transaction): Promise<SendOutcome> => {
    const code = refusalOfSending(entitlement, {
      station,
      known: await knownGenerations(transaction, station),
      same: (await entitlementAt(transaction, station, generation))?.entitlement,
    });
    if (code !== undefined) {
      const { keyEpoch, n } = generation;
      const detail = `it is for ${licence.issuedTo.station}, generation ${n} of key epoch ${keyEpoch}`;
      return { kind: 'refused', code, detail };
    }
    await noteGeneration(transaction, station, generation);
    const signed = { document, entitlement, issuedAtMs: nowMs() };
    await keepEntitlement(transaction, { ...signed, origin: 'sent' });
    await onSent(transaction, entitlement);
    return { kind: 'sent', seq: await addEntitlementCommand(transaction, signed) };
  });
}

/** Keeps an entitlement that the hub has signed itself. */
export function keepIssued(database: HubDatabase, signed: SignedEntitlement): Promise<void> {
  return keepEntitlement(database, { ...signed, origin: 'issued' });
}

/** Puts a signed entitlement into its station's mailbox; the command's number there. */
export function addEntitlementCommand(
  database: HubDatabase,
  { entitlement, document, issuedAtMs }: SignedEntitlement,
): Promise<number> {
  return addCommand(database, {
    station: entitlement.licence.issuedTo.station,
    kind: 'entitlement',
    body: { ...commandBodies.entitlement.parse({ document }) },
    notAfterMs: undefined,
    issuedAtMs,
  });
}
