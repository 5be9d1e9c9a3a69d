/** The handshake with the technician's page, in which the till is the server: RFC 6143, version 3.8. */
import { read, say, type Talk } from './rfb-talk.ts';

const VERSION = Buffer.from('RFB 003.008\n', 'latin1');
const SECURITY_NONE = 1;
const OFFERED = Buffer.from([1, SECURITY_NONE]);
const SECURITY_OK = Buffer.alloc(4);

/**
 * Ends with whether the other side speaks as it should. Who it is has been settled before there is a
 * stream at all, so that nothing is asked here.
 */
export function* rfbReception(serverInit: Buffer): Talk<'welcomed' | 'not-rfb'> {
  yield* say(VERSION);
  const version = yield* read(VERSION.length);
  if (!version.equals(VERSION)) return 'not-rfb';
  yield* say(OFFERED);
  const [chosen] = yield* read(1);
  if (chosen !== SECURITY_NONE) return 'not-rfb';
  yield* say(SECURITY_OK);
  // Whether the screen is to be shared: it is.
  yield* read(1);
  yield* say(serverInit);
  return 'welcomed';
}
