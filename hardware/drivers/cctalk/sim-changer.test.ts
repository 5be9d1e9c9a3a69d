/** A changer answers for amounts and not for coins. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { discover } from './discovery.ts';
import { valueOf } from './rig.ts';
import { configFromScan } from './scan-config.ts';
import { SimChanger } from './sim-changer.ts';
import { euroMachine, simConfigSchema } from './sim-config.ts';
import { createSimMachine } from './sim.ts';
import { VALUE_HEADER } from './value-machine.ts';

const CLEAR_MONEY_COUNTERS = 126;
const CHANGER = {
  device: 'changer',
  address: 55,
  serial: 1,
  coins: [200, 100, 50, 50, 20],
  moneyOutMinor: 0,
};

function bench() {
  const clock = new FakeClock();
  const paid: number[] = [];
  const changer = new SimChanger({
    clock,
    timing: euroMachine.timing,
    config: CHANGER,
    emit: (event) => void paid.push(event.valueMinor),
  });
  const ask = (header: number, ...data: readonly number[]) => {
    const reply = changer.respond({ destination: 55, header, data: Uint8Array.from(data) });
    return reply && { header: reply.header, data: [...reply.data] };
  };
  return { clock, changer, paid, ask };
}

const ACK = { header: 0, data: [] };
const NAK = { header: 5, data: [] };

describe('a changer', () => {
  it('refuses a command that is too short, or that comes while it pays', () => {
    const { ask } = bench();
    expect(ask(VALUE_HEADER.payMoneyOut, 1)).toEqual(NAK);
    expect(ask(VALUE_HEADER.payMoneyOut, 250, 0, 0, 0)).toEqual(ACK);
    expect(ask(VALUE_HEADER.payMoneyOut, 250, 0, 0, 0)).toEqual(NAK);
    expect(ask(99)).toBeUndefined();
  });

  it('says what it paid and what it still owes', async () => {
    const { clock, changer, paid, ask } = bench();
    ask(VALUE_HEADER.payMoneyOut, 0xf4, 0x01, 0, 0);
    await clock.advance(10_000);
    expect(paid).toEqual([200, 100, 50, 50, 20]);
    expect(changer.coins).toEqual([]);
    const verified = ask(VALUE_HEADER.verifyMoneyOut);
    expect(verified).toEqual({ header: 0, data: [1, 0xa4, 0x01, 0, 0, 80, 0, 0, 0] });
    expect(ask(VALUE_HEADER.requestMoneyOut)?.data).toEqual([0xa4, 0x01, 0, 0]);
    expect(ask(CLEAR_MONEY_COUNTERS)).toEqual(ACK);
    expect(ask(VALUE_HEADER.requestMoneyOut)?.data).toEqual([0, 0, 0, 0]);
  });

  it('has forgotten its counter after a power cut, and not what it owes', async () => {
    const { clock, changer, ask } = bench();
    ask(VALUE_HEADER.payMoneyOut, 0x2c, 0x01, 0, 0);
    await clock.advance(euroMachine.timing.coinMs);
    changer.cutPower();
    await clock.advance(1_000);
    changer.restorePower();
    expect(ask(VALUE_HEADER.verifyMoneyOut)?.data).toEqual([0, 200, 0, 0, 0, 100, 0, 0, 0]);
  });

  it('is found by a scan, and left out of the configuration with a word', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    const config = simConfigSchema.parse({ ...euroMachine, changer: CHANGER });
    createSimMachine({ clock, config, random: seededRandom(1) }).attach(line);
    const { signal } = new AbortController();
    const discovery = await valueOf(clock, discover({ transport, clock, signal }));
    expect(discovery.devices.at(-1)).toMatchObject({ address: 55, category: 'Changer' });
    const { remarks } = configFromScan(discovery, new Map());
    expect(remarks.at(-1)).toEqual(expect.stringContaining('Address 55 is left out: a changer'));
  });
});
