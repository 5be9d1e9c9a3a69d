import type { HidEntry } from './hid-bus.ts';
import type { HidConfig } from './hid-transport.ts';

/** What a device is known by, without what it is spoken over. */
export type HidIdentity = Omit<HidConfig, 'kind'>;

export function isMeant(entry: HidEntry, wanted: HidIdentity): boolean {
  return (
    entry.vendorId === wanted.vendorId &&
    entry.productId === wanted.productId &&
    (wanted.serialNumber ?? entry.serialNumber) === entry.serialNumber &&
    (wanted.usagePage ?? entry.usagePage) === entry.usagePage &&
    (wanted.usage ?? entry.usage) === entry.usage &&
    (wanted.interface ?? entry.interface) === entry.interface
  );
}

/**
 * The fewest words that mean this device and no other that is there now; undefined for one that has a
 * twin. Its path is none of them: that changes with every plug.
 */
export function hidIdentityOf(
  entry: HidEntry,
  entries: readonly HidEntry[],
): HidIdentity | undefined {
  const { vendorId, productId, serialNumber, usagePage } = entry;
  const hasSerial = serialNumber !== undefined && serialNumber !== '';
  const device = { vendorId, productId, ...(hasSerial ? { serialNumber } : {}) };
  const candidates: readonly HidIdentity[] = [
    device,
    ...(usagePage === undefined ? [] : [{ ...device, usagePage }]),
    ...(entry.interface < 0 ? [] : [{ ...device, interface: entry.interface }]),
  ];
  return candidates.find((one) => pathsOf(one, entries).size === 1);
}

function pathsOf(wanted: HidIdentity, entries: readonly HidEntry[]): ReadonlySet<unknown> {
  return new Set(entries.filter((one) => isMeant(one, wanted)).map(({ path }) => path));
}
