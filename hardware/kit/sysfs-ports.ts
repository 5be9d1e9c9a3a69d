import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SerialPortFacts } from './serial-ports.ts';

const TTY_CLASS = '/sys/class/tty';
/** From a port of an adapter over its interface up to the USB device, with hubs left out. */
const LEVELS_MAX = 4;
/** A built-in port that the kernel has a name for and that is not there. */
const NO_UART = '0';

/** The serial ports as the Linux kernel shows them below `/sys`; none where there is no such folder. */
export async function listSysfsPorts(
  root: string = TTY_CLASS,
): Promise<readonly SerialPortFacts[]> {
  const names = await readdir(root).catch((): string[] => []);
  const ports = await Promise.all(
    names.toSorted((one, other) => one.localeCompare(other)).map((name) => portOf(root, name)),
  );
  return ports.filter((port) => port !== undefined);
}

async function portOf(root: string, name: string): Promise<SerialPortFacts | undefined> {
  const device = await realpath(join(root, name, 'device')).catch(() => undefined);
  if (device === undefined) return undefined;
  if ((await textOf(root, name, 'type')) === NO_UART) return undefined;
  return { path: `/dev/${name}`, ...(await usbOf(device)) };
}

/** Upwards from the port: first its interface, then the device with its names. */
async function usbOf(start: string): Promise<Omit<SerialPortFacts, 'path'>> {
  const folders = [start];
  for (let level = 1; level < LEVELS_MAX; level += 1) folders.push(dirname(folders.at(-1) ?? '/'));
  const interfaces = await Promise.all(folders.map((one) => textOf(one, 'bInterfaceNumber')));
  const vendors = await Promise.all(folders.map((one) => textOf(one, 'idVendor')));
  const device = folders[vendors.findIndex((vendor) => vendor !== undefined)];
  if (device === undefined) return {};
  return {
    vendorId: await textOf(device, 'idVendor'),
    productId: await textOf(device, 'idProduct'),
    serialNumber: await textOf(device, 'serial'),
    manufacturer: await textOf(device, 'manufacturer'),
    interface: interfaces.find((number) => number !== undefined),
  };
}

async function textOf(...parts: readonly string[]): Promise<string | undefined> {
  const text = await readFile(join(...parts), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}
