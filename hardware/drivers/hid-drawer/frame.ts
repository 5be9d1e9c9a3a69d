import type { HidEntry } from '../../kit/hid-bus.ts';

/**
 * What the makers' drawers say in HID reports, one row a maker. A command that is in no row is never
 * sent: the same byte elsewhere reboots a drawer into its boot loader.
 */
export interface DrawerModel {
  readonly maker: string;
  /** Number of the drawer that a HID device is; undefined for one that is none of these. */
  readonly drawerOf: (entry: HidEntry) => number | undefined;
  /** Bytes of an output report; the reports have no id. */
  readonly outputBytes: number;
  readonly open: (drawer: number) => readonly [number, number];
  readonly status: (drawer: number) => readonly [number, number];
  /** Undefined for a report that is none, or another drawer's. */
  readonly isOpen: (report: Uint8Array, drawer: number) => boolean | undefined;
}

/** CR-3xxx and CR-4xxx. `F0` would switch it to its boot loader and `D0` return garbage: both unused. */
const posiflex: DrawerModel = {
  maker: 'posiflex',
  // A customer display of the same maker has the product id of drawer 0, and another page.
  drawerOf: ({ vendorId, productId, usagePage }) =>
    vendorId === 0x0d3a && productId >> 3 === 0x0200 >> 3 && usagePage === 0xffa0
      ? productId & 7
      : undefined,
  outputBytes: 120,
  open: (drawer) => [drawer, drawer],
  status: (drawer) => [drawer, drawer + 1],
  isOpen: ([first = 0xff], drawer) => {
    const state = first & 0x0f;
    return first >> 4 === drawer && state <= 1 ? state === 0 : undefined;
  },
};

export const MODELS: readonly DrawerModel[] = [posiflex];

/** An output report of full length, behind the id 0 that devices without ids are written with. */
export function encodeCommand(
  { outputBytes }: DrawerModel,
  command: readonly [number, number],
): Uint8Array {
  const report = new Uint8Array(1 + outputBytes);
  report.set(command, 1);
  return report;
}
