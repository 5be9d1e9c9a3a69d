/** The metadata that a repository must have for what it is to offer; what is as it was stays. */
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import type { DelegatedRole, TargetsFile } from '../trust/tuf/metadata.ts';
import type { Repository } from '../trust/tuf/read-repository.ts';
import { planRoles, type PlannedRole, type TargetEntry } from './release-roles.ts';
import type { ReleaseSettings } from './release-settings.ts';
import { signedTerms } from './release-terms.ts';

interface Facts {
  readonly repository: Repository;
  readonly settings: ReleaseSettings;
  readonly nowMs: number;
}

/** The targets roles that change when the repository offers exactly these, unsigned. */
export function changedRoles(
  targets: readonly TargetEntry[],
  facts: Facts,
): Readonly<Record<string, TargetsFile>> {
  const { repository, settings, nowMs } = facts;
  const [top] = repository.roles;
  if (top === undefined) return {};
  const delegations = top.file.signed.delegations ?? { keys: {}, roles: [] };
  const planned = planRoles(targets, delegations.roles);
  const changed: Record<string, TargetsFile> = {};
  for (const role of planned) {
    const file = changedRole(role, facts);
    if (file !== undefined) changed[role.name] = file;
  }
  const roles = planned.map((role) => delegationTo(role, Object.keys(delegations.keys)));
  if (canonicalJson(roles) === canonicalJson(delegations.roles)) return changed;
  const terms = signedTerms(top.version + 1, { nowMs, days: settings.days.targets });
  const signed = { ...top.file.signed, ...terms, delegations: { ...delegations, roles } };
  return { ...changed, targets: { signatures: [], signed } };
}

function changedRole(role: PlannedRole, facts: Facts): TargetsFile | undefined {
  const { repository, settings, nowMs } = facts;
  const there = repository.roles.find(({ name }) => name === role.name);
  const targets = targetsIn(role);
  if (there !== undefined && canonicalJson(there.file.signed.targets) === canonicalJson(targets)) {
    return undefined;
  }
  const terms = signedTerms((there?.version ?? 0) + 1, { nowMs, days: settings.days.delegated });
  return { signatures: [], signed: { _type: 'targets', ...terms, targets } };
}

function targetsIn({ targets }: PlannedRole): TargetsFile['signed']['targets'] {
  return Object.fromEntries(
    targets.map((target) => [
      target.path,
      {
        length: target.lengthBytes,
        hashes: { sha256: target.sha256 },
        custom: 'release' in target ? target.release : target.runtime,
      },
    ]),
  );
}

function delegationTo({ name, paths }: PlannedRole, keyids: string[]): DelegatedRole {
  return { name, keyids, threshold: 1, terminating: true, paths: [...paths] };
}
