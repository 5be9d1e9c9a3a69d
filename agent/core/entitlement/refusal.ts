/** Why a signed document is not believed. Each has its own words and its own test. */
export type DocumentRefusal =
  /** Not a signed document at all, or one whose content is not what its kind demands. */
  | 'malformed'
  /** Longer than any honest document. */
  | 'oversize'
  /** More than one text would stand for the same bytes. */
  | 'non-canonical-base64'
  /** Anything but Ed25519 (RFC 9864). */
  | 'bad-algorithm'
  /** Demands to be understood in a way this program does not know (RFC 7515, `crit`). */
  | 'unknown-critical-header'
  /** A header that no document of ours has, such as one that brings its own key. */
  | 'unexpected-header'
  /** A genuine document of another kind or version. */
  | 'wrong-type'
  /** Content and signature do not belong together. */
  | 'tampered'
  /** Signed with a key that the vendor's root has not certified. */
  | 'uncertified-key'
  /** Signed with a certified key that is not for documents of this kind. */
  | 'wrong-role'
  /** Dated outside the time its key was certified for. */
  | 'certificate-outside-validity'
  /** Counts generations in an epoch that its key was not certified for. */
  | 'wrong-key-epoch'
  /** Not an answer to what was asked: made for another question. */
  | 'wrong-nonce';

/** Why a genuine entitlement is not taken by this till. */
export type EntitlementRefusal =
  | DocumentRefusal
  /** Issued to another station. */
  | 'wrong-station'
  /** Older than one this till has seen. */
  | 'older-generation'
  /** Another content under a generation this till has seen. */
  | 'generation-reused';
