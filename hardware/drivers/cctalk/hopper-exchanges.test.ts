import { expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { valueOf, withMachine } from './rig.ts';

/** Every reading of every figure twice, as the checksum demands, and one command. */
const EXCHANGES_MAX = 11;

it('readies a hopper at rest without asking anything again that cannot have changed', async () => {
  const clock = new FakeClock();
  await withMachine({ clock, random: seededRandom(1) }, async ({ rig, host }) => {
    const before = rig.traces.length;
    const prepared = await valueOf(clock, host.hopper('hopper-20').prepare('customer'));
    expect(prepared).toMatchObject({ kind: 'prepared' });
    const address = '05';
    const sent = rig.traces
      .slice(before)
      .filter((one) => one.kind === 'frame-sent' && one.hex.startsWith(address));
    expect(sent.length).toBeLessThanOrEqual(EXCHANGES_MAX);
  });
});
