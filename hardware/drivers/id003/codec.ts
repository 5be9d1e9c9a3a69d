import { z } from 'zod';
import type { DecodedFrame, FrameCodec, FrameSource } from '../../kit/codec.ts';
import { bytesOf, hexOf, hexSchema, zeroedHex } from '../../kit/hex.ts';
import { DATA_MAX_BYTES, decodeFrame, encodeFrame } from './frame.ts';
import { nameOf, REQUEST, STATUS } from './names.ts';

const NAME_MAX_CHARACTERS = 40;

const frameSchema = z.strictObject({
  code: z.int().min(0).max(255),
  /** What the code means from this end, for people; the code decides. */
  name: z.string().max(NAME_MAX_CHARACTERS),
  data: hexSchema(DATA_MAX_BYTES),
});

type JsonFrame = z.infer<typeof frameSchema>;

/** ID-003 frames as JSON. */
export const id003Codec: FrameCodec<JsonFrame> = {
  protocol: 'id003',
  frameSchema,
  decode,
  encode: ({ code, data }) => encodeFrame({ code, data: bytesOf(data) }),
  redact: (frame) => ({ ...frame, data: zeroedHex(frame.data, shownBytes(frame.code)) }),
};

const STATUSES: ReadonlySet<number> = new Set(Object.values(STATUS));
const REQUESTS: ReadonlySet<number> = new Set(Object.values(REQUEST));
/** A status is followed by which note or which fault; behind that stands the code of a ticket. */
const PARTICULAR_BYTES = 1;

/** A setting has the same code in its answer, so that no late one is taken for another. */
function shownBytes(code: number): number {
  if (STATUSES.has(code)) return PARTICULAR_BYTES;
  return REQUESTS.has(code) ? DATA_MAX_BYTES : 0;
}

function decode(bytes: Uint8Array, from: FrameSource): DecodedFrame<JsonFrame> {
  const decoded = decodeFrame(bytes);
  if (decoded.kind === 'need-more') return { kind: 'bad', reason: 'shorter than its length says' };
  if (decoded.kind === 'bad') return { kind: 'bad', reason: decoded.reason };
  if (decoded.consumed !== bytes.length) return { kind: 'bad', reason: 'bytes behind the frame' };
  const { code, data } = decoded.frame;
  return { kind: 'frame', frame: { code, name: nameOf(code, from), data: hexOf(data) } };
}
