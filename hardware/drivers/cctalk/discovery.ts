import type { Clock } from '../../kit/clock.ts';
import type { PortContext } from '../../kit/device.ts';
import type { Transport } from '../../kit/transport.ts';
import { Bus } from './bus.ts';
import { cctalkConfigSchema } from './config.ts';
import { HOST_ADDRESS } from './frame.ts';
import { frameFormats, type Checksum } from './frame-format.ts';
import { identify, type Identity } from './identity.ts';
import { HEADER, simplePoll } from './machine.ts';
import { openRawLine, type RawLine } from './raw-line.ts';

/** What answers on a bus. */
export interface Discovery {
  /** Whether the line gives back what is sent. */
  readonly echo: boolean;
  /** The mode in which the devices answered. */
  readonly checksum: Checksum;
  readonly devices: readonly FoundDevice[];
}

export interface FoundDevice extends Identity {
  readonly address: number;
  /** `unknown`: it does not answer the question that tells. */
  readonly occupancy: 'alone' | 'shared' | 'unknown';
}

export interface DiscoveryOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Ends the search early, with what has been found so far. */
  readonly signal: AbortSignal;
}

const BROADCAST_ADDRESS = 0;
const ADDRESS_MIN = 2;
/** The last device answers after 4 ms an address; the rest is for a slow computer. */
const ADDRESS_POLL_MS = 1_300;
/** Each of the devices of one address answers at a moment of its own within 4 ms times 256. */
const ADDRESS_CLASH_MS = 1_200;
const REPLY_TIMEOUT_MS = 150;
const LINK_WAIT_MS = 5_000;

/** Where devices of a till stand as they come from the factory (part 3, table 1). */
const CUSTOMARY: readonly number[] = [...range(2, 17), ...range(40, 47), 55, 150, 160];

/**
 * Finds what is on a bus, first with the 8-bit checksum, and with CRC-16 where nothing answers to
 * that. Not every device knows the address poll, so the customary addresses are tried as well.
 * Moves and enables nothing. Rejects with a `TransportError` when the port cannot be used.
 */
export async function discover(options: DiscoveryOptions): Promise<Discovery> {
  const simple = await discoverWith('simple', options);
  if (simple.devices.length > 0 || options.signal.aborted) return simple;
  const crc = await discoverWith('crc', options);
  return crc.devices.length > 0 ? crc : simple;
}

async function discoverWith(checksum: Checksum, options: DiscoveryOptions): Promise<Discovery> {
  const { transport, clock, signal } = options;
  const poll = await withRawLine(options, (line) => pollAddresses(line, checksum));
  const { echo } = poll;
  const identified = new Map<number, Identity>();
  {
    await using bus = openBus({ echo, checksum }, { transport, clock });
    await bus.waitUp(LINK_WAIT_MS);
    for (const address of new Set([...poll.addresses, ...CUSTOMARY])) {
      if (signal.aborted) break;
      const retriesMax = poll.addresses.includes(address) ? 1 : 0;
      const answer = await bus.ask(simplePoll(address), { retriesMax });
      if (answer.kind === 'ok') identified.set(address, await identify(bus, address));
    }
  }
  const devices = await withRawLine(options, (line) =>
    checkClashes(line, identified, { echo, checksum, signal }),
  );
  return { echo, checksum, devices };
}

interface LineMode {
  readonly echo: boolean;
  readonly checksum: Checksum;
}

async function withRawLine<Result>(
  { transport, clock }: Pick<PortContext, 'transport' | 'clock'>,
  use: (line: RawLine) => Promise<Result>,
): Promise<Result> {
  await using line = await openRawLine(transport, clock);
  return await use(line);
}

interface AddressPoll {
  readonly echo: boolean;
  readonly addresses: readonly number[];
}

async function pollAddresses(line: RawLine, checksum: Checksum): Promise<AddressPoll> {
  const sent = requestOf(BROADCAST_ADDRESS, HEADER.addressPoll, checksum);
  const heard = await line.exchange(sent, ADDRESS_POLL_MS);
  const echo = startsWith(heard, sent);
  const said = heard.subarray(echo ? sent.length : 0);
  const addresses = [...new Set(said)].filter((address) => address >= ADDRESS_MIN);
  return { echo, addresses: addresses.toSorted((left, right) => left - right) };
}

async function checkClashes(
  line: RawLine,
  identified: ReadonlyMap<number, Identity>,
  { echo, checksum, signal }: LineMode & { readonly signal: AbortSignal },
): Promise<readonly FoundDevice[]> {
  const devices: FoundDevice[] = [];
  for (const [address, identity] of identified) {
    if (signal.aborted) break;
    const sent = requestOf(address, HEADER.addressClash, checksum);
    const heard = await line.exchange(sent, ADDRESS_CLASH_MS);
    const said = heard.subarray(echo ? sent.length : 0);
    const answers = said.filter((byte) => byte === address).length;
    devices.push({ ...identity, address, occupancy: occupancyOf(answers) });
  }
  return devices.toSorted((left, right) => left.address - right.address);
}

function occupancyOf(answers: number): FoundDevice['occupancy'] {
  if (answers === 0) return 'unknown';
  return answers === 1 ? 'alone' : 'shared';
}

function requestOf(destination: number, header: number, checksum: Checksum): Uint8Array {
  const data = new Uint8Array(0);
  return frameFormats[checksum].encode({ destination, source: HOST_ADDRESS, header, data });
}

function startsWith(heard: Uint8Array, sent: Uint8Array): boolean {
  return sent.every((byte, at) => heard[at] === byte);
}

function openBus(mode: LineMode, around: Pick<PortContext, 'transport' | 'clock'>): Bus {
  const config = cctalkConfigSchema.parse({ ...mode, replyTimeoutMs: REPLY_TIMEOUT_MS });
  return new Bus(config, { ...NOBODY, ...around });
}

/** No device of the till is made from the bus, so there is nobody to report to. */
const NOBODY: Omit<PortContext, 'transport' | 'clock'> = {
  report: async () => {},
  judge: async () => 'return',
  cursors: {},
  trace: () => {},
};

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
