/** What one end of the wire takes from the other at most, of everything. Both ends use these. */

/** One WebSocket message; above the largest batch, below what would hold a small till's memory. */
export const FRAME_MAX_BYTES = 1_024 * 1_024;

export const ID_MAX_CHARS = 64;
export const ACTION_MAX_CHARS = 64;
export const DESCRIPTION_MAX_CHARS = 255;

/** One upload of lines: by count, and by bytes with room left in the frame for one line more. */
export const LINES_BATCH_MAX = 500;
export const LINES_BATCH_MAX_BYTES = 512 * 1_024;

/** Commands delivered at once; by bytes, one that is longer goes alone. */
export const COMMANDS_BATCH_MAX = 16;
export const COMMANDS_BATCH_MAX_BYTES = 512 * 1_024;

/** A signed document in its compact form. */
export const DOCUMENT_MAX_CHARS = 64 * 1_024;

/** A signed plan: the largest body there is, below half a batch. */
export const PLAN_MAX_CHARS = 256 * 1_024;

/** Places of its chain that a till names in Hello; with doubling steps they reach past any journal. */
export const TRAIL_MAX = 64;

export const CAPABILITIES_MAX = 16;

/** Calls an end may have under way when the other has not granted more: what OCPP-J allows. */
export const WINDOW_DEFAULT = 1;
export const WINDOW_MAX = 16;

/** The longest pause one end may ask of the other. */
export const RETRY_AFTER_MAX_MS = 60 * 60 * 1_000;

/** Epochs rise by one a fork; nobody forks so often. */
export const EPOCH_MAX = 1_000_000_000;

/** What a person writes at once. */
export const CHAT_MAX_CHARS = 2_000;
/** The name of a person or a company, as people are shown it. */
export const PERSON_MAX_CHARS = 120;
export const BALANCES_MAX = 16;
