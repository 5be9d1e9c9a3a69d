import type { Peripheral } from '../../hardware/kit/device-peripheral.ts';
import type { KnownState } from './machine.ts';

/** A device that is no part of the cash machine, at one moment. */
export interface PeripheralStatus {
  readonly device: string;
  readonly kind: Peripheral['kind'];
  readonly state: KnownState;
  readonly drawer?: DrawerStatus | undefined;
}

export interface DrawerStatus {
  /** `unknown` for a drawer that cannot tell, or has not yet. */
  readonly state: 'open' | 'closed' | 'unknown';
  /** Longer than the installation finds right. */
  readonly isLeftOpen: boolean;
}
