import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantMs } from '../../agent/core/calendar.ts';
import {
  DOWNLOAD_TOKEN_TOLERANCE_MS,
  downloadAuthorization,
  readDownload,
  verifyDownload,
  type DownloadFacts,
  type DownloadRequest,
} from './download-token.ts';
import { privateKeyObject } from './ed25519.ts';
import { signToken } from './signature.ts';
import { createStationKey } from './station-key.ts';

const key = createStationKey();
const path = '/v1/releases/targets/app/stable/linux-x64/aa.tillwarden-1.2.3.tar.gz';
const at = '2026-11-22T09:00:00.000Z';
const nowMs = instantMs(at);
const request: DownloadRequest = { station: 'till-1', path, at, nonce: 'n'.repeat(22) };
const header = await downloadAuthorization(request, key.privateKey);

async function verdict(text: string, differs: Partial<DownloadFacts> = {}): Promise<string> {
  const read = readDownload(text);
  if (read.kind === 'refused') return read.code;
  const facts = { publicKey: key.publicKey, path, nowMs, ...differs };
  const verified = await verifyDownload(read, facts);
  return verified.kind === 'refused' ? verified.code : verified.kind;
}

describe('what a till says to be given a file', () => {
  it('is believed for this file, of this station, about now', async () => {
    expect(await verdict(header)).toBe('verified');
    expect(readDownload(header)).toMatchObject({ kind: 'read', request });
  });

  it.each([
    ['the key of another station', { publicKey: createStationKey().publicKey }, 'tampered'],
    ['another file', { path: `${path}.sig` }, 'other-file'],
    ['a later day', { nowMs: nowMs + DOWNLOAD_TOKEN_TOLERANCE_MS + 1 }, 'stale'],
    ['an earlier day', { nowMs: nowMs - DOWNLOAD_TOKEN_TOLERANCE_MS - 1 }, 'stale'],
  ] as const)('is not believed with %s', async (_what, differs, code) => {
    expect(await verdict(header, differs)).toBe(code);
  });

  it('is not believed when it was made for something else', async () => {
    const other = await signToken(
      request,
      'tillwarden-entitlement-v1',
      privateKeyObject(key.privateKey),
    );
    expect(await verdict(`Tillwarden-Station ${other}`)).toBe('wrong-type');
    expect(await verdict(header.replace('Tillwarden-Station', 'Bearer'))).toBe('malformed');
  });

  it('is not believed with another content under the same signature', async () => {
    const [head = '', , signature = ''] = header.split('.');
    const content = JSON.stringify({ at, nonce: request.nonce, path, station: 'till-2' });
    const forged = `${head}.${Buffer.from(content).toString('base64url')}.${signature}`;
    expect(await verdict(forged)).toBe('tampered');
  });

  it('never throws for what comes from outside', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readDownload(`Tillwarden-Station ${text}`).kind).toBe('refused');
      }),
    );
  });
});
