import { createHash } from 'node:crypto';
import type { ShelvedRelease } from '../../sync/hub/rollouts/shelf.ts';

/** A release of the stable channel, as a vendor's repository has it. */
export function shelvedRelease(
  version: string,
  differs: Partial<ShelvedRelease> = {},
): ShelvedRelease {
  const { channel = 'stable', platform = 'linux-x64', runtime = 'node-24' } = differs;
  return {
    version,
    channel,
    platform,
    releasedAt: '2026-11-25T00:00:00.000Z',
    class: 'feature',
    floor: '1.0.0',
    securityFloor: '0.0.0',
    runtime,
    application: { ...file(`app/${channel}/${platform}/tillwarden-${version}.tar.gz`), version },
    runtimeFile: { ...file(`runtime/${platform}/runtime-${runtime}.tar.gz`), version: runtime },
    ...differs,
  };
}

function file(path: string) {
  const sha256 = createHash('sha256').update(path).digest('hex');
  return { path, lengthBytes: path.length, sha256 };
}
