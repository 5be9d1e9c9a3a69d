/**
 * What makes this till a station: its key, made here and never shown, and what the hub said at its
 * enrolment. The key is readable by the agent's user alone. The enrolment names the key it was made
 * with, and so decides: a new key lies beside the old one until the enrolment names it, and from that
 * moment on it is the station's, whether or not it was moved in time.
 */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { publicKeyField } from '../protocol/enrolment.ts';
import { epochField, hashField, nameField, seqField } from '../protocol/fields.ts';
import { createStationKey, type StationKey } from '../trust/station-key.ts';
import type { Cursor, CursorStore } from './uplink.ts';
import { UplinkError } from './uplink-error.ts';

const KEY_MODE = 0o600;
const ENROLMENT_MODE = 0o600;
const CURSOR_MODE = 0o600;
const ENTITLEMENT_MODE = 0o600;

/** Bits by which others than the owner could read a file. */
const OTHERS_MASK = 0o077;

const PINS_MAX = 8;

/** Writes a file so that there is the old one or the new one after a power cut, never a half. */
export type ReplaceFile = (path: string, text: string, mode: number) => void;

export interface StationFolder {
  readonly folder: string;
  readonly replaceFile: ReplaceFile;
}

// None of these is strict: a newer release may have written more, and this one may have to take over.

const keySchema = z.object({
  format: z.literal('tillwarden-station-key-v1'),
  privateKey: z.string().min(1),
  publicKey: z.string().min(1),
});

/** A key that is not the station's yet. It serves for one code: nobody else can have used it before. */
const nextKeySchema = z.object({
  format: z.literal('tillwarden-next-station-key-v1'),
  codeSha256Hex: hashField,
  privateKey: z.string().min(1),
  publicKey: z.string().min(1),
});

const enrolmentSchema = z.object({
  format: z.literal('tillwarden-enrolment-v1'),
  hubUrl: z.string().min(1),
  /** The vendor's own certificate authority, as PEM. */
  ca: z.string().optional(),
  pins: z.array(z.string()).max(PINS_MAX),
  station: nameField,
  epoch: epochField,
  /** The key it was made with. */
  publicKey: publicKeyField,
  codeSha256Hex: hashField,
});

const cursorSchema = z.object({ epoch: epochField, durableTo: seqField });

/** Who this till is at which hub. */
export type StationEnrolment = Omit<z.infer<typeof enrolmentSchema>, 'format'>;

/** The station's key; made at the first start. Throws `UplinkError` for one that others can read. */
export function ensureStationKey(place: StationFolder): StationKey {
  const path = keyPath(place.folder);
  takeNextKey(place);
  if (!existsSync(path)) writeKey(place, createStationKey());
  const { privateKey, publicKey } = readSecret(path, keySchema);
  return { privateKey, publicKey };
}

/**
 * The key to present with a code that is to replace the station's: a new one, and the same one again
 * for the same code, so that a till whose answer was lost can ask once more.
 */
export function nextStationKey(
  { folder, replaceFile }: StationFolder,
  codeSha256Hex: string,
): StationKey {
  const kept = readNextKey(folder);
  if (kept?.codeSha256Hex === codeSha256Hex) {
    const { privateKey, publicKey } = kept;
    return { privateKey, publicKey };
  }
  const next = createStationKey();
  const file = { format: 'tillwarden-next-station-key-v1', codeSha256Hex, ...next };
  replaceFile(nextKeyPath(folder), `${JSON.stringify(file)}\n`, KEY_MODE);
  return next;
}

/** Undefined for a till that is not enrolled. Throws `UplinkError`. */
export function readEnrolment({
  folder,
}: Pick<StationFolder, 'folder'>): StationEnrolment | undefined {
  const path = enrolmentPath(folder);
  if (!existsSync(path)) return undefined;
  const { format: _, ...enrolment } = read(path, enrolmentSchema);
  return enrolment;
}

/** Makes this till the station, with the key that the enrolment names. */
export function writeEnrolment(place: StationFolder, enrolment: StationEnrolment): void {
  const file = { format: 'tillwarden-enrolment-v1', ...enrolment };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  place.replaceFile(enrolmentPath(place.folder), text, ENROLMENT_MODE);
  takeNextKey(place);
}

/** Undefined for a till that was enrolled without a licence. */
export function readFirstEntitlement({
  folder,
}: Pick<StationFolder, 'folder'>): string | undefined {
  const path = entitlementPath(folder);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/**
 * Keeps the entitlement of the last enrolment, verified before, for the agent to take in at its next
 * start; undefined removes that of an enrolment before, which may have been another station's.
 */
export function writeFirstEntitlement(
  { folder, replaceFile }: StationFolder,
  document: string | undefined,
): void {
  const path = entitlementPath(folder);
  if (document === undefined) rmSync(path, { force: true });
  else replaceFile(path, `${document}\n`, ENTITLEMENT_MODE);
}

/** Keeps how far the hub has acknowledged in a file; a lost one costs a longer Hello, no line. */
export function cursorFile({ folder, replaceFile }: StationFolder, first: Cursor): CursorStore {
  const path = join(folder, 'uplink-cursor.json');
  return {
    load: () => {
      const kept = cursorIn(path);
      return kept === undefined || kept.epoch < first.epoch ? first : kept;
    },
    save: (cursor) => replaceFile(path, `${JSON.stringify(cursor)}\n`, CURSOR_MODE),
  };
}

/** Undefined for one that is missing or damaged: the hub knows better anyway. */
function cursorIn(path: string): Cursor | undefined {
  if (!existsSync(path)) return undefined;
  return cursorSchema.safeParse(parseJson(readFileSync(path, 'utf8'))).data;
}

/** Does what is left to do where the enrolment names the next key already. */
function takeNextKey(place: StationFolder): void {
  const next = readNextKey(place.folder);
  if (next === undefined || readEnrolment(place)?.publicKey !== next.publicKey) return;
  writeKey(place, next);
  rmSync(nextKeyPath(place.folder));
}

function writeKey(
  { folder, replaceFile }: StationFolder,
  { privateKey, publicKey }: StationKey,
): void {
  const file = { format: 'tillwarden-station-key-v1', privateKey, publicKey };
  replaceFile(keyPath(folder), `${JSON.stringify(file)}\n`, KEY_MODE);
}

function readNextKey(folder: string): z.infer<typeof nextKeySchema> | undefined {
  const path = nextKeyPath(folder);
  return existsSync(path) ? readSecret(path, nextKeySchema) : undefined;
}

function readSecret<Content>(path: string, schema: z.ZodType<Content>): Content {
  if ((statSync(path).mode & OTHERS_MASK) !== 0) {
    throw new UplinkError('file-invalid', `${path} can be read by others; chmod 600 it`);
  }
  return read(path, schema);
}

function keyPath(folder: string): string {
  return join(folder, 'station-key.json');
}

function nextKeyPath(folder: string): string {
  return join(folder, 'station-key.next.json');
}

function enrolmentPath(folder: string): string {
  return join(folder, 'enrolment.json');
}

function entitlementPath(folder: string): string {
  return join(folder, 'first-entitlement.jws');
}

function read<Content>(path: string, schema: z.ZodType<Content>): Content {
  const parsed = schema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new UplinkError('file-invalid', `${path}: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
