import { z } from 'zod';
import type { DecodedFrame, FrameCodec, FrameSource } from '../../kit/codec.ts';
import { COMMAND, STATUS } from './commands.ts';
import { STEX } from './crypt.ts';
import { ADDRESS_MAX, DATA_MAX_BYTES, decodeFrame, encodeFrame } from './frame.ts';
import { shownData } from './shown-data.ts';

const COMMAND_NAMES = namesOf(COMMAND);
const STATUS_NAMES = namesOf(STATUS);

const frameSchema = z.strictObject({
  address: z.int().min(0).max(ADDRESS_MAX),
  /** Turns over with each new command; a reply has that of its command. */
  sequence: z.literal([0, 1]),
  /** Hexadecimal, the code first. */
  data: z
    .string()
    .regex(/^(?:[0-9a-f]{2})*$/)
    .max(2 * DATA_MAX_BYTES),
  /** Whether the data are encrypted; then nothing more can be said of them. */
  isEncrypted: z.boolean(),
  /** What the data begin with, where that has a name: a command from a host, a status from a unit. */
  name: z.string().optional(),
});

type JsonFrame = z.infer<typeof frameSchema>;

/** SSP packets as JSON. `isEncrypted` and `name` follow from the data and are for reading only. */
export const sspCodec: FrameCodec<JsonFrame> = {
  protocol: 'ssp',
  frameSchema,
  decode,
  encode: ({ address, sequence, data }) =>
    encodeFrame({ address, sequence, data: Buffer.from(data, 'hex') }),
  redact: (frame, from, asked) => ({ ...frame, data: shownData(frame, from, asked) }),
};

function decode(bytes: Uint8Array, from: FrameSource): DecodedFrame<JsonFrame> {
  const decoded = decodeFrame(bytes);
  if (decoded.kind === 'need-more') return { kind: 'bad', reason: 'the frame is cut short' };
  if (decoded.kind === 'bad') return decoded;
  if (decoded.consumed !== bytes.length) return { kind: 'bad', reason: 'bytes behind the frame' };
  const { address, sequence, data } = decoded.frame;
  const [first = 0] = data;
  const isEncrypted = first === STEX;
  const name = (from === 'host' ? COMMAND_NAMES : STATUS_NAMES).get(first);
  const hex = Buffer.from(data).toString('hex');
  const frame = { address, sequence, data: hex, isEncrypted };
  return { kind: 'frame', frame: name === undefined ? frame : { ...frame, name } };
}

function namesOf(codes: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(codes).map(([name, code]) => [code, name]));
}
