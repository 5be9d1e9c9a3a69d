/** What an archive of a release may hold: plain files, folders, and links that stay inside. */
import { posix } from 'node:path';

const PATH_CHARS_MAX = 400;
const KINDS: readonly string[] = ['File', 'OldFile', 'ContiguousFile', 'Directory', 'SymbolicLink'];

export interface ArchiveEntry {
  readonly path: string;
  readonly type: string;
  readonly linkpath?: string | undefined;
}

/** Why an entry is not let in. `reserved`: names at the top that are the till's own. */
export function entryRefusal(
  { path, type, linkpath = '' }: ArchiveEntry,
  reserved: readonly string[],
): string | undefined {
  if (!KINDS.includes(type)) return `is a ${type}`;
  if (path.length > PATH_CHARS_MAX || linkpath.length > PATH_CHARS_MAX)
    return 'has too long a name';
  if (/[\0\\]/.test(path) || /[\0\\]/.test(linkpath)) return 'has a name that means two things';
  if (posix.isAbsolute(path) || partsOf(path).includes('..')) return 'leads out of the archive';
  const [top = ''] = partsOf(path);
  if (reserved.includes(top)) return 'is the till’s own to make';
  return type === 'SymbolicLink' && !staysInside(path, linkpath)
    ? 'links out of the archive'
    : undefined;
}

/**
 * A link may climb first and descend then, but never climb again: below the first name there may be
 * another link, and above that is somewhere else than the text says.
 */
function staysInside(path: string, linkpath: string): boolean {
  if (linkpath === '' || posix.isAbsolute(linkpath)) return false;
  const parts = partsOf(linkpath);
  const climbs = parts.findIndex((part) => part !== '..');
  const climbed = climbs === -1 ? parts.length : climbs;
  return climbed < partsOf(path).length && !parts.slice(climbed).includes('..');
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
