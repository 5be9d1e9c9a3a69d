import { closeSync, openSync, writeSync } from 'node:fs';
import type { FrameCodec } from '../../hardware/kit/codec.ts';
import { frameHead, frameRow, spacedHex } from '../trace/recording-text.ts';
import type { OnWatched, Watched } from './watched-bytes.ts';

type WatchedFrame = Extract<Watched, { readonly kind: 'frame' }>;

/** One line for each frame: time, who has sent it, its bytes, and what they mean. */
export function frameLine(frame: WatchedFrame, codec: FrameCodec, isJson: boolean): string {
  const { atMs, from, bytes } = frame;
  const hex = spacedHex(bytes);
  const decoded = codec.decode(bytes, from);
  const at = new Date(atMs).toISOString();
  if (isJson) {
    const meaning = decoded.kind === 'frame' ? { frame: decoded.frame } : { bad: decoded.reason };
    return `${JSON.stringify({ at, from, hex, ...meaning })}\n`;
  }
  const meaning = decoded.kind === 'frame' ? JSON.stringify(decoded.frame) : `? ${decoded.reason}`;
  return `${at.slice(TIME_AT, -1)} ${from.padEnd(FROM_WIDTH)} ${hex}  ${meaning}\n`;
}

/** The same for what is no frame. */
export function noteLine({ atMs, detail }: { readonly atMs: number; readonly detail: string }) {
  return `${new Date(atMs).toISOString().slice(TIME_AT, -1)} ${detail.trim()}\n`;
}

/** After the date and its T. */
export const TIME_AT = 11;
export const FROM_WIDTH = 'device'.length;

/** Who may read a recording: the frames of a till are its owner's. */
export const OWNER_ALONE = 0o600;

export interface Recording extends Disposable {
  readonly record: OnWatched;
}

/**
 * Writes frames to a new file as the drivers' `traces/` hold them: milliseconds since the first one,
 * TX from the host or RX from the device, and the bytes. Throws when the file is there already.
 */
export function openRecording(path: string, protocol: string): Recording {
  const file = openSync(path, 'wx', OWNER_ALONE);
  writeSync(file, frameHead(protocol));
  let firstMs: number | undefined;
  return {
    record: (watched) => {
      if (watched.kind !== 'frame') return;
      firstMs ??= watched.atMs;
      writeSync(file, frameRow({ ...watched, afterMs: watched.atMs - firstMs }));
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/**
 * Puts frames of a protocol in which a frame says who it is for under the right name, and leaves out
 * what a line that gives back what is sent says twice.
 */
export function sorted(protocol: string, pass: OnWatched): OnWatched {
  if (!protocol.startsWith('cctalk')) return pass;
  let lastSent = '';
  return (watched) => {
    if (watched.kind !== 'frame') return pass(watched);
    const isReply = watched.bytes[0] === CCTALK_HOST_ADDRESS;
    const hex = spacedHex(watched.bytes);
    if (!isReply && watched.from === 'device' && hex === lastSent) {
      lastSent = '';
      return;
    }
    if (!isReply) lastSent = watched.from === 'host' ? hex : '';
    pass({ ...watched, from: isReply ? 'device' : 'host' });
  };
}

const CCTALK_HOST_ADDRESS = 1;
