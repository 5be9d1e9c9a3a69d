import { parseArgs } from 'node:util';
import type { HidBus } from '../../hardware/kit/hid-bus.ts';
import type { HidProbe } from '../../hardware/kit/hid-probe.ts';
import { nodeHidBus } from '../../hardware/kit/node-hid-bus.ts';
import type { Probe, ProbeWishes } from '../../hardware/kit/probe.ts';
import {
  listSerialPorts,
  type ListSerialPorts,
  type SerialPortFacts,
} from '../../hardware/kit/serial-ports.ts';
import { tcpConfigSchema, type TcpConfig } from '../../hardware/kit/tcp-transport.ts';
import { hidProbes, printerProbes, probes } from '../../hardware/probes.ts';
import { UsageError, type CommandIo } from './command.ts';
import { unwrittenPath, writeNewConfig } from './new-config.ts';
import { scanHid } from './scan-hid.ts';
import { httpsAddressOf, scanHttps } from './scan-https.ts';
import { scanAddress, scanPort, type PortScan } from './scan-port.ts';
import { portsFromScan } from './scan-ports-config.ts';
import { clashesOf, scanReport } from './scan-report.ts';

const OPTIONS = {
  tty: { type: 'string', multiple: true },
  tcp: { type: 'string', multiple: true },
  https: { type: 'string' },
  pin: { type: 'string' },
  credentials: { type: 'string' },
  hid: { type: 'boolean', default: false },
  protocol: { type: 'string' },
  hopper: { type: 'string', multiple: true },
  note: { type: 'string', multiple: true },
  write: { type: 'string' },
  till: { type: 'string', default: 'till-1' },
  currency: { type: 'string', default: 'EUR' },
  port: { type: 'string', default: '7300' },
} as const;

type Flags = ReturnType<typeof parse>;

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: OPTIONS }).values;
}

/** The devices of this computer, as far as a scan looks at them. */
export interface ScanSurroundings {
  readonly bus: HidBus;
  readonly listPorts: ListSerialPorts;
}

const THIS_COMPUTER: ScanSurroundings = { bus: nodeHidBus, listPorts: listSerialPorts };

/**
 * Lists what answers, and writes a configuration for all of it when asked to: on the ports and
 * addresses that are named, or on every serial port and among the HID devices of this computer. 1 when
 * there is nothing, when a port that was named cannot be used, or when nothing could be written.
 */
export async function scanDevices(
  argv: readonly string[],
  io: CommandIo,
  around: ScanSurroundings = THIS_COMPUTER,
): Promise<number> {
  const flags = parse(argv);
  if (flags.https !== undefined) return await scanMachine(flags, flags.https, io);
  const tried = probesFor(flags.protocol);
  const wishes = wishesOf(flags);
  const addresses = addressesOf(flags.tcp ?? []);
  // Not after minutes of listening.
  if (flags.write !== undefined) unwrittenPath(flags.write);
  const listed = await around.listPorts();
  const isAll = flags.tty === undefined && flags.tcp === undefined && !flags.hid;
  const paths = isAll ? listed.map(({ path }) => path) : (flags.tty ?? []);
  const scans: PortScan[] = [];
  if (isAll || flags.hid) scans.push(...(await scanHid(around.bus, tried.hid)));
  const announce = (path: string): void => {
    const names = tried.bytes.map(({ family }) => family).join(', ');
    io.stderr.write(`${path}: trying ${names}. This takes up to a minute.\n`);
  };
  for (const path of new Set(tried.bytes.length === 0 ? [] : paths)) {
    if (io.signal.aborted) return 1;
    announce(path);
    scans.push(await scanPort(path, tried.bytes, io.signal));
  }
  for (const address of addresses) {
    if (io.signal.aborted) return 1;
    announce(`${address.host}:${address.port}`);
    scans.push(await scanAddress(address, tried.bytes, io.signal));
  }
  if (io.signal.aborted) return 1;
  if (scans.length === 0) {
    io.stderr.write(
      'There is no serial port, and no HID device that is known. Name a port: --tty /dev/ttyUSB0\n',
    );
    return 1;
  }
  return conclude({ flags, wishes, listed }, scans, io);
}

/** A whole machine is the only one of a till. */
async function scanMachine(flags: Flags, https: string, io: CommandIo): Promise<number> {
  const { tty, tcp, hid, protocol, pin, credentials, write: file, port, till, currency } = flags;
  if ([tty, tcp, protocol].some((flag) => flag !== undefined) || hid) {
    throw new UsageError('--https goes without --tty, --tcp, --hid and --protocol');
  }
  const address = httpsAddressOf(https);
  wishesOf(flags);
  const said = { address, pin, credentials, write: file, till, currency, apiPort: port };
  return await scanHttps(said, io);
}

interface Asked {
  readonly flags: Flags;
  readonly wishes: Omit<ProbeWishes, 'nameFor'>;
  readonly listed: readonly SerialPortFacts[];
}

function conclude(asked: Asked, scans: readonly PortScan[], io: CommandIo): number {
  const { flags } = asked;
  io.stdout.write(scanReport(scans));
  const closed = scans.filter((scan) => scan.kind === 'closed');
  for (const { path, why } of closed) io.stderr.write(`${path}: ${why}\n`);
  const found = scans.filter((scan) => scan.kind === 'found');
  const isNamed = flags.tty !== undefined || flags.tcp !== undefined;
  const isPortMissing = isNamed && closed.length > 0;
  if (found.length === 0 || isPortMissing) return 1;
  if (flags.write === undefined) return 0;
  if (clashesOf(found).length === 0) return write(flags.write, asked, { found, io });
  io.stderr.write('Nothing is written: give each device an address of its own first.\n');
  return 1;
}

interface Written {
  readonly found: readonly Extract<PortScan, { readonly kind: 'found' }>[];
  readonly io: CommandIo;
}

function write(file: string, { flags, wishes, listed }: Asked, { found, io }: Written): number {
  const { ports, remarks } = portsFromScan(found, listed, wishes);
  for (const remark of remarks) io.stdout.write(`${remark}\n`);
  if (ports.length === 0) {
    io.stderr.write('Nothing is written: nothing that was found can be driven as things stand.\n');
    return 1;
  }
  const { till, currency, port: apiPort } = flags;
  const path = writeNewConfig(file, { till, currency, apiPort, ports });
  io.stdout.write(`${path} is written. Next: tillwarden client add NAME --config ${path}\n`);
  return 0;
}

interface Tried {
  readonly bytes: readonly Probe[];
  readonly hid: readonly HidProbe[];
}

function probesFor(protocol: string | undefined): Tried {
  const isTried = ({ family }: { readonly family: string }): boolean =>
    protocol === undefined || family === protocol;
  const all = { bytes: [...printerProbes, ...probes], hid: hidProbes };
  const tried = { bytes: all.bytes.filter(isTried), hid: all.hid.filter(isTried) };
  if (tried.bytes.length > 0 || tried.hid.length > 0) return tried;
  const families = [...all.bytes, ...all.hid].map(({ family }) => family);
  throw new UsageError(`--protocol is ${families.join(', ')}`);
}

function addressesOf(texts: readonly string[]): readonly TcpConfig[] {
  return texts.map((text) => {
    const { host, port } = /^(?<host>.+):(?<port>[0-9]{1,5})$/.exec(text)?.groups ?? {};
    const parsed = tcpConfigSchema.safeParse({ kind: 'tcp', host, port: Number(port) });
    if (parsed.success) return parsed.data;
    throw new UsageError(`--tcp takes HOST:PORT such as 192.168.1.50:9100, not ${text}`);
  });
}

function wishesOf({ currency, hopper = [], note = [] }: Flags): Asked['wishes'] {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new UsageError(`--currency takes three letters such as EUR, not ${currency}`);
  }
  return {
    currency,
    hopperValues: valuesOf('--hopper takes ADDRESS=VALUE such as 3=20', hopper),
    noteValues: valuesOf('--note takes NUMBER=VALUE such as 1=500', note),
  };
}

/** Such as `3=20`: the hopper at address 3 holds coins of 20 minor units. */
function valuesOf(usage: string, texts: readonly string[]): ReadonlyMap<number, number> {
  return new Map(
    texts.map((text) => {
      const { key, value } =
        /^(?<key>[0-9]{1,3})=(?<value>[1-9][0-9]{0,7})$/.exec(text)?.groups ?? {};
      if (key !== undefined && value !== undefined) return [Number(key), Number(value)];
      throw new UsageError(`${usage}, not ${text}`);
    }),
  );
}
