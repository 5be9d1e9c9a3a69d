import type { FrameCodec, FrameSource } from '../../hardware/kit/codec.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { FramingReader } from '../../hardware/kit/framing.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { Connection, Transport } from '../../hardware/kit/transport.ts';
import { aborted } from './aborted.ts';
import { frameCutter, WATCHED_FRAME_MAX_BYTES, type OnWatched } from './watched-bytes.ts';

export interface LineWatch {
  readonly transport: Transport;
  readonly codec: FrameCodec;
  readonly onReady: () => void;
  readonly onWatched: OnWatched;
  readonly signal: AbortSignal;
}

/** Bytes that begin no frame are told of after this silence. */
const FRAME_TIMEOUT_MS = 100;

/**
 * Listens and writes nothing, as behind a tap on one wire; rejects with a `TransportError` when the
 * port cannot be opened.
 */
export async function watchPassively(watch: LineWatch, from: FrameSource): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const reader = readerFor(watch, from);
  const connection = await watch.transport.open({
    onBytes: (bytes) => reader.push(bytes),
    onClose: () => ended.resolve(),
  });
  watch.onReady();
  await Promise.race([aborted(watch.signal), ended.promise]);
  await connection.close();
}

/**
 * Stands between a device and a host that opens `linkPath` in its place, and passes every byte on as
 * it comes.
 */
export async function watchBetween(watch: LineWatch, linkPath: string): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const host = readerFor(watch, 'host');
  const device = readerFor(watch, 'device');
  await using line = await openPseudoTerminal(linkPath);
  const connection = await watch.transport.open({
    onBytes: (bytes) => {
      device.push(bytes);
      line.send(bytes);
    },
    onClose: () => ended.resolve(),
  });
  passOn(line, connection, (bytes) => host.push(bytes));
  watch.onReady();
  await Promise.race([aborted(watch.signal), ended.promise]);
  await connection.close();
}

/** A write that fails ends the connection, and that ends the watch. */
function passOn(
  line: DeviceLine,
  connection: Connection,
  onBytes: (bytes: Uint8Array) => void,
): void {
  line.listen((bytes) => {
    onBytes(bytes);
    connection.write(bytes).catch(() => connection.close());
  });
}

function readerFor({ codec, onWatched }: LineWatch, from: FrameSource): FramingReader<Uint8Array> {
  return new FramingReader({
    clock: systemClock,
    decode: frameCutter(codec, from),
    frameTimeoutMs: FRAME_TIMEOUT_MS,
    bufferMaxBytes: WATCHED_FRAME_MAX_BYTES,
    onFrame: (bytes) => onWatched({ kind: 'frame', atMs: systemClock.wallMs(), from, bytes }),
    onDropped: (count, reason) => {
      const detail = `${count} bytes from the ${from} are no frame (${reason})`;
      onWatched({ kind: 'note', atMs: systemClock.wallMs(), detail });
    },
  });
}
