/**
 * Looking for devices takes nothing but a device for one: not silence, not noise, not the echo of
 * what was asked. And it asks only: whatever a host can do with money is not among its frames.
 */
import { describe, expect, it } from 'vitest';
import { codecs } from '../../hardware/codecs.ts';
import { createSimBillToBill } from '../../hardware/drivers/ccnet/sim-bill-to-bill.ts';
import { createSimCcnet } from '../../hardware/drivers/ccnet/sim.ts';
import { euroNoteMachine } from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { createSimEbds } from '../../hardware/drivers/ebds/sim.ts';
import { SimPrinter } from '../../hardware/drivers/escpos-drawer/sim.ts';
import { createSimId003 } from '../../hardware/drivers/id003/sim.ts';
import { nv200, simConfigSchema } from '../../hardware/drivers/ssp/sim-config.ts';
import { SimMachine } from '../../hardware/drivers/ssp/sim.ts';
import { printerProbes, probes } from '../../hardware/probes.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { createMemoryPipe } from '../../hardware/kit/memory-transport.ts';
import type { Probed } from '../../hardware/kit/probe.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { fastNoteTiming } from '../../hardware/kit/sim-notes.ts';
import { TransportError } from '../../hardware/kit/transport-error.ts';
import type { Transport } from '../../hardware/kit/transport.ts';
import { FakeClock } from '../support/fake-clock.ts';

const all = [...printerProbes, ...probes];
const LIMIT_MS = 600_000;
const NEVER = new AbortController().signal;
const EARLY = AbortSignal.abort();

type Attach = (line: DeviceLine, clock: FakeClock) => void;

interface Heard {
  readonly probed: Probed | undefined;
  readonly sent: readonly Uint8Array[];
}

async function look(family: string, attach: Attach, signal = NEVER): Promise<Heard> {
  const clock = new FakeClock();
  const { transport, line } = createMemoryPipe(clock);
  attach(line, clock);
  const sent: Uint8Array[] = [];
  const probe = all.find((one) => one.family === family);
  if (probe === undefined) throw new RangeError(family);
  let isDone = false;
  const found = probe
    .find({ transport: listening(transport, sent), clock, signal })
    .finally(() => (isDone = true));
  found.catch(() => undefined);
  expect(await clock.runUntil(() => isDone, LIMIT_MS)).toBe(true);
  expect(clock.pendingTimers).toBeLessThan(10);
  return { probed: await found, sent };
}

function listening(transport: Transport, sent: Uint8Array[]): Transport {
  return {
    open: async (handlers) => {
      const connection = await transport.open(handlers);
      return {
        close: () => connection.close(),
        write: (bytes) => {
          sent.push(bytes.slice());
          return connection.write(bytes);
        },
      };
    },
  };
}

const echo: Attach = (line) => line.listen((bytes) => line.send(bytes));

const validator = (create: typeof createSimCcnet) => (line: DeviceLine, clock: FakeClock) =>
  create({ clock, random: seededRandom(1), timing: fastNoteTiming }).attach(line);

/** A machine for each family, and all that may be asked of it. */
const families: Readonly<Record<string, { attach: Attach; asked: readonly string[] }>> = {
  ssp: {
    attach: (line, clock) =>
      new SimMachine({
        clock,
        random: seededRandom(1),
        config: simConfigSchema.parse(nv200),
      }).attach(line),
    asked: ['sync', 'setGenerator', 'setModulus', 'requestKeyExchange', 'encrypted'],
  },
  'escpos-drawer': {
    attach: (line) => new SimPrinter({ openLevel: 'low', pin: 2, pulseMinMs: 50 }).attach(line),
    asked: ['status-request'],
  },
  ccnet: { attach: validator(createSimCcnet), asked: ['IDENTIFICATION', 'GET BILL TABLE', 'ACK'] },
  id003: { attach: validator(createSimId003), asked: ['VERSION REQ', 'CURRENCY ASSIGN REQ'] },
  ebds: {
    attach: validator(createSimEbds),
    asked: [
      'AUXILIARY QUERY ACCEPTOR TYPE',
      'AUXILIARY QUERY SERIAL NUMBER',
      'AUXILIARY QUERY APPLICATION PART NUMBER',
      'AUXILIARY QUERY VARIANT NAME',
    ],
  },
  cctalk: {
    attach: (line, clock) =>
      createSimMachine({ clock, random: seededRandom(1), config: euroNoteMachine }).attach(line),
    asked: [
      'address-poll',
      'address-clash',
      'simple-poll',
      'request-equipment-category-id',
      'request-manufacturer-id',
      'request-product-code',
      'request-software-revision',
      'request-serial-number',
      'request-coin-id',
      'request-bill-id',
      'request-hopper-coin',
    ],
  },
};

function nameOf(family: string, bytes: Uint8Array): string {
  const codec = codecs.find(({ protocol }) => protocol === family);
  const decoded = codec?.decode(bytes, 'host');
  if (decoded?.kind !== 'frame') return 'no frame';
  const { name, headerName, isEncrypted, kind } = decoded.frame as Record<string, unknown>;
  return isEncrypted === true ? 'encrypted' : String(name ?? headerName ?? kind);
}

it('there is a machine for every probe', () => {
  expect(Object.keys(families).toSorted()).toEqual(all.map(({ family }) => family).toSorted());
});

describe.each(all.map(({ family }) => family))('%s', (family) => {
  it('finds nobody on a silent line', async () => {
    expect((await look(family, () => {})).probed).toBeUndefined();
  });

  it('finds nobody in its own voice', async () => {
    expect((await look(family, echo)).probed).toBeUndefined();
  });

  it('finds nobody in noise', async () => {
    const random = seededRandom(7);
    const noise: Attach = (line) =>
      line.listen(() =>
        line.send(Uint8Array.from({ length: 40 }, () => Math.floor(random() * 256))),
      );
    expect((await look(family, noise)).probed).toBeUndefined();
  });

  it('finds nobody on a line that is unplugged', async () => {
    const found = look(family, (line) => void line.unplug());
    const outcome = await found.then(
      ({ probed }) => probed,
      (error: unknown) => (error instanceof TransportError ? undefined : error),
    );
    expect(outcome).toBeUndefined();
  });

  it('asks nothing once it has been called off', async () => {
    const { sent } = await look(family, families[family]?.attach ?? (() => {}), EARLY);
    expect(sent.length).toBeLessThan(2);
  });

  it('finds no device of another protocol', async () => {
    const others = Object.entries(families).filter(([other]) => other !== family);
    for (const [, { attach }] of others) {
      expect((await look(family, attach)).probed).toBeUndefined();
    }
  });

  it('finds its own, and asks for nothing that moves or sets anything', async () => {
    const { attach, asked } = families[family] ?? { attach: () => {}, asked: [] };
    const { probed, sent } = await look(family, attach);
    expect(probed?.devices.length).toBeGreaterThan(0);
    const names = new Set(sent.map((bytes) => nameOf(family, bytes)));
    expect([...names].filter((name) => !asked.includes(name))).toEqual([]);
    expect(names.size).toBe(asked.length);
  });
});

describe('what is found', () => {
  const wishes = {
    currency: 'EUR',
    hopperValues: new Map<number, number>(),
    noteValues: new Map<number, number>(),
    nameFor: (customary: string) => customary,
  };

  it('of a Bill-to-Bill unit are its cassettes, by questions alone', async () => {
    const { probed, sent } = await look('ccnet', validator(createSimBillToBill));
    expect(probed?.devices).toMatchObject([{ address: 1, kind: 'Bill-to-Bill unit' }]);
    expect(probed?.configure(wishes).options).toMatchObject({
      unit: 'bill-to-bill',
      currency: 'EUR',
      cassettes: [
        { cassette: 1, valueMinor: 500 },
        { cassette: 2, valueMinor: 1_000 },
        { cassette: 3, valueMinor: 2_000 },
      ],
    });
    expect([...new Set(sent.map((bytes) => nameOf('ccnet', bytes)))].toSorted()).toEqual([
      'ACK',
      'GET BILL TABLE',
      'IDENTIFICATION',
      'RECYCLING CASSETTE STATUS',
    ]);
  });

  it('of a printer is a drawer that tells nothing, until a person has said what its switch means', async () => {
    const printer = new SimPrinter({ openLevel: 'low', pin: 2, pulseMinMs: 50 });
    const { probed } = await look('escpos-drawer', (line) => printer.attach(line));
    const { options, remarks } = probed?.configure(wishes) ?? { options: {}, remarks: [] };
    expect(options).toEqual({ device: 'drawer', openLevel: 'none' });
    expect(remarks.join()).toContain('openLevel');
    expect(printer.truth()).toMatchObject({ isOpen: false });
  });
});
