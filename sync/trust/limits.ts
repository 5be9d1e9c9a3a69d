/** Far above the largest honest document, far below what would hurt to parse. */
export const DOCUMENT_CHARS_MAX = 32_768;

/** A plan has rows and sentences in four languages: the same for the largest honest one of these. */
export const PLAN_CHARS_MAX = 262_144;

/** One signature of a certificate is about 500 characters. */
export const CERTIFICATE_TOKEN_CHARS_MAX = 2_048;

/** Root keys a vendor can have, and so signatures on one certificate. */
export const ROOT_KEYS_MAX = 16;

/** Certificates a trust file can carry. */
export const TRUST_CERTIFICATES_MAX = 64;
