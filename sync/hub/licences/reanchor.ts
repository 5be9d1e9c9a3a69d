/** A till's computer got other parts, and enough of the old ones are there: its licence follows by itself. */
import type { HubParts } from '../hub-parts.ts';
import { hardwareOfStation } from '../store/hardware.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import { stationById } from '../store/stations.ts';
import { bindingAtHub, draftReanchored } from './binding.ts';
import type { IssueRefusal, IssueRefused } from './decide.ts';
import { issue } from './issue.ts';
import { addEntitlementCommand, keepIssued } from './send.ts';

export type Reanchoring =
  /** Nothing differs, too much does, or this hub signs nothing. */
  | { readonly kind: 'not-due' }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: IssueRefusal };

/** Puts the new entitlement into the mailbox; asked again, it does nothing more. */
export async function reanchor(
  { database, vendor, clock, onEvent }: Pick<HubParts, 'database' | 'vendor' | 'clock' | 'onEvent'>,
  station: string,
): Promise<Reanchoring> {
  const issuer = vendor?.issuer;
  const hardware = await hardwareOfStation(database, station);
  const last = await lastEntitlement(database, station);
  const known = await stationById(database, station);
  if (issuer === undefined || hardware === undefined || last === undefined) return NOT_DUE;
  if (known?.isRevoked !== false) return NOT_DUE;
  if (bindingAtHub(last, hardware)?.kind !== 'drifted') return NOT_DUE;
  const nowMs = (): number => clock.wallMs();
  const outcome = await issue<Kept>(
    { database, issuer, nowMs },
    { station, draft: (newest, issuedAt) => draftReanchored(hardware, newest, issuedAt) },
    {
      keep: async (transaction, signed, isOvertaken) => {
        if (isOvertaken) return undefined;
        await keepIssued(transaction, signed);
        await addEntitlementCommand(transaction, signed);
        return { kind: 'kept', generation: signed.entitlement.generation };
      },
    },
  );
  if (outcome.kind === 'kept') {
    onEvent({ kind: 'entitlement-issued', station, ...outcome.generation });
    return { kind: 'done' };
  }
  // Somebody else has issued meanwhile, and then the till tells again if it has to.
  return outcome.code === 'overtaken' ? NOT_DUE : { kind: 'refused', code: outcome.code };
}

type Kept =
  | {
      readonly kind: 'kept';
      readonly generation: { readonly keyEpoch: number; readonly n: number };
    }
  | IssueRefused;

const NOT_DUE: Reanchoring = { kind: 'not-due' };
