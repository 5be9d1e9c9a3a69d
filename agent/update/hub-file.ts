/** One file of the hub over HTTP: an answer's head within a time, and no silence within its body. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { hubUrl, tlsChecks, type HubAddress } from '../../sync/uplink/hub-address.ts';
import { shortened, UpdateError } from './update-error.ts';

/** So long nothing at all may come. */
export const IDLE_MAX_MS = 30_000;

export interface FileRequest {
  readonly url: string;
  readonly tls: Omit<HubAddress, 'url'>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly idleMs?: number | undefined;
  /** Breaks off the answer's body as well. */
  readonly signal?: AbortSignal | undefined;
}

/** The answer, its body still to be read. Rejects with `UpdateError` `unreachable`. */
export function requestFile({
  url,
  tls,
  headers = {},
  idleMs = IDLE_MAX_MS,
  signal,
}: FileRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const target = addressOf(url);
    // Nothing is unpacked on the way: what is signed is the length of what is sent.
    const options = {
      headers: { ...headers, 'accept-encoding': 'identity' },
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    } as const;
    const request =
      target.protocol === 'https:'
        ? httpsRequest(target, { ...options, ...tlsChecks({ url, ...tls }) }, resolve)
        : httpRequest(target, options, resolve);
    request.setTimeout(idleMs, () => {
      request.destroy(new UpdateError('unreachable', `${target.host} has fallen silent`));
    });
    request.on('error', (cause) => reject(unreachable(cause)));
    request.end();
  });
}

/** Whatever breaks a connection off; what was found out about the bytes before stays what it is. */
export function unreachable(cause: unknown): UpdateError {
  if (cause instanceof UpdateError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new UpdateError('unreachable', shortened(said), { cause });
}

function addressOf(url: string): URL {
  try {
    return hubUrl(url);
  } catch (cause) {
    throw unreachable(cause);
  }
}
