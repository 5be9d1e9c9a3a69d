/** What stands on a bus is found, also what does not know how to be found, and twins are told. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { TransportError } from '../../kit/transport-error.ts';
import { discover, type Discovery } from './discovery.ts';
import { valueOf } from './rig.ts';
import { silence } from './sim-behaviour.ts';
import { euroNoteMachine, type SimConfig } from './sim-config.ts';
import { createSimMachine, type SimMachine } from './sim.ts';

async function scan(
  config: SimConfig,
  before: (machine: SimMachine) => void = () => {},
): Promise<Discovery> {
  const clock = new FakeClock();
  const { transport, line } = createMemoryPipe(clock);
  const machine = createSimMachine({ clock, config, random: seededRandom(3) });
  machine.attach(line);
  before(machine);
  return valueOf(clock, discover({ transport, clock, signal: NEVER }));
}

const NEVER = new AbortController().signal;
const ADDRESSES = [2, 3, 4, 5, 6, 7, 8, 40];

describe('a bus that is hard to search', () => {
  it('has no port', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    await line.unplug();
    await expect(discover({ transport, clock, signal: NEVER })).rejects.toThrow(TransportError);
  });

  it('is left at once by who has had enough', async () => {
    const clock = new FakeClock();
    const { transport, line } = createMemoryPipe(clock);
    createSimMachine({ clock, config: euroNoteMachine, random: seededRandom(3) }).attach(line);
    const stop = new AbortController();
    const found = discover({ transport, clock, signal: stop.signal });
    await clock.advance(3_000);
    stop.abort();
    await clock.advance(2_000);
    expect((await found).devices.length).toBeLessThan(ADDRESSES.length);
  });

  it('has nobody on it', async () => {
    const { devices } = await scan(euroNoteMachine, (machine) => machine.cutPower());
    expect(devices).toEqual([]);
  });

  it('has two devices at one address, and that is told of this address alone', async () => {
    const hoppers = euroNoteMachine.hoppers.map((one, at) =>
      at === 1 ? { ...one, address: 3 } : one,
    );
    const { devices } = await scan({ ...euroNoteMachine, hoppers });
    const shared = devices.filter(({ occupancy }) => occupancy === 'shared');
    expect(shared.map(({ address }) => address)).toEqual([3]);
    expect(devices.filter(({ occupancy }) => occupancy === 'alone')).toHaveLength(6);
  });

  it('has devices that know no address poll', async () => {
    const { devices } = await scan({ ...euroNoteMachine, hasAddressPoll: false });
    expect(devices.map(({ address }) => address)).toEqual(ADDRESSES);
    expect(new Set(devices.map(({ occupancy }) => occupancy))).toEqual(new Set(['unknown']));
  });

  it('has a device that says nothing of itself', async () => {
    const { devices } = await scan(euroNoteMachine, (machine) =>
      [241, 242, 244, 245, 246].forEach((header) =>
        machine.behave('hopper-5', silence({ times: 1_000, header })),
      ),
    );
    expect(devices[1]).toEqual({
      address: 3,
      category: undefined,
      manufacturer: undefined,
      product: undefined,
      serial: undefined,
      identifiers: [],
      occupancy: 'alone',
    });
  });

  it('has devices at addresses that are not customary', async () => {
    const hoppers = euroNoteMachine.hoppers.map((one, at) => ({ ...one, address: 200 + at }));
    const { devices } = await scan({ ...euroNoteMachine, hoppers });
    expect(devices.map(({ address }) => address)).toEqual([2, 40, 200, 201, 202, 203, 204, 205]);
  });
});

describe('a bus', () => {
  it.each([
    [true, 'simple'],
    [false, 'simple'],
    [true, 'crc'],
    [false, 'crc'],
  ] as const)('is found with echo %s and checksum %s', async (echo, checksum) => {
    const found = await scan({ ...euroNoteMachine, echo, checksum });
    expect(found).toMatchObject({ echo, checksum });
    expect(found.devices.map(({ address }) => address)).toEqual(ADDRESSES);
    expect(found.devices[0]).toMatchObject({
      category: 'Coin Acceptor',
      manufacturer: 'SIM',
      product: 'TW1',
      identifiers: ['EU005A', 'EU010A', 'EU020A', 'EU050A', 'EU100A', 'EU200A'],
    });
    expect(found.devices[1]).toMatchObject({ serial: 70_001, identifiers: ['EU005A'] });
    expect(found.devices[7]).toMatchObject({
      category: 'Bill Validator',
      identifiers: ['EU0005A', 'EU0010A', 'EU0020A', 'EU0050A'],
    });
  });
});
