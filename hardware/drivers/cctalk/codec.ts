import { z } from 'zod';
import type { DecodedFrame, FrameCodec } from '../../kit/codec.ts';
import { DATA_MAX_BYTES, HOST_ADDRESS, OVERHEAD_BYTES, type Frame } from './frame.ts';
import { frameFormats, type Checksum } from './frame-format.ts';
import { headerName } from './header-names.ts';
import { shownData } from './shown-data.ts';

const MISNAMED = 'is not the name of this header';

const byte = z.int().min(0).max(255);
const common = {
  destination: byte,
  header: byte,
  /** By the specification; told where it is known, and checked against the header where it is given. */
  headerName: z.string().max(60).optional(),
  data: z
    .string()
    .regex(/^(?:[0-9A-Fa-f]{2})*$/, 'use pairs of hexadecimal digits')
    .max(2 * DATA_MAX_BYTES),
};

const simpleSchema = z
  .strictObject({ ...common, source: byte })
  .refine(isNamedRight, { error: MISNAMED, path: ['headerName'] });
const crcSchema = z
  .strictObject(common)
  .refine(isNamedRight, { error: MISNAMED, path: ['headerName'] });

type JsonFrame = z.infer<typeof crcSchema>;

/** ccTalk with the 8-bit checksum. */
export const cctalkCodec: FrameCodec<z.infer<typeof simpleSchema>> = {
  protocol: 'cctalk',
  frameSchema: simpleSchema,
  decode(bytes) {
    const decoded = wholeFrame('simple', bytes);
    if (decoded.kind === 'bad') return decoded;
    const { source = HOST_ADDRESS } = decoded.frame;
    return { kind: 'frame', frame: { ...jsonOf(decoded.frame), source } };
  },
  encode: ({ source, ...frame }) => frameFormats.simple.encode({ ...frameOf(frame), source }),
  redact: (frame, from, asked) => ({ ...frame, data: shownData(frame, from, asked) }),
};

/** ccTalk with the CRC-16, whose frames do not say where they come from. */
export const cctalkCrcCodec: FrameCodec<JsonFrame> = {
  protocol: 'cctalk-crc',
  frameSchema: crcSchema,
  decode(bytes) {
    const decoded = wholeFrame('crc', bytes);
    return decoded.kind === 'bad' ? decoded : { kind: 'frame', frame: jsonOf(decoded.frame) };
  },
  encode: (frame) => frameFormats.crc.encode({ ...frameOf(frame), source: HOST_ADDRESS }),
  redact: (frame, from, asked) => ({ ...frame, data: shownData(frame, from, asked) }),
};

function wholeFrame(checksum: Checksum, bytes: Uint8Array): DecodedFrame<Frame> {
  const [, length] = bytes;
  if (length === undefined) return bad(`${bytes.length} bytes are no frame`);
  const missing = OVERHEAD_BYTES + length - bytes.length;
  if (missing > 0) return bad(`too short: ${missing} of its bytes are missing`);
  if (missing < 0) return bad(`too long: ${-missing} bytes follow its end`);
  const decoded = frameFormats[checksum].decode(bytes);
  if (decoded.kind === 'frame') return { kind: 'frame', frame: decoded.frame };
  return bad('the checksum is wrong');
}

function bad(reason: string): DecodedFrame<Frame> {
  return { kind: 'bad', reason };
}

function jsonOf({ destination, header, data }: Frame): JsonFrame {
  const name = headerName(header);
  return {
    destination,
    header,
    ...(name === undefined ? {} : { headerName: name }),
    data: Buffer.from(data).toString('hex').toUpperCase(),
  };
}

function frameOf({ destination, header, data }: JsonFrame): Frame {
  return { destination, header, data: Uint8Array.from(Buffer.from(data, 'hex')) };
}

interface Named {
  readonly header: number;
  readonly headerName?: string | undefined;
}

function isNamedRight(frame: Named): boolean {
  return frame.headerName === undefined || frame.headerName === headerName(frame.header);
}
