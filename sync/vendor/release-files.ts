/** The vendor's release repository as its tools need it: whole text files by path, one writer. */
import type { MetadataFiles } from '../trust/tuf/read-repository.ts';

export interface RepositoryFiles {
  /** Undefined when there is no such file. */
  readonly read: (path: string) => string | undefined;
  /** Durable when it returns; after a power cut there is the old file or the new one. */
  readonly replace: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  /** Of the files directly in a folder; none when there is no such folder. */
  readonly names: (folder: string) => readonly string[];
  /** Held until it is disposed of. Throws `VendorError` `busy` when somebody else holds it. */
  readonly lock: () => Disposable;
}

/** Signed and in force. */
export const METADATA = 'metadata';

export function metadataFiles(files: RepositoryFiles): MetadataFiles {
  return {
    read: (name) => files.read(`${METADATA}/${name}`),
    names: () => files.names(METADATA),
  };
}
