import { createHash } from 'node:crypto';

const SEPARATORS = /[\s-]/g;

/** What is kept of a one-time code at either end; however it was typed. */
export function codeSha256Hex(code: string): string {
  const read = code
    .replaceAll(SEPARATORS, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return createHash('sha256').update(read).digest('hex');
}
