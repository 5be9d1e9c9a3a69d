import { createReadStream } from 'node:fs';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import {
  LOGS_CONTENT_TYPE,
  LOGS_HASH_HEADER,
  LOGS_SIGNATURE_HEADER,
  LOGS_STATION_HEADER,
  logsStatement,
} from '../protocol/logs.ts';
import { LOGS_PATH } from '../protocol/relay.ts';
import { signAsStation } from '../trust/station-key.ts';
import { hubUrl, tlsChecks, type HubAddress } from './hub-address.ts';
import { LOGS_IDLE_MS } from './limits.ts';
import { UplinkError } from './uplink-error.ts';

export interface LogsUpload {
  readonly address: HubAddress;
  readonly station: string;
  readonly privateKey: string;
  readonly bundle: string;
  /** Where the bundle lies. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly signal: AbortSignal;
}

/** Hands a bundle of logs to the hub, piece by piece. Rejects with `UplinkError`. */
export async function uploadLogs(upload: LogsUpload): Promise<void> {
  const { address, path, signal } = upload;
  try {
    const { request, answered } = begin(upload);
    await pipeline(createReadStream(path), request, { signal });
    const status = await answered;
    checkTaken(status);
  } catch (cause) {
    if (cause instanceof UplinkError) throw cause;
    throw new UplinkError('hub-unreachable', `cannot reach ${address.url}`, { cause });
  }
}

/** What a hub that is busy, or a proxy before one that is down, answers. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429]);

function checkTaken(status: number): void {
  if (status >= 200 && status < 300) return;
  const isLater = status >= 500 || NOT_NOW.has(status);
  throw isLater
    ? new UplinkError('logs-not-now', `the hub cannot take the logs now (${status})`)
    : new UplinkError('logs-refused', `the hub does not take the logs (${status})`);
}

interface Begun {
  readonly request: ClientRequest;
  readonly answered: Promise<number>;
}

function begin({ address, bundle, signal, privateKey, ...claim }: LogsUpload): Begun {
  const url = hubUrl(address.url);
  const base = url.pathname.replace(/\/$/, '');
  const target = new URL(`${base}${LOGS_PATH}/${encodeURIComponent(bundle)}`, url);
  const { station, sha256, sizeBytes } = claim;
  const statement = logsStatement({ station, bundle, sha256, sizeBytes });
  const options = {
    method: 'PUT',
    signal,
    headers: {
      'content-type': LOGS_CONTENT_TYPE,
      'content-length': sizeBytes,
      [LOGS_STATION_HEADER]: station,
      [LOGS_HASH_HEADER]: sha256,
      [LOGS_SIGNATURE_HEADER]: signAsStation(privateKey, statement),
    },
  };
  const request =
    url.protocol === 'https:'
      ? httpsRequest(target, { ...options, ...tlsChecks(address) })
      : httpRequest(target, options);
  request.setTimeout(LOGS_IDLE_MS, () => {
    request.destroy(new UplinkError('hub-unreachable', `${address.url} has fallen silent`));
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  // Where the body fails first, that is what is told.
  answered.catch(() => undefined);
  return { request, answered };
}
