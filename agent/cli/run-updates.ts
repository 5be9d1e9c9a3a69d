/** What ties `tillwarden run` to the supervisor that started it, if one did. */
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { AgentUpdates, ReleaseAround } from '../compose-update.ts';
import { createReleaseSource } from '../update/release-source.ts';
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
