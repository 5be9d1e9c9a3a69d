/** What ties `tillwarden run` to the supervisor that started it, if one did. */
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { ApiError } from '../api/api-error.ts';
import type { AgentUpdates, ReleaseAround } from '../compose-update.ts';
import { ConfigError } from '../config/config-error.ts';
import { StoreError } from '../store/store-error.ts';
import { createReleaseSource } from '../update/release-source.ts';
import { SupervisorError } from '../update/supervisor-error.ts';
import { connectSupervisor, type SupervisorLink } from '../update/supervisor-link.ts';
import type { CommandIo, ProcessHost } from './command.ts';

/** Undefined for a program that no supervisor has started. */
export function superviseLink({ env, host }: CommandIo): SupervisorLink | undefined {
  if (host === undefined) return undefined;
  const { platform, parent: channel } = host;
  return connectSupervisor({
    prefix: env['TILLWARDEN_PREFIX'],
    platform,
    channel,
    clock: systemClock,
  });
}

/** What the agent may have installed beside it. Rejects with `SupervisorError`. */
export async function updatesBy(link: SupervisorLink, host: ProcessHost): Promise<AgentUpdates> {
  const standing = await link.standing();
  const { handOver, confirm, forgetRollbacks } = link;
  return {
    supervisor: { standing, handOver, confirm, forgetRollbacks },
    sourceOf: (around) => createReleaseSource(sourceParts(around, host)),
  };
}

interface Trying {
  readonly link: Pick<SupervisorLink, 'unhealthy'> | undefined;
  readonly updates: AgentUpdates | undefined;
}

/**
 * Has the supervisor undo a version on trial at once, with the reason, where it finds itself unfit for
 * its work; rejects as what was tried. What says nothing of the version, or may pass, is left to the
 * supervisor, which starts it again as often as it does after any end.
 */
export async function unlessUnfit<Value>(
  attempt: () => Promise<Value>,
  { link, updates }: Trying,
): Promise<Value> {
  try {
    return await attempt();
  } catch (cause) {
    const reason = unfitness(cause);
    const isOnTrial = updates?.supervisor.standing.trial !== undefined;
    if (isOnTrial && reason !== undefined) await unlessUnheard(link?.unhealthy(reason));
    throw cause;
  }
}

/** Which check of its own it fails (updates.md, "health window"); undefined for anything else. */
function unfitness(cause: unknown): string | undefined {
  if (cause instanceof ConfigError) return `the configuration cannot be used: ${cause.message}`;
  if (cause instanceof StoreError) {
    // The program before may not have let go yet.
    return cause.code === 'in-use' ? undefined : `the store cannot be used: ${cause.message}`;
  }
  return cause instanceof ApiError ? `the local API cannot be up: ${cause.message}` : undefined;
}

/** A supervisor that does not take it sees the program end, and that it does so again. */
async function unlessUnheard(told: Promise<void> | undefined): Promise<void> {
  try {
    await told;
  } catch (cause) {
    if (!(cause instanceof SupervisorError)) throw cause;
  }
}

function sourceParts(
  { prefix, platform, trust, station, nowMs }: ReleaseAround,
  { nodePath }: ProcessHost,
): Parameters<typeof createReleaseSource>[0] {
  const releaseRoot = trust?.releaseRoot;
  const hub = hubOf(station);
  return { prefix, platform, releaseRoot, hub, nowMs, clock: systemClock, nodePath };
}

function hubOf(
  station: ReleaseAround['station'],
): Parameters<typeof createReleaseSource>[0]['hub'] {
  if (station.kind === 'unknown' || station.enrolment === undefined) return undefined;
  const { hubUrl: url, ca, pins, station: id } = station.enrolment;
  return { address: { url, ca, pins }, station: id, privateKey: station.privateKey };
}
