/**
 * What makes this till a station: its key, made here and never shown, and what the hub said at its
 * enrolment. The key is readable by the agent's user alone.
 */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { epochField, nameField, seqField } from '../protocol/fields.ts';
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

const keySchema = z.strictObject({
  format: z.literal('tillwarden-station-key-v1'),
  privateKey: z.string().min(1),
  publicKey: z.string().min(1),
});

const enrolmentSchema = z.strictObject({
  format: z.literal('tillwarden-enrolment-v1'),
  hubUrl: z.string().min(1),
  /** The vendor's own certificate authority, as PEM. */
  ca: z.string().optional(),
  pins: z.array(z.string()).max(PINS_MAX),
  station: nameField,
  epoch: epochField,
});

const cursorSchema = z.strictObject({ epoch: epochField, durableTo: seqField });

/** Who this till is at which hub. */
export type StationEnrolment = Omit<z.infer<typeof enrolmentSchema>, 'format'>;

/** The station's key; made at the first start. Throws `UplinkError` for one that others can read. */
export function ensureStationKey({ folder, replaceFile }: StationFolder): StationKey {
  const path = join(folder, 'station-key.json');
  if (!existsSync(path)) {
    const file = { format: 'tillwarden-station-key-v1', ...createStationKey() };
    replaceFile(path, `${JSON.stringify(file)}\n`, KEY_MODE);
  }
  if ((statSync(path).mode & OTHERS_MASK) !== 0) {
    throw new UplinkError('file-invalid', `${path} can be read by others; chmod 600 it`);
  }
  const { privateKey, publicKey } = read(path, keySchema);
  return { privateKey, publicKey };
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

export function writeEnrolment(
  { folder, replaceFile }: StationFolder,
  enrolment: StationEnrolment,
): void {
  const file = { format: 'tillwarden-enrolment-v1', ...enrolment };
  replaceFile(enrolmentPath(folder), `${JSON.stringify(file, null, 2)}\n`, ENROLMENT_MODE);
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
