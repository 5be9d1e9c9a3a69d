import { platform } from 'node:os';
import { z } from 'zod';
import { openPolledPort } from './polled-port.ts';
import { listSerialPorts, type ListSerialPorts } from './serial-ports.ts';
import type { SerialLine, SerialOptions } from './serial-options.ts';
import { openStreamedPort } from './streamed-port.ts';
import { TransportError } from './transport-error.ts';
import type { Connection, Transport } from './transport.ts';
import { matchUsbPort, usbIdentitySchema, type UsbIdentity } from './usb-identity.ts';

export const eightNoneOne: SerialLine = { dataBits: 8, stopBits: 1, parity: 'none' };

const PATH_LENGTH_MAX = 4_096;
const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const;

/** Where a port is: at a path that never changes, or wherever its USB device is plugged in. */
export const serialConfigSchema = z
  .strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1).max(PATH_LENGTH_MAX).optional(),
    usb: usbIdentitySchema.optional(),
    baudRate: z.literal(BAUD_RATES),
  })
  .refine(({ path, usb }) => (path === undefined) !== (usb === undefined), {
    error: 'say "path" or "usb", and not both',
  });

export type SerialConfig = z.infer<typeof serialConfigSchema>;

/** Only Windows has no descriptor of a port that could be read when it is ready. */
const openPort = platform() === 'win32' ? openStreamedPort : openPolledPort;

/** A real port. Whether to try again on `locked` (a predecessor still closing) is the caller's choice. */
export function createSerialTransport(
  config: SerialConfig,
  line: SerialLine,
  list: ListSerialPorts = listSerialPorts,
): Transport {
  return {
    async open(handlers): Promise<Connection> {
      const path = await resolveSerialPath(config, list);
      const options = serialOptions({ path, baudRate: config.baudRate }, line);
      return await openPort(options, handlers);
    },
  };
}

/** The path of the port as things are plugged in now. Rejects with a `TransportError`. */
export async function resolveSerialPath(
  { path, usb }: Pick<SerialConfig, 'path' | 'usb'>,
  list: ListSerialPorts = listSerialPorts,
): Promise<string> {
  if (path !== undefined) return path;
  if (usb === undefined) throw new TransportError('not-found', 'No port is named.');
  return pathOf(await list(), usb);
}

function pathOf(ports: Awaited<ReturnType<ListSerialPorts>>, usb: UsbIdentity): string {
  const match = matchUsbPort(ports, usb);
  switch (match.kind) {
    case 'found':
      return match.path;
    case 'absent':
      throw new TransportError('not-found', match.detail);
    case 'ambiguous':
      throw new TransportError('ambiguous', match.detail);
  }
}

/** The options the port is opened with. */
export function serialOptions(
  { path, baudRate }: Pick<SerialOptions, 'path' | 'baudRate'>,
  line: SerialLine,
): SerialOptions {
  return { path, baudRate, ...line };
}
