/** The licence that a till holds when it is enrolled, and what the enrolment makes of it. */
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import type { StationAtHub } from '../../sync/uplink/enrol-client.ts';
import { readFirstEntitlement, type StationFolder } from '../../sync/uplink/station-files.ts';
import type { Entitlement, Generation } from '../core/entitlement/entitlement.ts';
import { compareGenerations, type Licensing } from '../core/entitlement/licensing.ts';
import { openForReading } from '../store/database.ts';
import { StoreError } from '../store/store-error.ts';
import { TillStore } from '../store/till-store.ts';

export interface HeldLicence {
  /** The signed text. */
  readonly document: string | undefined;
  /** What it says; undefined where nothing here can verify it, and the till does not believe it. */
  readonly entitlement: Entitlement | undefined;
  /** The highest the till has ever taken. */
  readonly generation: Generation | undefined;
}

export interface HeldPlaces {
  /** The till's database. */
  readonly store: string;
  readonly place: Pick<StationFolder, 'folder'>;
  readonly trust: TrustFile | undefined;
}

/** Reads beside a running agent. A till on which none has run yet holds nothing. */
export async function readHeldLicence({ store, place, trust }: HeldPlaces): Promise<HeldLicence> {
  const licensing = readLicensing(store);
  // What came with the last enrolment is newer, and lies there until the agent's next start.
  const document = readFirstEntitlement(place) ?? licensing?.document;
  const verified =
    document === undefined || trust === undefined
      ? undefined
      : await verifyDocument(document, 'entitlement', trust);
  const entitlement = verified?.kind === 'verified' ? verified.payload : undefined;
  return { document, entitlement, generation: licensing?.generation };
}

function readLicensing(path: string): Licensing | undefined {
  try {
    using store = new TillStore(openForReading(path));
    return store.load().licensing;
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'missing') return undefined;
    throw cause;
  }
}

/** What to tell of the till's licence, after its enrolment. */
export function licenceText(
  held: HeldLicence,
  { station, isSigned, generation }: AfterEnrolment,
): string {
  const seen = held.generation ?? held.entitlement?.generation;
  const isTaken =
    generation !== undefined && (seen === undefined || compareGenerations(generation, seen) >= 0);
  if (isTaken) return 'Its licence is verified; the agent takes it in when it starts. ';
  const given =
    generation === undefined ? 'The hub gave it no licence' : 'The hub’s licence is an older one';
  if (held.entitlement?.licence.issuedTo.station === station) {
    return `${given}; it keeps the one it has. `;
  }
  return seen === undefined ? `${given}. ` : lostText({ ...held, seen, station, isSigned, given });
}

type AfterEnrolment = Pick<StationAtHub, 'station' | 'isSigned' | 'generation'>;

interface Lost {
  readonly entitlement: Entitlement | undefined;
  readonly seen: Generation;
  readonly station: string;
  readonly isSigned: boolean;
  readonly given: string;
}

function lostText({ entitlement, seen, station, isSigned, given }: Lost): string {
  const above = `generation ${seen.n} of key epoch ${seen.keyEpoch}`;
  // One too long for the answer lies in the mailbox.
  const unless = isSigned ? 'Unless the hub sends one when the agent connects, ask' : 'Ask';
  const ask = `${unless} the vendor for a licence for station ${station}, above ${above}`;
  if (entitlement === undefined) {
    return `\nTHIS TILL HAS NO LICENCE NOW: ${given}, and it has seen ${above}. ${ask}.\n`;
  }
  const { id, issuedTo } = entitlement.licence;
  const whose = `${issuedTo.customer}, ${issuedTo.site}, station ${issuedTo.station}`;
  return (
    `\nTHIS TILL HAS NO LICENCE NOW: it holds ${id} for ${whose}, which does not count for ` +
    `${station}. ${given}. ${ask}, that goes on from ${id} with its dates.\n`
  );
}
