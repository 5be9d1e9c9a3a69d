import {
  Metadata,
  MetadataKind,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from '@tufjs/models';
import type { MetadataFile } from './metadata.ts';

type MetadataModel = Metadata<Root> | Metadata<Snapshot> | Metadata<Targets> | Metadata<Timestamp>;

/** A file as the TUF library sees it: the bytes that are signed and verified are the library's. */
export function metadataModel(file: MetadataFile): MetadataModel {
  const data = JSON.parse(JSON.stringify(file));
  switch (file.signed._type) {
    case 'root':
      return Metadata.fromJSON(MetadataKind.Root, data);
    case 'targets':
      return Metadata.fromJSON(MetadataKind.Targets, data);
    case 'snapshot':
      return Metadata.fromJSON(MetadataKind.Snapshot, data);
    case 'timestamp':
      return Metadata.fromJSON(MetadataKind.Timestamp, data);
  }
}
