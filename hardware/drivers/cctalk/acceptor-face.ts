import type { CashAcceptor, CashItem, DeviceState } from '../../kit/device.ts';
import type { EventBuffer, EventPair, Request } from './machine.ts';

/** Values in minor units by position. */
export type ValueTable = ReadonlyMap<number, number>;

export type Setup =
  | { readonly kind: 'ready'; readonly values: ValueTable }
  | { readonly kind: 'offline' }
  | { readonly kind: 'fault'; readonly code: string; readonly detail: string };

/** What one poll has shown, once it is durable. */
export interface Look {
  readonly buffer: EventBuffer;
  /** What was new in it, oldest first. */
  readonly events: readonly EventPair[];
}

/** What coins and notes do differently behind the one way of following events and inhibits. */
export interface AcceptorFace {
  readonly kind: CashAcceptor['kind'];
  readonly hasEscrow: boolean;
  readonly address: number;
  readonly lostByResetMax: number;
  /** However slowly the port is polled. */
  readonly pollMaxMs: number;
  readonly readEvents: Request<EventBuffer>;
  /** By position; empty until it is set up. */
  readonly table: ValueTable;
  /** Whether something that has been let in waits for its end. */
  readonly isHolding: boolean;
  /** Of a device that answers. */
  readonly state: DeviceState;
  /** Finds out what stands at the address. Enables nothing. */
  setUp(): Promise<Setup>;
  writeMask(mask: bigint): Request<'ack'>;
  itemsOf(event: EventPair): readonly CashItem[];
  /** False when the device does not answer any more. */
  attend(look: Look): Promise<boolean>;
  /** The device has been reset: nothing it had said counts any more. */
  forget(): void;
}
