/** Releases and orders for tests of what may be installed. */
import type { Release } from '../../agent/core/update/release.ts';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';

export const TEST_PLATFORM = 'linux-x64';

export function testRelease(version: string, differs: Partial<Release> = {}): Release {
  return {
    version,
    channel: 'stable',
    platform: TEST_PLATFORM,
    releasedAt: '2026-03-01T00:00:00.000Z',
    class: 'feature',
    floor: '1.0.0',
    securityFloor: '1.0.0',
    runtime: 'node-24',
    ...differs,
  };
}

export function testOrder(version: string, differs: Partial<UpdateOrder> = {}): UpdateOrder {
  return {
    station: 'till-1',
    counter: { keyEpoch: 1, n: 1 },
    rollout: 'r1',
    mode: 'forced',
    application: {
      path: `app/stable/${TEST_PLATFORM}/tillwarden-${version}.tar.gz`,
      lengthBytes: 1_000,
      sha256: 'a'.repeat(64),
      version,
    },
    runtime: {
      path: `runtime/${TEST_PLATFORM}/runtime-node-24.tar.gz`,
      lengthBytes: 1_000,
      sha256: 'b'.repeat(64),
      version: 'node-24',
    },
    issuedAt: '2026-03-02T00:00:00.000Z',
    ...differs,
  };
}
