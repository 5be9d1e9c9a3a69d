/** What a one-time code grants, and what it was answered with. */
import type { Generation } from '../../../agent/core/entitlement/entitlement.ts';
import type { LicenceTerms } from '../licences/decide.ts';
import { entitlementAt } from './entitlements.ts';
import type { HubDatabase } from './hub-database.ts';

export async function addCodeTerms(
  database: HubDatabase,
  codeSha256Hex: string,
  { customer, zone, product, edition }: LicenceTerms,
): Promise<void> {
  await database
    .insertInto('code_terms')
    .values({ code_sha256_hex: codeSha256Hex, customer, zone, product, edition })
    .execute();
}

export async function codeTerms(
  database: HubDatabase,
  codeSha256Hex: string,
): Promise<LicenceTerms | undefined> {
  return await database
    .selectFrom('code_terms')
    .select(['customer', 'zone', 'product', 'edition'])
    .where('code_sha256_hex', '=', codeSha256Hex)
    .executeTakeFirst();
}

/** The entitlement a code was answered with before. */
export async function codeAnswer(
  database: HubDatabase,
  codeSha256Hex: string,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('code_answers')
    .select(['station_id', 'key_epoch', 'n'])
    .where('code_sha256_hex', '=', codeSha256Hex)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const generation = { keyEpoch: row.key_epoch, n: row.n };
  return (await entitlementAt(database, row.station_id, generation))?.document;
}

export interface CodeAnswer {
  readonly codeSha256Hex: string;
  readonly station: string;
  readonly generation: Generation;
}

export async function noteCodeAnswer(
  database: HubDatabase,
  { codeSha256Hex, station, generation }: CodeAnswer,
): Promise<void> {
  const { keyEpoch, n } = generation;
  await database
    .insertInto('code_answers')
    .values({ code_sha256_hex: codeSha256Hex, station_id: station, key_epoch: keyEpoch, n })
    .execute();
}
