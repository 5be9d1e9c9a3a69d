import { Alarm } from '../../kit/alarm.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Connection, Transport } from '../../kit/transport.ts';

/** A port on which single bytes are heard that are no frames. */
export interface RawLine extends AsyncDisposable {
  /** Sends, and gives everything that comes back within the time. */
  exchange(bytes: Uint8Array, listenMs: number): Promise<Uint8Array>;
}

/** More than all devices of a bus say in one time of listening. */
const HEARD_MAX_BYTES = 4_096;

/** Rejects with a `TransportError` when the port cannot be opened or written. */
export async function openRawLine(transport: Transport, clock: Clock): Promise<RawLine> {
  let heard: number[] = [];
  const connection: Connection = await transport.open({
    onBytes: (bytes) => {
      heard = [...heard, ...bytes].slice(0, HEARD_MAX_BYTES);
    },
    onClose: () => {},
  });
  return {
    async exchange(bytes, listenMs): Promise<Uint8Array> {
      heard = [];
      await connection.write(bytes);
      await new Alarm(clock).sleep(listenMs);
      return Uint8Array.from(heard);
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
