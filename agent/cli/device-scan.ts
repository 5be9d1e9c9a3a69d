import { parseArgs } from 'node:util';
import type { ProbeWishes } from '../../hardware/kit/probe.ts';
import { listSerialPorts, type SerialPortFacts } from '../../hardware/kit/serial-ports.ts';
import { probes } from '../../hardware/probes.ts';
import { UsageError, type CommandIo } from './command.ts';
import { unwrittenPath, writeNewConfig } from './new-config.ts';
import { scanPort, type PortScan } from './scan-port.ts';
import { portsFromScan } from './scan-ports-config.ts';
import { clashesOf, scanReport } from './scan-report.ts';

const OPTIONS = {
  tty: { type: 'string', multiple: true },
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

/**
 * Lists what answers on serial ports, and writes a configuration for all of it when asked to. 1 when
 * there is nothing, when a port that was named cannot be used, or when nothing could be written.
 */
export async function scanDevices(argv: readonly string[], io: CommandIo): Promise<number> {
  const flags = parse(argv);
  const tried = probesFor(flags.protocol);
  const wishes = wishesOf(flags);
  // Not after minutes of listening.
  if (flags.write !== undefined) unwrittenPath(flags.write);
  const listed = await listSerialPorts();
  const paths = [...new Set(flags.tty ?? listed.map(({ path }) => path))];
  if (paths.length === 0) {
    io.stderr.write('There is no serial port. Name one: --tty /dev/ttyUSB0\n');
    return 1;
  }
  const scans: PortScan[] = [];
  for (const path of paths) {
    if (io.signal.aborted) return 1;
    const names = tried.map(({ family }) => family).join(', ');
    io.stderr.write(`${path}: trying ${names}. This takes up to a minute.\n`);
    scans.push(await scanPort(path, tried, io.signal));
  }
  if (io.signal.aborted) return 1;
  return conclude({ flags, wishes, listed }, scans, io);
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
  const isPortMissing = flags.tty !== undefined && closed.length > 0;
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

function probesFor(protocol: string | undefined): typeof probes {
  const tried = probes.filter(({ family }) => protocol === undefined || family === protocol);
  if (tried.length > 0) return tried;
  throw new UsageError(`--protocol is ${probes.map(({ family }) => family).join(', ')}`);
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
