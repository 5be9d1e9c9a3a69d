/** A release never takes the room that the journal needs: a till that cannot write down cannot sell. */
import { statfs } from 'node:fs/promises';
import { isSystemError, UpdateError } from './update-error.ts';

/** What stays free for the journal, whatever is installed. */
const RESERVE_BYTES = 200_000_000;
/** An archive of programs and packages takes about so many times its own length once it is unpacked. */
const UNPACKED_TIMES = 4;

export interface DiskSpace {
  /** On the disk that a folder lies on, for this program. */
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly reserveBytes: number;
}

/** What the system says of its own disks. */
export const SYSTEM_SPACE: DiskSpace = {
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  reserveBytes: RESERVE_BYTES,
};

interface Need {
  /** Still to be downloaded. */
  readonly missingBytes: number;
  /** Of the whole archive, which is unpacked beside it. */
  readonly archiveBytes: number;
}

/** Rejects with `UpdateError` `disk` where too little would be left. */
export async function requireSpace(
  folder: string,
  { missingBytes, archiveBytes }: Need,
  { freeBytes, reserveBytes }: DiskSpace,
): Promise<void> {
  const neededBytes = missingBytes + UNPACKED_TIMES * archiveBytes + reserveBytes;
  const free = await freeBytes(folder);
  if (free >= neededBytes) return;
  throw new UpdateError(
    'disk',
    `the disk has ${free} bytes free, and ${neededBytes} are needed: ` +
      `${missingBytes} to download, the rest to unpack and in reserve`,
  );
}

/** Whether a disk, or a share of it, is full. */
export function isDiskFull(cause: unknown): boolean {
  return isSystemError(cause) && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
}
