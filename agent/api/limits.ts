/** What the API takes at most, of everything. */

/** 20 000 in a currency with two decimals: above what anybody pays in cash, and a slip of a key. */
export const AMOUNT_DUE_MAX_MINOR = 2_000_000;

export const IDEMPOTENCY_KEY_MAX_CHARS = 200;
export const REFERENCE_MAX_CHARS = 100;

/** One piece of cash; the largest note of any currency in use is below this. */
export const VALUE_MAX_MINOR = 100_000_000;
export const COUNT_ENTRIES_MAX = 64;
export const COUNT_MAX = 100_000;

/** Requests that wait for the machine, and for how long one of them may. */
export const WAITING_MAX = 16;
export const WAIT_MAX_SECONDS = 120;

export const BODY_MAX_BYTES = 16 * 1_024;
export const HEADERS_MAX_BYTES = 8 * 1_024;
export const PARAM_MAX_CHARS = 256;

/** From a connection's first byte to a request's last. */
export const REQUEST_TIMEOUT_MS = 10_000;
export const KEEP_ALIVE_TIMEOUT_MS = 30_000;
/** How often Node looks for connections that exceed the two above. */
export const CONNECTIONS_CHECK_INTERVAL_MS = 2_000;
export const CONNECTIONS_MAX = 128;

/** Subscribers of `/v1/events` together, and what one of them may send at once. */
export const SUBSCRIBERS_MAX = 32;
export const SUBSCRIBER_PAYLOAD_MAX_BYTES = 1_024;

/** Unread bytes at which a subscriber is closed; it gets a full snapshot when it comes back. */
export const SUBSCRIBER_BUFFERED_MAX_BYTES = 256 * 1_024;

/** A subscriber that has not answered by the next heartbeat is gone. */
export const HEARTBEAT_MS = 5_000;

/** How long subscribers have to say goodbye when the API stops. */
export const CLOSE_GRACE_MS = 500;

export const RETRY_AFTER_SECONDS = 1;

export const PAGE_FILES_MAX = 64;
export const PAGE_FILE_MAX_BYTES = 2 * 1_024 * 1_024;
