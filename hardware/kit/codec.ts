import type { z } from 'zod';

/** Who has sent a frame: on many wires the same bytes mean something else from the other end. */
export type FrameSource = 'host' | 'device';

export type DecodedFrame<Frame> =
  | { readonly kind: 'frame'; readonly frame: Frame }
  /** Why these bytes are no frame, in words for a technician. */
  | { readonly kind: 'bad'; readonly reason: string };

/** A protocol's frames as JSON and back, for people with a logic analyser and for recorded traces. */
export interface FrameCodec<Frame = unknown> {
  /** Its name on the command line, such as `ccnet`. */
  readonly protocol: string;
  /** Strict, and published: what a frame looks like as JSON. */
  readonly frameSchema: z.ZodType<Frame>;
  /** One whole frame, nothing before or after it. Never throws. */
  decode(bytes: Uint8Array, from: FrameSource): DecodedFrame<Frame>;
  /** The bytes as they stand on the wire; decodes to the same frame. */
  encode(frame: Frame, from: FrameSource): Uint8Array;
  /**
   * The same frame, as long as before, with zeros for keys, PINs, codes of tickets, serial numbers of
   * notes, and all that is not known to be none of these. `asked`: the host's last frames, since a late
   * answer may be to any of them; empty: not known.
   */
  redact(frame: Frame, from: FrameSource, asked: readonly Frame[]): Frame;
}
