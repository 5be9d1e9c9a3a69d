/**
 * The sockets of a remote session: beside the till's own one, so that bulk never delays a command.
 * The till opens each of them outbound; the hub joins it to the technician's. After the greeting,
 * frames pass as they are: binary for `screen`, text for `console`.
 */
import { z } from 'zod';
import { STREAM_KINDS } from '../../agent/core/support/remote-session.ts';
import { nameField } from './fields.ts';

export const RELAY_SUBPROTOCOL = 'tillwarden.relay.v1';

/** Where a till opens a stream. */
export const RELAY_TILL_PATH = '/relay/till';

/** Where the technician's page opens the other side: the session and the stream follow. */
export const RELAY_DESK_PATH = '/relay/desk';

/** Where a till puts a bundle of logs: its name follows. */
export const LOGS_PATH = '/logs';

/** One frame; a picture of the screen comes in many. */
export const RELAY_FRAME_MAX_BYTES = 256 * 1_024;

/**
 * What one end holds for another that does not read; above it the source is not read either. The sockets
 * hold what a long line needs: more than this makes pictures older, and the collector's work longer.
 */
export const RELAY_BUFFER_MAX_BYTES = 256 * 1_024;

/** The first message of the hub. */
export const relayChallenge = z.strictObject({ nonce: nameField });

/** The till's answer, signed with the station's key for the purpose `relay` over `relayClaim`. */
export const relayGreeting = z.strictObject({
  station: nameField,
  session: nameField,
  stream: z.enum(STREAM_KINDS),
  signature: z.string().min(1).max(200),
});
export type RelayGreeting = z.infer<typeof relayGreeting>;

/** The hub's answer; after a refusal the socket closes. */
export const relayWelcome = z.strictObject({ isOpen: z.literal(true) });

/** What the station signs. */
export function relayClaim(
  { station, session, stream }: Omit<RelayGreeting, 'signature'>,
  nonce: string,
) {
  return { station, session, stream, nonce } as const;
}
