import type { Decoder } from '../../kit/framing.ts';
import { decodeCrcFrame, decodeCrcReply, encodeCrcFrame } from './crc-frame.ts';
import { decodeFrame, decodeReply, encodeFrame, type AddressedFrame, type Frame } from './frame.ts';

/** How a device secures its frames. It is in one mode or the other: nothing on the line switches it. */
export const CHECKSUMS = ['simple', 'crc'] as const;
export type Checksum = (typeof CHECKSUMS)[number];

export interface FrameFormat {
  readonly encode: (frame: AddressedFrame) => Uint8Array;
  readonly decode: Decoder<Frame>;
  /** For a host's buffer. */
  readonly decodeReply: Decoder<Frame>;
}

export const frameFormats: Readonly<Record<Checksum, FrameFormat>> = {
  simple: { encode: encodeFrame, decode: decodeFrame, decodeReply },
  crc: { encode: encodeCrcFrame, decode: decodeCrcFrame, decodeReply: decodeCrcReply },
};
