import { z } from 'zod';
import type { DecodedFrame, FrameCodec, FrameSource } from '../../kit/codec.ts';
import {
  DLE_DC4_MAX_MS,
  decodeStatus,
  encodeKick,
  encodeStatus,
  ESC_P_MAX_MS,
  STATUS_REQUEST,
} from './frame.ts';

const pinSchema = z.literal([2, 5]);
const escPulseSchema = z.int().min(2).max(ESC_P_MAX_MS).multipleOf(2);

const frameSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('esc-p'),
    pin: pinSchema,
    onMs: escPulseSchema,
    offMs: escPulseSchema,
  }),
  z.strictObject({
    kind: z.literal('dle-dc4'),
    pin: pinSchema,
    pulseMs: z.int().min(100).max(DLE_DC4_MAX_MS).multipleOf(100),
  }),
  z.strictObject({ kind: z.literal('status-request') }),
  z.strictObject({
    kind: z.literal('status'),
    isPin3High: z.boolean(),
    isOffline: z.boolean(),
    isWaiting: z.boolean(),
    isFeeding: z.boolean(),
  }),
]);

type JsonFrame = z.infer<typeof frameSchema>;

/** The drawer's part of ESC/POS as JSON. */
export const escposDrawerCodec: FrameCodec<JsonFrame> = {
  protocol: 'escpos-drawer',
  frameSchema,
  decode: (bytes, from) => (from === 'host' ? decodeOrder(bytes) : decodeAnswer(bytes)),
  encode,
  redact: (frame) => frame,
};

function encode(frame: JsonFrame, _from: FrameSource): Uint8Array {
  switch (frame.kind) {
    case 'esc-p':
      return encodeKick({
        command: frame.kind,
        pin: frame.pin,
        onMs: frame.onMs,
        offMs: frame.offMs,
      });
    case 'dle-dc4':
      return encodeKick({ command: frame.kind, pin: frame.pin, pulseMs: frame.pulseMs });
    case 'status-request':
      return STATUS_REQUEST;
    case 'status':
      return encodeStatus(frame);
  }
}

function decodeAnswer(bytes: Uint8Array): DecodedFrame<JsonFrame> {
  const decoded = decodeStatus(bytes);
  if (decoded.kind !== 'frame') return { kind: 'bad', reason: 'no status byte' };
  if (bytes.length > 1) return { kind: 'bad', reason: 'bytes behind the status' };
  return { kind: 'frame', frame: { kind: 'status', ...decoded.frame } };
}

/** Whole orders only; what they say is read back from the bytes that would be sent for it. */
function decodeOrder(bytes: Uint8Array): DecodedFrame<JsonFrame> {
  const [first, , third, fourth, fifth] = bytes;
  const candidates: unknown[] = [
    { kind: 'status-request' },
    { kind: 'esc-p', pin: pinOf(third), onMs: (fourth ?? 0) * 2, offMs: (fifth ?? 0) * 2 },
    { kind: 'dle-dc4', pin: pinOf(fourth), pulseMs: (fifth ?? 0) * 100 },
  ];
  for (const candidate of candidates) {
    const parsed = frameSchema.safeParse(candidate);
    if (parsed.success && isSame(encode(parsed.data, 'host'), bytes)) {
      return { kind: 'frame', frame: parsed.data };
    }
  }
  return {
    kind: 'bad',
    reason: first === undefined ? 'nothing' : 'none of the orders to a drawer',
  };
}

function pinOf(m: number | undefined): number {
  return m === 1 ? 5 : 2;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
