/** The vendor's key folder as its tools need it: whole files by name, and one writer at a time. */
export interface KeyFiles {
  /** Undefined when there is no such file. */
  readonly read: (name: string) => string | undefined;
  /** Durable when it returns; after a power cut there is the old file or the new one. */
  readonly replace: (name: string, text: string) => void;
  readonly names: () => readonly string[];
  /** Held until it is disposed of. Throws `VendorError` `busy` when somebody else holds it. */
  readonly lock: () => Disposable;
}

/** Where passphrases come from; they are never arguments of a command. */
export interface Passphrases {
  /** Those that may open a key. */
  readonly toOpen: (keyName: string) => Promise<readonly string[]>;
  /** The one for a new key. */
  readonly forNew: (keyName: string) => Promise<string>;
}
