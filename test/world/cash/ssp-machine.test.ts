/** People come to rest by a machine that is mended: whatever had befallen it, or was still to, is over. */
import { describe, expect, it } from 'vitest';
import type { PortContext } from '../../../hardware/kit/device.ts';
import { seededRandom } from '../../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { createSspMachine } from './ssp-machine.ts';

const RUN_MS = 30_000;
const MISHAPS = rig().machine.mishaps.map(({ name }) => name);

function rig() {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const making = { clock, random, piecesEach: 3, isForeign: false };
  return { clock, machine: createSspMachine(['smart-hopper', 'smart-payout'], making) };
}

describe('a machine that is mended', () => {
  it.each(MISHAPS)('is up and stays up after: %s', async (name) => {
    const { clock, machine } = rig();
    const states = new Map<string, string>();
    const report: PortContext['report'] = async (told) => {
      if (told.kind === 'state') states.set(told.device, told.state.kind);
    };
    machine.mishaps.find((mishap) => mishap.name === name)?.happen();
    machine.mend();
    await machine.pipe.line.plug();
    const context = {
      clock,
      transport: machine.pipe.transport,
      cursors: {},
      judge: async () => 'return' as const,
      trace: () => undefined,
      report,
    };
    const port = machine.openPort(context, async () => undefined);
    await clock.advance(RUN_MS);
    expect(Object.fromEntries(states)).toEqual(
      Object.fromEntries(port.devices.map(({ device }) => [device, 'up'])),
    );
    let isClosed = false;
    void port[Symbol.asyncDispose]().then(() => (isClosed = true));
    expect(await clock.runUntil(() => isClosed, RUN_MS)).toBe(true);
  });
});
