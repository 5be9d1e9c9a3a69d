/**
 * The framing of OCPP-J: `[2,id,action,payload]` calls, `[3,id,payload]` answers,
 * `[4,id,code,description,details]` refuses. Reading never throws, whatever the bytes are.
 */
import { z } from 'zod';
import {
  ACTION_MAX_CHARS,
  DESCRIPTION_MAX_CHARS,
  FRAME_MAX_BYTES,
  ID_MAX_CHARS,
} from './limits.ts';
import { WIRE_ERRORS, type WireError } from './wire-error.ts';

const CALL = 2;
const RESULT = 3;
const ERROR = 4;

/** The id OCPP-J answers with when that of the message cannot be read. */
const UNKNOWN_ID = '-1';

const BYTES_PER_CHAR_MAX = 3;

export type Frame =
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly action: string;
      readonly payload: unknown;
    }
  | { readonly kind: 'result'; readonly id: string; readonly payload: unknown }
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly code: string;
      readonly description: string;
      readonly details: unknown;
    };

/** A text that is no frame; `answerId` is there when an answer is due. */
export interface BadFrame {
  readonly kind: 'bad';
  readonly reason: 'frame-malformed' | 'message-type-unknown';
  readonly answerId: string | undefined;
}

const idField = z.string().min(1).max(ID_MAX_CHARS);
const callSchema = z.tuple([
  z.literal(CALL),
  idField,
  z.string().min(1).max(ACTION_MAX_CHARS),
  z.unknown(),
]);
const resultSchema = z.tuple([z.literal(RESULT), idField, z.unknown()]);
const errorSchema = z.tuple([
  z.literal(ERROR),
  idField,
  z.string().max(ACTION_MAX_CHARS),
  z.string(),
  z.unknown(),
]);

export function parseFrame(text: string): Frame | BadFrame {
  if (text.length > FRAME_MAX_BYTES) return malformed(UNKNOWN_ID);
  const parts = parseJson(text);
  if (!Array.isArray(parts)) return malformed(UNKNOWN_ID);
  const [type]: unknown[] = parts;
  if (type === CALL) return callOf(parts);
  if (type === RESULT) return resultOf(parts);
  if (type === ERROR) return errorOf(parts);
  const reason = typeof type === 'number' ? 'message-type-unknown' : 'frame-malformed';
  return { kind: 'bad', reason, answerId: idOf(parts) };
}

export function callText(id: string, action: string, payload: unknown): string {
  return JSON.stringify([CALL, id, action, payload]);
}

export function resultText(id: string, payload: unknown): string {
  return JSON.stringify([RESULT, id, payload]);
}

export function errorText(id: string, error: WireError): string {
  const description = error.reason.replaceAll('-', ' ');
  return JSON.stringify([ERROR, id, WIRE_ERRORS[error.reason], description, error]);
}

/** True when a text of this length may be over the limit in UTF-8; counting settles it. */
export function isFrameTooLarge(text: string): boolean {
  if (text.length * BYTES_PER_CHAR_MAX <= FRAME_MAX_BYTES) return false;
  return new TextEncoder().encode(text).length > FRAME_MAX_BYTES;
}

function callOf(parts: readonly unknown[]): Frame | BadFrame {
  const parsed = callSchema.safeParse(parts);
  if (!parsed.success) return malformed(idOf(parts));
  const [, id, action, payload] = parsed.data;
  return { kind: 'call', id, action, payload };
}

/** An answer that cannot be read is not answered in turn. */
function resultOf(parts: readonly unknown[]): Frame | BadFrame {
  const parsed = resultSchema.safeParse(parts);
  if (!parsed.success) return malformed(undefined);
  const [, id, payload] = parsed.data;
  return { kind: 'result', id, payload };
}

function errorOf(parts: readonly unknown[]): Frame | BadFrame {
  const parsed = errorSchema.safeParse(parts);
  if (!parsed.success) return malformed(undefined);
  const [, id, code, description, details] = parsed.data;
  return {
    kind: 'error',
    id,
    code,
    description: description.slice(0, DESCRIPTION_MAX_CHARS),
    details,
  };
}

function malformed(answerId: string | undefined): BadFrame {
  return { kind: 'bad', reason: 'frame-malformed', answerId };
}

function idOf([, id]: readonly unknown[]): string {
  const parsed = idField.safeParse(id);
  return parsed.success ? parsed.data : UNKNOWN_ID;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
