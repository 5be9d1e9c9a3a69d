import type { HidEntry } from './hid-bus.ts';
import type { Probed } from './probe.ts';

/** A HID device as it can be looked at without telling it anything. */
export interface SeenHid {
  readonly entry: HidEntry;
  /** What it says of its own reports; undefined where the system does not tell. */
  readonly descriptor: Uint8Array | undefined;
  /** Opens it for this one question; undefined where that is not possible, or it does not answer. */
  readonly readFeature: (reportId: number, lengthBytes: number) => Promise<Uint8Array | undefined>;
}

/** Knows the HID devices of one driver by what they say of themselves, and sends them no report. */
export interface HidProbe {
  /** Name of the driver, as the configuration has it. */
  readonly family: string;
  find(seen: SeenHid): Promise<Probed | undefined>;
}
