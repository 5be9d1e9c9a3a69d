import { parseArgs } from 'node:util';
import { z } from 'zod';
import { codecs } from '../../hardware/codecs.ts';
import type { FrameCodec, FrameSource } from '../../hardware/kit/codec.ts';
import { UsageError, type CommandIo } from './command.ts';

type Output = Pick<CommandIo, 'stdout' | 'stderr'>;

/** More than the longest frame of any protocol, several times over. */
const HEX_MAX_CHARACTERS = 65_536;

/** One frame in hexadecimal as a JSON object; 1 when it is none. */
export function decodeFrame(argv: readonly string[], { stdout, stderr }: Output): number {
  const { codec, from, rest } = parse(argv);
  if (rest.length === 0) throw new UsageError('say which bytes, in hexadecimal');
  const bytes = bytesOf(rest.join(''));
  if (bytes === undefined) return refuse(stderr, 'this is not hexadecimal: two digits a byte');
  const decoded = codec.decode(bytes, from);
  if (decoded.kind === 'bad') return refuse(stderr, decoded.reason);
  stdout.write(`${JSON.stringify(decoded.frame, null, 2)}\n`);
  return 0;
}

/** The bytes of a frame that is given as JSON; 1 when it is none. */
export function encodeFrame(argv: readonly string[], { stdout, stderr }: Output): number {
  const { codec, from, rest } = parse(argv);
  const [text] = rest;
  if (text === undefined || rest.length > 1) throw new UsageError('say one frame as JSON');
  const json = parseJson(text);
  if (json === undefined) return refuse(stderr, 'this is not JSON');
  const frame = codec.frameSchema.safeParse(json);
  if (!frame.success) return refuse(stderr, z.prettifyError(frame.error));
  const bytes = encoded(codec, frame.data, from);
  if (bytes === undefined) return refuse(stderr, 'no frame can hold this');
  stdout.write(`${hexOf(bytes)}\n`);
  return 0;
}

/** What JSON can say and a frame cannot hold, such as a byte of eight bits where they have seven. */
function encoded(codec: FrameCodec, frame: unknown, from: FrameSource): Uint8Array | undefined {
  try {
    return codec.encode(frame, from);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a protocol's frames look like as JSON, as a JSON Schema. */
export function printSchema(argv: readonly string[], { stdout }: Output): number {
  const { codec, rest } = parse(argv);
  if (rest.length > 0) throw new UsageError('say one protocol');
  const schema = z.toJSONSchema(codec.frameSchema, { io: 'input' });
  stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}

interface Called {
  readonly codec: FrameCodec;
  readonly from: FrameSource;
  readonly rest: readonly string[];
}

function parse(argv: readonly string[]): Called {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { from: { type: 'string', default: 'host' } },
  });
  const [protocol = '', ...rest] = positionals;
  const { from } = values;
  if (from !== 'host' && from !== 'device') throw new UsageError('--from is host or device');
  const codec = codecs.find((one) => one.protocol === protocol);
  if (codec !== undefined) return { codec, from, rest };
  const known = codecs.map((one) => one.protocol).join(', ');
  throw new UsageError(`say a protocol: ${known}`);
}

function bytesOf(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/\s/g, '');
  const isHex = /^(?:[0-9A-Fa-f]{2})+$/.test(digits) && digits.length <= HEX_MAX_CHARACTERS;
  return isHex ? Uint8Array.from(Buffer.from(digits, 'hex')) : undefined;
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(stderr: NodeJS.WritableStream, reason: string): number {
  stderr.write(`${reason}\n`);
  return 1;
}
