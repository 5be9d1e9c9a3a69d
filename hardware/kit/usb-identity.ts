import { z } from 'zod';
import type { SerialPortFacts } from './serial-ports.ts';

const SERIAL_NUMBER_LENGTH_MAX = 128;

const usbId = z.string().regex(/^[0-9a-fA-F]{4}$/, 'use four hexadecimal digits such as 0403');

/** What stays the same on a USB device wherever and whenever it is plugged in. */
export const usbIdentitySchema = z.strictObject({
  vendorId: usbId,
  productId: usbId,
  serialNumber: z.string().min(1).max(SERIAL_NUMBER_LENGTH_MAX).optional(),
  /** For a device that is several ports at once. */
  interface: z
    .string()
    .regex(/^[0-9a-fA-F]{2}$/, 'use two hexadecimal digits such as 00')
    .optional(),
});

export type UsbIdentity = z.infer<typeof usbIdentitySchema>;

export type UsbMatch =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'absent'; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly detail: string };

/** Which of the ports is meant. With several it is none of them: money must not go to the wrong one. */
export function matchUsbPort(ports: readonly SerialPortFacts[], wanted: UsbIdentity): UsbMatch {
  const found = ports.filter((port) => isMeant(port, wanted));
  const [first, ...others] = found;
  if (first === undefined) {
    const detail = `no serial port belongs to the USB device ${textOf(wanted)}: is it plugged in?`;
    return { kind: 'absent', detail };
  }
  if (others.length === 0) return { kind: 'found', path: first.path };
  const paths = found.map(({ path }) => path).join(' and ');
  const detail = `${paths} both are the USB device ${textOf(wanted)}: ${adviceFor(found)}`;
  return { kind: 'ambiguous', detail };
}

/**
 * The fewest words that mean this port and no other that is there now; undefined for one that has
 * none, or has a twin.
 */
export function usbIdentityOf(
  port: SerialPortFacts,
  ports: readonly SerialPortFacts[],
): UsbIdentity | undefined {
  const { vendorId, productId, serialNumber } = port;
  if (vendorId === undefined || productId === undefined) return undefined;
  const device = { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
  const candidates =
    port.interface === undefined ? [device] : [device, { ...device, interface: port.interface }];
  return candidates.find((one) => {
    const isValid = usbIdentitySchema.safeParse(one).success;
    return isValid && matchUsbPort(ports, one).kind === 'found';
  });
}

function isMeant(port: SerialPortFacts, wanted: UsbIdentity): boolean {
  return (
    isSame(port.vendorId, wanted.vendorId) &&
    isSame(port.productId, wanted.productId) &&
    (wanted.serialNumber === undefined || wanted.serialNumber === port.serialNumber) &&
    (wanted.interface === undefined || isSame(port.interface, wanted.interface))
  );
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function textOf({ vendorId, productId, serialNumber, interface: part }: UsbIdentity): string {
  const serial = serialNumber === undefined ? '' : ` with serial number ${serialNumber}`;
  return `${vendorId}:${productId}${serial}${part === undefined ? '' : `, interface ${part}`}`;
}

/** What tells them apart, if anything does. */
function adviceFor(found: readonly SerialPortFacts[]): string {
  const serials = found.map(({ serialNumber }) => serialNumber);
  if (areDistinct(serials)) return `add "serialNumber": ${serials.join(' or ')}`;
  const interfaces = found.map((port) => port.interface);
  if (areDistinct(interfaces)) return `add "interface": ${interfaces.join(' or ')}`;
  return 'nothing tells them apart; say "path" instead, such as one below /dev/serial/by-path';
}

function areDistinct(texts: readonly (string | undefined)[]): boolean {
  return !texts.includes(undefined) && new Set(texts).size === texts.length;
}
