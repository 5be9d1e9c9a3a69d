import type { RELAY_DESK_PATH, RELAY_SUBPROTOCOL } from '../../protocol/relay.ts';

/** The same as the hub's, or this does not compile; the schemas beside them have no place in a page. */
const DESK_PATH: typeof RELAY_DESK_PATH = '/relay/desk';
const SUBPROTOCOL: typeof RELAY_SUBPROTOCOL = 'tillwarden.relay.v1';

/** A stream that has broken off is opened again after this, for as long as the session lives. */
export const STREAM_RETRY_MS = 2_000;

export interface StreamAddress {
  readonly url: string;
  readonly protocols: string[];
}

/** Where the page's side of a session's stream is; encrypted wherever the page is. */
export function streamAddress(session: string, stream: 'screen' | 'console'): StreamAddress {
  const path = `${DESK_PATH}/${encodeURIComponent(session)}/${stream}`;
  const url = new URL(path, location.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return { url: url.href, protocols: [SUBPROTOCOL] };
}
