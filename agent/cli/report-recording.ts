import { closeSync, openSync, writeSync } from 'node:fs';
import { reportHead, reportRow } from '../trace/recording-text.ts';
import { OWNER_ALONE, type Recording } from './watch-output.ts';
import type { Watched } from './watched-bytes.ts';

/**
 * Writes HID reports to a new file as the drivers' `traces/` hold them: what the device says of its
 * reports in the head, then each with its kind and its id. Throws when the file is there already.
 */
export function openReportRecording(path: string, family: string): Recording {
  const file = openSync(path, 'wx', OWNER_ALONE);
  let firstMs: number | undefined;
  let descriptor: Uint8Array | undefined;
  const write = (watched: Watched): void => {
    switch (watched.kind) {
      case 'descriptor':
        descriptor ??= watched.bytes;
        return;
      case 'report':
        if (firstMs === undefined) writeSync(file, reportHead(family, descriptor));
        firstMs ??= watched.atMs;
        writeSync(file, reportRow({ ...watched, afterMs: watched.atMs - firstMs }));
        return;
      case 'frame':
      case 'note':
    }
  };
  const close = (): void => {
    if (firstMs === undefined) writeSync(file, reportHead(family, descriptor));
    closeSync(file);
  };
  return { record: write, [Symbol.dispose]: close };
}
