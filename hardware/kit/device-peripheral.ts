/**
 * The devices of a till that hold no cash of ours or count none, in the words of UnifiedPOS. They
 * stand beside the cash devices of a port: the till's money is never reckoned from them.
 */
import type { CardSwipe } from './card-swipe.ts';

/** How an order to open came out. `unknown`: the pulse may have gone out. Never repeated by itself. */
export type OpenOutcome =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly reason: 'offline' | 'fault'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/** What an installation decides of a drawer. */
export interface DrawerPolicy {
  /** Whether it opens by itself when a sale has ended and cash is owed that only a person can give. */
  readonly opensOnSettledSale: boolean;
  /** After so long open, somebody is told. */
  readonly leftOpenMs: number;
}

/** A drawer with a lock, opened by a pulse. */
export interface CashDrawer {
  readonly kind: 'cash-drawer';
  readonly device: string;
  /** Whether it tells open from closed (UnifiedPOS CapStatus). */
  readonly hasStatus: boolean;
  readonly policy: DrawerPolicy;
  /** Gives the pulse, once. The caller has made the order durable before. */
  open(): Promise<OpenOutcome>;
  /** Told of each change, and of what is found at first; the last listener alone. */
  listen(onState: (isOpen: boolean) => void): void;
}

export const WEIGHT_UNITS = [
  'milligram',
  'gram',
  'kilogram',
  'carat',
  'tael',
  'grain',
  'pennyweight',
  'metric-ton',
  'avoirdupois-ton',
  'troy-ounce',
  'ounce',
  'pound',
] as const;

export type WeightUnit = (typeof WEIGHT_UNITS)[number];

/** Exactly what the scale shows: `raw` times ten to the `exponent`. */
export interface Weight {
  readonly raw: number;
  readonly exponent: number;
  readonly unit: WeightUnit;
}

/** Why there is no weight. `needs-zero` and `needs-calibration` are for a person to see to. */
export type WeightRefusal =
  | 'in-motion'
  | 'under-zero'
  | 'over-limit'
  | 'needs-zero'
  | 'needs-calibration'
  | 'fault'
  | 'offline';

export type WeightReading =
  | { readonly kind: 'stable'; readonly weight: Weight }
  | { readonly kind: 'refused'; readonly reason: WeightRefusal; readonly detail: string };

export interface Scale {
  readonly kind: 'scale';
  readonly device: string;
  /** What lies on it now; waits for it to come to rest, no longer than this. */
  read(timeoutMs: number): Promise<WeightReading>;
}

/** A symbol that was read. */
export interface Scan {
  readonly data: Uint8Array;
  /** The AIM identifier such as `]E0`; undefined where the scanner tells none. */
  readonly aim: string | undefined;
}

export interface Scanner {
  readonly kind: 'scanner';
  readonly device: string;
  /** Told of each symbol, whole; the last listener alone. */
  listen(onScan: (scan: Scan) => void): void;
}

/** Reads magnetic stripes. What it reads is in nobody's journal, log or trace. */
export interface Msr {
  readonly kind: 'msr';
  readonly device: string;
  /** Told of each card; the last listener alone. */
  listen(onSwipe: (swipe: CardSwipe) => void): void;
}

export type Peripheral = CashDrawer | Scale | Scanner | Msr;
