/** How long the till's side waits, and how much it takes. */

/** From the first try to a socket that is open. */
export const CONNECT_TIMEOUT_MS = 20_000;

/** From the socket's opening to the answer to Hello. */
export const GREETING_TIMEOUT_MS = 20_000;

/** How long the hub may take to answer a call. */
export const CALL_TIMEOUT_MS = 30_000;

/**
 * Tries in a row without any answer after which the line counts as down: a network that is only just
 * coming up answers within them, and at their slowest they fit into a health window.
 */
export const UNANSWERED_MIN = 3;

/** Until the hub names its own. */
export const HEARTBEAT_MS = 15_000;
export const HEARTBEAT_MIN_MS = 1_000;
export const HEARTBEAT_MAX_MS = 5 * 60_000;

/** A delay is drawn from zero up to this, which doubles with every failure up to the cap. */
export const RETRY_FIRST_MS = 2_000;
export const RETRY_CAP_MS = 60_000;

/** Share by which a pause that the hub dictates is lengthened, so that tills come back one by one. */
export const DICTATED_SPREAD = 0.25;

/** Refusals of lines in a row after which the connection is begun anew. */
export const REFUSALS_MAX = 8;

/** Dense places of the trail, before its steps double. */
export const TRAIL_DENSE = 8;

/** An answer to an enrolment, and how long it may take. */
export const ENROLMENT_MAX_BYTES = 128 * 1_024;
export const ENROLMENT_TIMEOUT_MS = 20_000;

/** From the first try to a stream that the hub has welcomed. */
export const RELAY_OPEN_TIMEOUT_MS = 20_000;

/** How often a stream is asked whether it is still there. */
export const RELAY_PING_MS = 20_000;

/** Longer than a hub keeps a stream for a technician who has not come yet, and reads nothing of it. */
export const RELAY_SILENCE_MAX_MS = 90_000;

/** So long nothing at all may move while logs are handed over. */
export const LOGS_IDLE_MS = 30_000;

/**
 * A part of a picture in one frame. What is read at a time, 64 KiB, holds several: who reads a frame that
 * lies in two reads must copy it, and whole ones are passed on as they lie.
 */
export const RELAY_PIECE_BYTES = 16 * 1_024;
