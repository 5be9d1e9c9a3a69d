import type { LiveControl, StreamBytes, StreamEnd } from '../core/support/supporting.ts';

/** Why a stream that nobody has closed is no more. */
export type StreamFault = Exclude<StreamEnd, 'closed'>;

/** One stream of a session, from the moment it is asked for. */
export interface OpenStream {
  /** Resolves when the technician's side can have it, or with why not. */
  readonly opened: Promise<'opened' | StreamFault>;
  readonly bytes: StreamBytes;
  control(control: LiveControl): void;
  /** Nothing passes from this call on; resolves when nothing is open any more. */
  cut(): Promise<void>;
}
