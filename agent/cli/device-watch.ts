import { parseArgs } from 'node:util';
import { codecs } from '../../hardware/codecs.ts';
import { drivers } from '../../hardware/drivers.ts';
import type { FrameCodec, FrameSource } from '../../hardware/kit/codec.ts';
import { createSerialTransport, serialConfigSchema } from '../../hardware/kit/serial-transport.ts';
import { TransportError } from '../../hardware/kit/transport-error.ts';
import { configPath, UsageError, type CommandIo } from './command.ts';
import { required } from './values.ts';
import { watchAgent } from './watch-agent.ts';
import { watchBetween, watchPassively, type LineWatch } from './watch-line.ts';
import { frameLine, noteLine, openRecording, sorted } from './watch-output.ts';
import { watchReports, type ReportsAsked } from './watch-reports.ts';
import type { OnWatched } from './watched-bytes.ts';
import { portOnTty } from './watched-port.ts';

interface Asked {
  readonly tty: string;
  readonly codec: FrameCodec;
  readonly baudRate: number;
  readonly configFile: string;
  readonly isJson: boolean;
  readonly record: string | undefined;
  readonly between: string | undefined;
  readonly from: FrameSource;
}

/** Shows what goes over a port, frame by frame, until it is stopped. 1 when it cannot be watched. */
export async function watchDevice(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  if (values.port !== undefined) return await watchReports(reportsAsked(values, io.env), io);
  const asked = parse(values, io.env);
  using stack = new DisposableStack();
  const recording =
    asked.record === undefined
      ? undefined
      : stack.use(openRecording(asked.record, asked.codec.protocol));
  const onWatched = sorted(asked.codec.protocol, (watched) => {
    recording?.record(watched);
    if (watched.kind === 'frame') io.stdout.write(frameLine(watched, asked.codec, asked.isJson));
    else if (watched.kind === 'note') io.stderr.write(noteLine(watched));
  });
  // Nobody reads on: there is nothing left to watch for.
  const unread = new AbortController();
  io.stdout.once('error', () => unread.abort());
  const signal = AbortSignal.any([io.signal, unread.signal]);
  // Awaited here: the recording stays open until the watch has ended.
  return await watch(asked, onWatched, { ...io, signal });
}

async function watch(asked: Asked, onWatched: OnWatched, io: CommandIo): Promise<number> {
  const onReady = (how: string) => (): void => void io.stderr.write(`${how}\n`);
  const isDirect = asked.between !== undefined;
  const port = isDirect ? undefined : await portOnTty(asked.configFile, asked.tty);
  if (port !== undefined) {
    const { id, place } = port;
    const ready = onReady(`Watching the port ${id} of the running agent.`);
    const { signal } = io;
    const end = await watchAgent({ place, port: id, onReady: ready, onWatched, signal });
    if (end === 'stopped') return 0;
    if (end === 'ended') return refuse(io, 'The agent has ended.');
    if (end === 'not-shown') return refuse(io, `The agent shows nothing of the port ${id}.`);
  }
  const where = asked.between ?? '';
  const how = isDirect
    ? `Between ${where} and ${asked.tty}: let the host open ${where}.`
    : `Listening on ${asked.tty}, and writing nothing.`;
  const lineWatch = { ...(await lineOf(asked)), onReady: onReady(how), onWatched };
  return watchLine(asked, { ...lineWatch, signal: io.signal }, io);
}

async function watchLine(asked: Asked, line: LineWatch, io: CommandIo): Promise<number> {
  try {
    if (asked.between === undefined) await watchPassively(line, asked.from);
    else await watchBetween(line, asked.between);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const hint =
      error.code === 'locked'
        ? ' Another program has it. To look over an agent’s shoulder, name its configuration: --config FILE'
        : '';
    return refuse(io, `${error.message}.${hint}`);
  }
  return line.signal.aborted ? 0 : refuse(io, `${asked.tty} is gone.`);
}

function refuse({ stderr }: CommandIo, why: string): number {
  stderr.write(`${why}\n`);
  return 1;
}

/** With the line settings that the protocol demands. */
async function lineOf({
  codec,
  tty,
  baudRate,
}: Asked): Promise<Pick<LineWatch, 'transport' | 'codec'>> {
  const family = codec.protocol.replace(/-crc$/, '');
  const driver = await drivers[family]?.();
  const serial = serialConfigSchema.safeParse({ kind: 'serial', path: tty, baudRate });
  if (!serial.success) throw new UsageError(`${baudRate} is no baud rate that is in use`);
  if (driver?.connection !== 'bytes') throw new UsageError(`${codec.protocol} has no serial line`);
  return { codec, transport: createSerialTransport(serial.data, driver.serialLine) };
}

const OPTIONS = {
  port: { type: 'string' },
  tty: { type: 'string' },
  protocol: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  record: { type: 'string' },
  between: { type: 'string' },
  from: { type: 'string', default: 'device' },
  baud: { type: 'string', default: '9600' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function reportsAsked(values: Flags, env: CommandIo['env']): ReportsAsked {
  const { port, tty, protocol, between, config, json, record } = values;
  if ((tty ?? protocol ?? between) !== undefined) {
    throw new UsageError('--port names a HID port by itself: without --tty, --protocol, --between');
  }
  const configFile = configPath(config, env);
  return { port: required(port, 'which port: --port ID'), configFile, isJson: json, record };
}

function parse(values: Flags, env: CommandIo['env']): Asked {
  const { from } = values;
  if (from !== 'host' && from !== 'device') throw new UsageError('--from is host or device');
  const codec = codecs.find(({ protocol }) => protocol === values.protocol);
  if (codec === undefined) {
    throw new UsageError(`say --protocol ${codecs.map(({ protocol }) => protocol).join('|')}`);
  }
  return {
    tty: required(
      values.tty,
      'on which serial port: --tty /dev/ttyUSB0, or which HID port: --port ID',
    ),
    codec,
    baudRate: Number(values.baud),
    configFile: configPath(values.config, env),
    isJson: values.json,
    record: values.record,
    between: values.between,
    from,
  };
}
