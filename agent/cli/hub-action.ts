/** What the actions of `tillwarden hub` share: the hub's folder, its office, the vendor's files. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import { openVendor, type VendorFiles } from '../../sync/hub/licences/vendor.ts';
import { readShelf } from '../../sync/hub/rollouts/repository.ts';
import { consoleOf, type Actor } from '../../sync/hub/store/audit.ts';
import { parseSigningKey, type SigningKey } from '../../sync/trust/signing-key.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import type { CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { required } from './values.ts';

export interface HubAction {
  /** After `tillwarden`. */
  readonly usage: string;
  /** `argv` is what stands behind the action's name. */
  readonly run: (argv: readonly string[], io: CommandIo) => Promise<number>;
}

/** The hub's folder holds its database: for its own user alone. */
const FOLDER_MODE = 0o700;

/** The folder of `--data`, made where it is missing. */
export function hubFolder(data: string | undefined): string {
  const folder = required(data, 'where the hub keeps its data: --data FOLDER');
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  return folder;
}

export interface OfficeFlags {
  readonly data?: string | undefined;
  readonly trust?: string | undefined;
  readonly 'issuer-key'?: string | undefined;
  readonly 'director-key'?: string | undefined;
  /** Where the vendor's release repository is published to. */
  readonly releases?: string | undefined;
}

/** What an admin does, beside a running hub too; says DEMO where the vendor's keys are. */
export async function openOffice(flags: OfficeFlags, { stdout }: CommandIo): Promise<HubOffice> {
  const vendor = await openVendor(vendorFiles(flags));
  stdout.write(demoBanner(vendor?.trust.isDemo ?? false));
  return HubOffice.open(hubFolder(flags.data), {
    nowMs: () => systemClock.wallMs(),
    randomBytes,
    vendor,
    actor: consoleActor(),
    shelf:
      flags.releases === undefined
        ? undefined
        : readShelf({ folder: flags.releases, trustedRoot: vendor?.trust.releaseRoot }),
  });
}

/** Whoever gives the command: an account of this computer, not a user of the hub. */
export function consoleActor(): Actor {
  return consoleOf(accountName());
}

/** The account this runs under; by its number, where the computer has no name for it. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

export function vendorFiles(flags: OfficeFlags): VendorFiles {
  const { trust, 'issuer-key': issuerKey, 'director-key': directorKey } = flags;
  return {
    trust: trust === undefined ? undefined : parseTrustFile(readFileSync(trust, 'utf8')),
    issuerKey: readKey(issuerKey),
    directorKey: readKey(directorKey),
  };
}

function readKey(path: string | undefined): SigningKey | undefined {
  return path === undefined ? undefined : parseSigningKey(readFileSync(path, 'utf8'));
}
