import { z } from 'zod';
import type { DecodedFrame, FrameCodec, FrameSource } from '../../kit/codec.ts';
import { bytesOf, hexOf, hexSchema, zeroedHex } from '../../kit/hex.ts';
import { decodeFrame, encodeFrame, PAYLOAD_MAX_BYTES } from './frame.ts';
import { COMMAND, nameOf, STATE_PAYLOAD_MAX_BYTES } from './names.ts';

const NAME_MAX_CHARACTERS = 40;

const frameSchema = z.strictObject({
  /** 1 Bill-to-Bill, 2 coin changer, 3 bill validator, 4 card reader. */
  address: z.int().min(1).max(255),
  /** What the first byte of the payload means from this end, for people; the bytes decide. */
  name: z.string().max(NAME_MAX_CHARACTERS),
  /** From the host the command and its data, from the device its state or the data asked for. */
  payload: hexSchema(PAYLOAD_MAX_BYTES).min(2),
});

type JsonFrame = z.infer<typeof frameSchema>;

/** CCNET frames as JSON. */
export const ccnetCodec: FrameCodec<JsonFrame> = {
  protocol: 'ccnet',
  frameSchema,
  decode,
  encode: ({ address, payload }) => encodeFrame({ address, payload: bytesOf(payload) }),
  redact,
};

/** What this host asks for; the code of a ticket is not among it. */
const HARMLESS: ReadonlySet<number> = new Set(Object.values(COMMAND));

/** A state and its particulars say nothing of anybody, whatever was asked. */
function redact(frame: JsonFrame, from: FrameSource, asked: readonly JsonFrame[]): JsonFrame {
  const { payload } = frame;
  const isHarmless =
    from === 'host'
      ? isHarmlessCommand(frame)
      : payload.length <= 2 * STATE_PAYLOAD_MAX_BYTES ||
        (asked.length > 0 && asked.every(isHarmlessCommand));
  return isHarmless ? frame : { ...frame, payload: zeroedHex(payload, 1) };
}

function isHarmlessCommand({ payload }: JsonFrame): boolean {
  return HARMLESS.has(Number.parseInt(payload.slice(0, 2), 16));
}

function decode(bytes: Uint8Array, from: FrameSource): DecodedFrame<JsonFrame> {
  const decoded = decodeFrame(bytes);
  if (decoded.kind === 'need-more') return { kind: 'bad', reason: 'shorter than its length says' };
  if (decoded.kind === 'bad') return { kind: 'bad', reason: decoded.reason };
  if (decoded.consumed !== bytes.length) return { kind: 'bad', reason: 'bytes behind the frame' };
  const { address, payload } = decoded.frame;
  const name = nameOf(payload, from);
  return { kind: 'frame', frame: { address, name, payload: hexOf(payload) } };
}
