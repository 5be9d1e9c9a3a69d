/** The first installation of a tree: what the supervisor and the update client find later. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { firstSlots } from '../core/update/slots.ts';
import { isVersion } from '../core/update/version.ts';
import { syncEntry, writeDurably } from './durable-file.ts';
import { slotsFile } from './installed-tree.ts';
import { isLaidDown, layDown, type Piece } from './lay-down.ts';
import { COMMAND_LAUNCHER, SUPERVISE_LAUNCHER } from './launcher.ts';
import { pointLink } from './release-link.ts';
import { writeSlots } from './slots-file.ts';
import { SupervisorError } from './supervisor-error.ts';
import { UpdateError } from './update-error.ts';

export interface FirstInstall {
  readonly prefix: string;
  /** The application's archive, `tillwarden-<version>.tar.gz`. */
  readonly application: string;
  /** The runtime's, `runtime-<name>.tar.gz`. */
  readonly runtime: string;
}

const PROGRAM_MODE = 0o755;

/**
 * Lays both archives down and makes everything that starts them; the record comes last, so that an
 * attempt that was interrupted can be made again. Gives the version. Throws
 * `SupervisorError` for a tree that is installed, `UpdateError` for archives that are none.
 */
export async function installFirst(install: FirstInstall): Promise<string> {
  const { prefix, application } = install;
  if (existsSync(slotsFile(prefix))) {
    throw new SupervisorError(
      'installed-already',
      `${prefix} is installed already: it takes updates now`,
    );
  }
  const version = nameIn(application, APPLICATION);
  const runtime = nameIn(install.runtime, RUNTIME);
  if (!isVersion(version)) throw notNamed(application, APPLICATION);
  await bring(prefix, { kind: 'runtime', version: runtime, archive: install.runtime });
  await bring(prefix, { kind: 'application', version, runtime, archive: application });
  await mkdir(join(prefix, 'updates'), { recursive: true });
  await mkdir(join(prefix, 'bin'), { recursive: true });
  await writeProgram(join(prefix, 'bin/tillwarden-supervise'), SUPERVISE_LAUNCHER);
  await writeProgram(join(prefix, 'bin/tillwarden'), COMMAND_LAUNCHER);
  await syncEntry(join(prefix, 'bin'));
  pointLink(prefix, 'current', version);
  pointLink(prefix, 'supervisor', version);
  writeSlots(prefix, firstSlots(version));
  return version;
}

const APPLICATION = /^tillwarden-(.+)\.tar\.gz$/;
const RUNTIME = /^runtime-([a-z0-9][a-z0-9.-]*)\.tar\.gz$/;

function nameIn(path: string, named: RegExp): string {
  const [, name] = named.exec(basename(path)) ?? [];
  if (name === undefined) throw notNamed(path, named);
  return name;
}

function notNamed(path: string, named: RegExp): UpdateError {
  return new UpdateError('bad-archive', `${path} is not named as its build did: ${named.source}`);
}

async function bring(
  prefix: string,
  { archive, ...piece }: Omit<Piece, 'sha256'> & { readonly archive: string },
): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const whole = { ...piece, sha256: hash.digest('hex') };
  if (await isLaidDown(prefix, whole)) return;
  await layDown(prefix, { ...whole, archive }, () => undefined);
}

async function writeProgram(path: string, text: string): Promise<void> {
  await writeDurably(path, text);
  await chmod(path, PROGRAM_MODE);
}
