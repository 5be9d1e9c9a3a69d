import type { Refusal } from '../core/till/events.ts';
import type { ErrorText } from './error-text.ts';

/** Refused by a drawer, a scale, a scanner or a card reader, or by whoever has it. */
export type PeripheralErrorCode =
  | 'peripheral-not-found'
  | 'peripheral-not-ready'
  | 'drawer-not-opened'
  | 'peripheral-claimed'
  | 'peripheral-not-claimed'
  | 'events-not-heard'
  | 'weight-in-motion'
  | 'weight-under-zero'
  | 'weight-over-limit'
  | 'scale-needs-service';

/** With what the till itself refuses of them. */
export type PeripheralErrorWords = Readonly<
  Record<
    PeripheralErrorCode | Extract<Refusal['code'], 'sale-over' | 'drawer-opened-enough'>,
    ErrorText
  >
>;
