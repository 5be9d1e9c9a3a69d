/** Where a power cut can fall while a release is brought in; what it leaves is never taken for whole. */
export type UpdatePoint =
  | 'download-begun'
  /** After each piece that is written. */
  | 'download-piece'
  | 'download-whole'
  | 'download-verified'
  | 'unpack-begun'
  | 'unpacked'
  | 'unpack-durable'
  | 'marked-complete'
  | 'laid-down'
  | 'downloads-cleared';

export type OnUpdatePoint = (point: UpdatePoint) => void;
