/** What is wrong with a repository, or soon will be, and what to do about it. */
import { instantMs } from '../../agent/core/calendar.ts';
import { strandedRelease } from '../../agent/core/update/stranded-release.ts';
import { readRepository, type Repository } from '../trust/tuf/read-repository.ts';
import { metadataFiles, type RepositoryFiles } from './release-files.ts';
import { pendingSummary } from './release-change.ts';
import { ROLE_TARGETS_MAX } from './release-roles.ts';
import { lineOf } from './release-rules.ts';
import { readSettings, type ReleaseSettings } from './release-settings.ts';

export const FINDINGS = [
  'expired',
  'expires-soon',
  'role-too-large',
  'stranding-floor',
  'missing-runtime',
  'missing-file',
  'no-spare-root-key',
  'waiting',
] as const;

export interface Finding {
  readonly kind: 'error' | 'warning';
  readonly code: (typeof FINDINGS)[number];
  readonly text: string;
}

export interface CheckTerms {
  readonly nowMs: number;
  /** What ends within so many days is said. */
  readonly withinDays: number;
  /** Whether the file of a target lies in the repository, whole. */
  readonly hasFile: (
    file: Repository['releases'][number] | Repository['runtimes'][number],
  ) => boolean;
}

/** Throws `TrustError` or `VendorError` where the repository cannot be read at all. */
export function checkRepository(files: RepositoryFiles, terms: CheckTerms): readonly Finding[] {
  const settings = readSettings(files);
  const repository = readRepository(metadataFiles(files));
  const waits = pendingSummary(files);
  return [
    ...expiryFindings(repository, terms),
    ...sizeFindings(repository),
    ...strandingFindings(repository, settings),
    ...runtimeFindings(repository),
    ...fileFindings(repository, terms),
    ...rootFindings(repository),
    ...(waits === undefined ? [] : [waiting(waits)]),
  ];
}

const DAY_MS = 24 * 60 * 60 * 1_000;

function expiryFindings(
  { root, roles }: Repository,
  { nowMs, withinDays }: CheckTerms,
): readonly Finding[] {
  return [{ name: 'root', file: root }, ...roles].flatMap(({ name, file }) => {
    const { expires } = file.signed;
    const leftMs = instantMs(expires) - nowMs;
    if (leftMs > withinDays * DAY_MS) return [];
    const cure = `tillwarden release ${name === 'root' ? 'rotate-root' : 'sign --renew'}`;
    const isOver = leftMs <= 0;
    return [
      {
        kind: isOver ? 'error' : 'warning',
        code: isOver ? 'expired' : 'expires-soon',
        text: isOver
          ? `${name} expired at ${expires}. Tills go on as they are and take no update until it is signed anew: ${cure}`
          : `${name} is good until ${expires}. Sign it anew before: ${cure}`,
      } as const,
    ];
  });
}

function sizeFindings({ roles }: Repository): readonly Finding[] {
  return roles.flatMap(({ name, file }) => {
    const count = Object.keys(file.signed.targets).length;
    if (count <= ROLE_TARGETS_MAX) return [];
    const text =
      `${name} signs ${count} targets, more than ${ROLE_TARGETS_MAX}: tills take long to read it. ` +
      `Adding the next release spreads them.`;
    return [{ kind: 'warning', code: 'role-too-large', text } as const];
  });
}

function strandingFindings(
  { releases }: Repository,
  { yanked }: ReleaseSettings,
): readonly Finding[] {
  const lines = new Map(
    [...releases, ...yanked].map(({ release }) => [
      `${release.channel} for ${release.platform}`,
      lineOf(release, { releases, yanked }),
    ]),
  );
  return [...lines].flatMap(([line, known]) => {
    const stranded = strandedRelease(known);
    if (stranded === undefined) return [];
    const { securityFloor, backdatedTo, release } = stranded;
    const text =
      `${line}: the security floor ${securityFloor} leaves nothing to tills that may run ` +
      `${release.version} and nothing after it. Add a release at or above ${securityFloor} with ` +
      `--backdated-to ${backdatedTo} or before and a --floor not above ${release.version}.`;
    return [{ kind: 'error', code: 'stranding-floor', text } as const];
  });
}

function runtimeFindings({ releases, runtimes }: Repository): readonly Finding[] {
  return releases
    .filter(({ release }) =>
      runtimes.every(
        ({ runtime }) =>
          runtime.runtime !== release.runtime || runtime.platform !== release.platform,
      ),
    )
    .map(({ path, release }) => ({
      kind: 'error',
      code: 'missing-runtime',
      text: `${path} needs the runtime ${release.runtime}, which is not there: tillwarden release add-runtime`,
    }));
}

function fileFindings(
  { releases, runtimes }: Repository,
  { hasFile }: CheckTerms,
): readonly Finding[] {
  return [...releases, ...runtimes]
    .filter((entry) => !hasFile(entry))
    .map(({ path }) => ({
      kind: 'error',
      code: 'missing-file',
      text: `${path} is signed, and its file is not in the repository as it was signed. Put a copy back.`,
    }));
}

function rootFindings({ root }: Repository): readonly Finding[] {
  const { keyids, threshold } = root.signed.roles.root;
  if (keyids.length > threshold) return [];
  const text =
    `All ${keyids.length} root keys must sign: if one is lost, no key can be replaced any more. ` +
    `Add one: tillwarden release rotate-root --add root`;
  return [{ kind: 'warning', code: 'no-spare-root-key', text }];
}

function waiting(summary: string): Finding {
  const text = `A change waits for signatures: ${summary}. See: tillwarden release sign`;
  return { kind: 'warning', code: 'waiting', text };
}
