import type { LicenceStatus } from '../core/entitlement/licence-status.ts';
import type { SignIns } from '../core/operators/sign-in.ts';
import type { Sale } from '../core/sale/sale.ts';
import type { Place, Till } from '../core/till/till.ts';
import type { Installation } from '../core/till/update-turn.ts';
import type { JournalHead } from '../store/journal.ts';
import type { DeviceStatus } from './machine.ts';
import type { PeripheralStatus } from './peripheral-status.ts';
import type { ShellSettings } from './shell-settings.ts';

/** All that can be shown of a till at one moment. */
export interface TillView {
  readonly till: Till;
  readonly settings: ShellSettings;
  readonly licence: LicenceStatus;
  /** As of this moment, and not of when that was last written. */
  readonly signIns: SignIns;
  /** The sale under way, or the last one there was. */
  readonly sale: Sale | undefined;
  /** The deposit under way. */
  readonly deposit: Sale | undefined;
  readonly devices: readonly DeviceStatus[];
  readonly places: readonly Place[];
  /** True when a sale could begin: something is there that takes cash. */
  readonly isReady: boolean;
  /** In the till's own currency. */
  readonly isExactChangeOnly: boolean;
  /** The other currencies that a device has. */
  readonly foreign: readonly ForeignView[];
  readonly head: JournalHead;
  /** Undefined for a till that is no hub's station. */
  readonly hub: HubView | undefined;
  /** The tree the program is installed in; undefined where it runs from none. */
  readonly installation: Installation | undefined;
  /** Those that are no part of the cash machine. */
  readonly peripherals: readonly PeripheralStatus[];
}

/** How it stands with another currency than the till's own. */
export interface ForeignView {
  readonly currency: string;
  readonly isReady: boolean;
  readonly isExactChangeOnly: boolean;
}

/** How it stands with the vendor's hub. */
export interface HubView {
  readonly station: string;
  readonly isOnline: boolean;
  /** Nobody answers at all: the till is offline, and it is not the hub that keeps it out. */
  readonly isLineDown: boolean;
  /** The hub has everything up to this line. */
  readonly durableTo: number;
}
