/**
 * An acknowledgement means on disk: strace watches a real hub, and an fsync of its database stands
 * before every acknowledgement that leaves it. On a hub that does not sync the same check turns red.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RealFleet } from '../support/real-fleet.ts';

const WRITES_DATABASE = /^pwrite64\(\d+<[^>]*hub\.db(?:-wal)?>/;
const SYNCS_DATABASE = /^f(?:data)?sync\(\d+<[^>]*hub\.db(?:-wal)?>/;
/** The result of Lines; that of Hello names the epoch first. */
const ACKNOWLEDGES = /^(?:write|writev|sendto|sendmsg)\(.*\{\\"durableTo\\"/;
const BATCHES = 5;

async function acknowledgements(synchronous: 'FULL' | 'OFF'): Promise<readonly boolean[]> {
  await using fleet = await RealFleet.start();
  const trace = join(fleet.folder, 'trace');
  await fleet.hub.kill();
  const calls = 'trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync';
  await fleet.startHub({
    env: { SYNCHRONOUS: synchronous },
    under: ['strace', '-f', '-y', '-s', '200', '-o', trace, '-e', calls],
  });
  await fleet.startTill();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await fleet.append(`batch-${batch}`, 3);
    await fleet.shipped();
  }
  await fleet.till.kill();
  await fleet.stopHub();
  return syncedBefore(readFileSync(trace, 'utf8'));
}

/** For each acknowledgement, whether all that was written before it was on disk. */
function syncedBefore(trace: string): readonly boolean[] {
  let isOnDisk = true;
  return trace.split('\n').flatMap((line) => {
    const call = /^\d+\s+(.*)$/.exec(line)?.[1] ?? '';
    if (WRITES_DATABASE.test(call)) isOnDisk = false;
    if (SYNCS_DATABASE.test(call)) isOnDisk = true;
    return ACKNOWLEDGES.test(call) ? [isOnDisk] : [];
  });
}

it('is on disk before it is acknowledged', async () => {
  const acknowledged = await acknowledgements('FULL');
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(new Set(acknowledged)).toEqual(new Set([true]));
});

it('and the same check sees it when the sync is taken out', async () => {
  const acknowledged = await acknowledgements('OFF');
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged).toContain(false);
});
