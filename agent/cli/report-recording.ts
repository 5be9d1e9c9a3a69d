import { closeSync, openSync, writeSync } from 'node:fs';
import { DIRECTIONS, OWNER_ALONE, spacedHex, type Recording } from './watch-output.ts';
import type { Watched } from './watched-bytes.ts';

const COLUMNS = 'ms\tdirection\treport\tid\thex';

/**
 * Writes HID reports to a new file as the drivers' `traces/` hold them: what the device says of its
 * reports in the head, then each with its kind and its id. Throws when the file is there already.
 */
export function openReportRecording(path: string, family: string): Recording {
  const file = openSync(path, 'wx', OWNER_ALONE);
  writeSync(file, `# protocol ${family}\n`);
  let firstMs: number | undefined;
  let descriptor: string | undefined;
  const write = (watched: Watched): void => {
    switch (watched.kind) {
      case 'descriptor':
        descriptor ??= spacedHex(watched.bytes).replaceAll(' ', '');
        return;
      case 'report': {
        if (firstMs === undefined) writeSync(file, headOf(descriptor));
        firstMs ??= watched.atMs;
        const { atMs, from, report, reportId, bytes } = watched;
        const ms = Math.max(0, Math.round(atMs - firstMs));
        const cells = [ms, DIRECTIONS[from], report, reportId, spacedHex(bytes)];
        writeSync(file, `${cells.join('\t')}\n`);
        return;
      }
      case 'frame':
      case 'note':
    }
  };
  return { record: write, [Symbol.dispose]: () => closeSync(file) };
}

function headOf(descriptor: string | undefined): string {
  return `${descriptor === undefined ? '' : `# descriptor ${descriptor}\n`}${COLUMNS}\n`;
}
