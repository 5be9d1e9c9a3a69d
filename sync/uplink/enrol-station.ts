/**
 * Makes this till a station, with a new key where it had one before. It may die at any point: until
 * the enrolment is written it is who it was, from then on it is the new station with the new key, and
 * the same code presented again is answered the same.
 */
import { codeSha256Hex } from '../trust/code-hash.ts';
import type { StationKey } from '../trust/station-key.ts';
import type { StationAtHub } from './enrol-client.ts';
import type { HubAddress } from './hub-address.ts';
import {
  ensureStationKey,
  nextStationKey,
  readEnrolment,
  writeEnrolment,
  writeFirstEntitlement,
  type StationFolder,
} from './station-files.ts';
import { UplinkError } from './uplink-error.ts';

export interface StationOrder {
  readonly place: StationFolder;
  readonly address: Pick<HubAddress, 'url' | 'ca'>;
  readonly code: string;
  /** Under a new key, also where this till is a station already. */
  readonly isAgain: boolean;
  /** Presents the code with this key; what the hub has answered, verified. */
  readonly present: (key: StationKey) => Promise<StationAtHub>;
}

/** Presents the code with the right key and keeps the answer. Throws `UplinkError`. */
export async function enrolStation({
  place,
  address,
  code,
  isAgain,
  present,
}: StationOrder): Promise<StationAtHub> {
  const before = readEnrolment(place);
  if (before !== undefined && !isAgain) {
    const cure = '--again to change that';
    throw new UplinkError('enrolled-already', `this till is ${before.station}; ${cure}`);
  }
  const codeHash = codeSha256Hex(code);
  const isRepeated = before?.codeSha256Hex === codeHash;
  const isNewKey = isAgain && !isRepeated;
  const key = isNewKey ? nextStationKey(place, codeHash) : ensureStationKey(place);
  const enrolled = await present(key);
  const { station, epoch, pins, entitlement } = enrolled;
  // Before the enrolment: interrupted between the two, this till asks again and is answered the same.
  writeFirstEntitlement(place, entitlement);
  const { publicKey } = key;
  const { url: hubUrl, ca } = address;
  const own = ca === undefined ? {} : { ca };
  const is = { station, epoch, publicKey, codeSha256Hex: codeHash };
  writeEnrolment(place, { hubUrl, ...own, pins, ...is });
  return enrolled;
}
