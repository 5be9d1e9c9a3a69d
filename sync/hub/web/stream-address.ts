export interface StreamAddress {
  readonly url: string;
  readonly protocols: readonly string[];
}

/** Where the page's side of a session's stream is; encrypted wherever the page is. */
export async function streamAddress(
  session: string,
  stream: 'screen' | 'console',
): Promise<StreamAddress> {
  // Only who is in a session needs it, and what it is checked with.
  const { RELAY_DESK_PATH, RELAY_SUBPROTOCOL } = await import('../../protocol/relay.ts');
  const path = `${RELAY_DESK_PATH}/${encodeURIComponent(session)}/${stream}`;
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return { url: url.href, protocols: [RELAY_SUBPROTOCOL] };
}

/** A stream that has broken off is opened again after this, for as long as the session lives. */
export const STREAM_RETRY_MS = 2_000;
