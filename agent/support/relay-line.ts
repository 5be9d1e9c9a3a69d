import type { RelayEars } from '../../sync/uplink/relay-stream.ts';
import type { StreamKind } from '../core/support/remote-session.ts';

/** An outbound stream to the hub, as what sends on it needs it. */
export interface RelayLine {
  readonly opened: Promise<'opened' | 'line-lost'>;
  readonly isFull: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  send(content: Buffer | string): void;
  pause(): void;
  resume(): void;
  cut(): void;
}

/** Begins one; undefined where this till has no hub. */
export type OpenRelay = (
  session: string,
  stream: StreamKind,
  ears: RelayEars,
) => RelayLine | undefined;
