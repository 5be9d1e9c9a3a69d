/** What the hub takes at most, of everything. */
import { DOCUMENT_MAX_CHARS } from '../protocol/limits.ts';

export const SESSIONS_MAX = 20_000;

/** Sockets that have not shown who they are yet. */
export const STRANGERS_MAX = 512;

/** Of one address: a shop's tills that all come back at once, and far from all the room there is. */
export const STRANGERS_OF_ADDRESS_MAX = 64;

/** From the socket's opening to a Hello that holds. */
export const SIGN_ON_TIMEOUT_MS = 10_000;

/** A till that has given no sign between two of these is gone. */
export const HEARTBEAT_MS = 15_000;

/** How long a till may take to answer a call. */
export const CALL_TIMEOUT_MS = 30_000;

/** Calls a till of ours may have under way. */
export const WINDOW_GRANTED = 4;

/** Texts that are no frame, calls over the window: so many and the socket is closed. */
export const NUISANCES_MAX = 20;

/** Unread bytes at which a socket that does not read is dropped. */
export const BUFFERED_MAX_BYTES = 4 * 1_024 * 1_024;

/** Failed sign-ons of one address within the time below; failed enrolments are counted apart. */
export const FAILURES_MAX = 20;

/** Sign-ons of one station within the time below: two machines with one key, or one that is lost. */
export const SIGN_ONS_MAX = 60;
export const ATTEMPTS_WINDOW_MS = 60_000;
export const ATTEMPTS_TRACKED_MAX = 10_000;

/** What a till is told to wait when the hub cannot take it now. */
export const RETRY_AFTER_MS = 5_000;

/** Within this, tills that a stopping hub sends away are to come back, each at its own moment. */
export const CLOSE_GRACE_MS = 1_000;

export const BODY_MAX_BYTES = 16 * 1_024;
/** A till shows the licence it holds. */
export const ENROLMENT_MAX_BYTES = DOCUMENT_MAX_CHARS + BODY_MAX_BYTES;
export const HEADERS_MAX_BYTES = 8 * 1_024;
export const REQUEST_TIMEOUT_MS = 10_000;
export const KEEP_ALIVE_TIMEOUT_MS = 30_000;
export const CONNECTIONS_CHECK_INTERVAL_MS = 2_000;
export const CONNECTIONS_MAX = SESSIONS_MAX + STRANGERS_MAX;
export const PARAM_MAX_CHARS = 256;
