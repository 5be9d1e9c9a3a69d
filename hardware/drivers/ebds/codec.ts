import { z } from 'zod';
import type { DecodedFrame, FrameCodec, FrameSource } from '../../kit/codec.ts';
import { bytesOf, hexOf, hexSchema, zeroedHex } from '../../kit/hex.ts';
import { DATA_MAX_BYTES, decodeFrame, DEVICE_MAX, encodeFrame, TYPE_MAX } from './frame.ts';
import { nameOf, TYPE } from './names.ts';

const NAME_MAX_CHARACTERS = 40;

const frameSchema = z.strictObject({
  type: z.int().min(0).max(TYPE_MAX),
  /** What the message is called from this end, for people; type and data decide. */
  name: z.string().max(NAME_MAX_CHARACTERS),
  device: z.int().min(0).max(DEVICE_MAX),
  /** Changes with every new message; the same again asks for the last answer once more. */
  toggle: z.literal([0, 1]),
  data: hexSchema(DATA_MAX_BYTES),
});

type JsonFrame = z.infer<typeof frameSchema>;

/** EBDS frames as JSON. */
export const ebdsCodec: FrameCodec<JsonFrame> = {
  protocol: 'ebds',
  frameSchema,
  decode,
  encode: ({ data, ...frame }) => encodeFrame({ ...frame, data: bytesOf(data) }),
  redact: (frame) =>
    HARMLESS.has(frame.type) ? frame : { ...frame, data: zeroedHex(frame.data, SUBTYPE_BYTES) },
};

/** The codes of tickets and the particulars of notes come in extended messages. */
const HARMLESS: ReadonlySet<number> = new Set(Object.values(TYPE));
const SUBTYPE_BYTES = 1;

function decode(bytes: Uint8Array, from: FrameSource): DecodedFrame<JsonFrame> {
  const decoded = decodeFrame(bytes);
  if (decoded.kind === 'need-more') return { kind: 'bad', reason: 'shorter than its length says' };
  if (decoded.kind === 'bad') return { kind: 'bad', reason: decoded.reason };
  if (decoded.consumed !== bytes.length) return { kind: 'bad', reason: 'bytes behind the frame' };
  const { data, ...rest } = decoded.frame;
  const name = nameOf(decoded.frame, from);
  return { kind: 'frame', frame: { ...rest, name, data: hexOf(data) } };
}
