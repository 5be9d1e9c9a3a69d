import type { FrameCodec, FrameSource } from '../../hardware/kit/codec.ts';
import type { HidReportKind } from '../../hardware/kit/device.ts';
import type { Decoder } from '../../hardware/kit/framing.ts';

/** Something that happened on a port that is watched. */
export type Watched =
  | {
      readonly kind: 'frame';
      readonly atMs: number;
      readonly from: FrameSource;
      readonly bytes: Uint8Array;
    }
  /** A HID report, its bytes as the system takes or gives them. */
  | {
      readonly kind: 'report';
      readonly atMs: number;
      readonly from: FrameSource;
      readonly report: HidReportKind;
      readonly reportId: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'descriptor'; readonly atMs: number; readonly bytes: Uint8Array }
  | { readonly kind: 'note'; readonly atMs: number; readonly detail: string };

export type OnWatched = (watched: Watched) => void;

/** Longest frame of any protocol, stuffed. */
export const WATCHED_FRAME_MAX_BYTES = 600;

/**
 * Cuts a stream into frames with nothing but the codec: a frame says its own length, so that of the
 * starts of a buffer one at most is a frame. Bytes that begin none go by the reader's time limit.
 */
export function frameCutter(codec: FrameCodec, from: FrameSource): Decoder<Uint8Array> {
  return (bytes) => {
    for (let size = 1; size <= bytes.length; size += 1) {
      const frame = bytes.slice(0, size);
      if (codec.decode(frame, from).kind === 'frame') {
        return { kind: 'frame', frame, consumed: size };
      }
    }
    if (bytes.length < WATCHED_FRAME_MAX_BYTES) return { kind: 'need-more' };
    return { kind: 'bad', reason: 'no frame', consumed: 1 };
  };
}
