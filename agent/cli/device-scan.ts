import { parseArgs } from 'node:util';
import { discover, type Discovery } from '../../hardware/drivers/cctalk/discovery.ts';
import { cctalk } from '../../hardware/drivers/cctalk/driver.ts';
import { configFromScan } from '../../hardware/drivers/cctalk/scan-config.ts';
import { createSerialTransport } from '../../hardware/kit/serial-transport.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { UsageError, type CommandIo } from './command.ts';
import { unwrittenPath, writeNewConfig } from './new-config.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

const OPTIONS = {
  tty: { type: 'string' },
  protocol: { type: 'string', default: 'cctalk' },
  hopper: { type: 'string', multiple: true },
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
 * Lists what answers on a serial port, and writes a configuration for it when asked to. 1 when there
 * is nothing, or when two devices answer at one address and something was to be written.
 */
export async function scanPort(argv: readonly string[], io: CommandIo): Promise<number> {
  const flags = parse(argv);
  const path = required(flags.tty, 'on which serial port: --tty /dev/ttyUSB0');
  if (flags.protocol !== 'cctalk') throw new UsageError('--protocol is cctalk');
  const hopperValues = hopperValuesOf(flags.hopper ?? []);
  // Not after half a minute of listening.
  if (flags.write !== undefined) unwrittenPath(flags.write);
  io.stderr.write(`Listening on ${path}: this takes up to half a minute.\n`);
  const serial = { kind: 'serial', path, baudRate: 9_600 } as const;
  const transport = createSerialTransport(serial, cctalk.serialLine);
  const discovery = await discover({ transport, clock: systemClock, signal: io.signal });
  if (io.signal.aborted) return 1;
  const shared = listFound(discovery, io);
  if (discovery.devices.length === 0) return 1;
  if (flags.write === undefined) return 0;
  if (shared.length > 0) {
    io.stderr.write('Nothing is written: give each device an address of its own first.\n');
    return 1;
  }
  return write({ ...flags, tty: path, file: flags.write }, { discovery, hopperValues }, io);
}

/** Gives the addresses at which more than one device answers. */
function listFound({ devices, checksum, echo }: Discovery, { stdout }: CommandIo): number[] {
  if (devices.length === 0) {
    stdout.write('Nothing answers.\n');
    return [];
  }
  const head = ['ADDRESS', 'CATEGORY', 'MAKER', 'PRODUCT', 'SERIAL', 'CHECKSUM', 'HOLDS'];
  const rows = devices.map((one) => [
    String(one.address),
    one.category ?? '-',
    one.manufacturer ?? '-',
    one.product ?? '-',
    one.serial === undefined ? '-' : String(one.serial),
    checksum,
    one.identifiers.join(' '),
  ]);
  stdout.write(tableText([head, ...rows]));
  stdout.write(`The line ${echo ? 'gives back' : 'does not give back'} what is sent.\n`);
  const shared = devices.filter(({ occupancy }) => occupancy === 'shared');
  for (const { address } of shared) {
    stdout.write(`Two devices answer at address ${address}: one of them has to get another.\n`);
  }
  return shared.map(({ address }) => address);
}

type WriteFlags = Pick<Flags, 'till' | 'currency' | 'port'> & {
  readonly tty: string;
  readonly file: string;
};

interface Found {
  readonly discovery: Discovery;
  readonly hopperValues: ReadonlyMap<number, number>;
}

function write(flags: WriteFlags, { discovery, hopperValues }: Found, io: CommandIo): number {
  const { config, remarks } = configFromScan(discovery, hopperValues);
  const { till, currency, port: apiPort, tty } = flags;
  const options = cctalk.configSchema.parse(config);
  const path = writeNewConfig(flags.file, { till, currency, apiPort, tty, options });
  for (const remark of remarks) io.stdout.write(`${remark}\n`);
  io.stdout.write(`${path} is written. Next: tillwarden client add NAME --config ${path}\n`);
  return 0;
}

/** Such as `3=20`: the hopper at address 3 holds coins of 20 minor units. */
function hopperValuesOf(texts: readonly string[]): ReadonlyMap<number, number> {
  return new Map(
    texts.map((text) => {
      const { address, value } =
        /^(?<address>[0-9]{1,3})=(?<value>[1-9][0-9]{0,7})$/.exec(text)?.groups ?? {};
      if (address !== undefined && value !== undefined) return [Number(address), Number(value)];
      throw new UsageError(`--hopper takes ADDRESS=VALUE such as 3=20, not ${text}`);
    }),
  );
}
