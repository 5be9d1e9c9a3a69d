import { backoffDelays, createEvenJitter } from './backoff.ts';
import type { PortSurroundings } from './device.ts';
import { Link } from './link.ts';
import type { Connection, Transport } from './transport.ts';

const RECONNECT_FIRST_MS = 100;
const RECONNECT_CAP_MS = 5_000;

export interface PortLinkOptions<Opened extends Connection> {
  /** Name of the port in traces. */
  readonly port: string;
  readonly transport: Transport<Opened>;
  readonly around: Pick<PortSurroundings, 'clock' | 'trace'>;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onUp: () => void;
  /** It has gone down, or cannot be opened for another reason than before. */
  readonly onDown: (reason: string) => void;
}

/** A link that tries again as every port does, and whose ups and downs are traced; its bytes are not. */
export function openPortLink<Opened extends Connection>(
  options: PortLinkOptions<Opened>,
): Link<Opened> {
  const { port, transport, around, onBytes, onUp, onDown } = options;
  const random = createEvenJitter();
  const wentDown = (detail: string): void => {
    around.trace({ kind: 'link-down', port, detail });
    onDown(detail);
  };
  return new Link<Opened>({
    clock: around.clock,
    transport,
    delaysMs: () => backoffDelays({ firstMs: RECONNECT_FIRST_MS, capMs: RECONNECT_CAP_MS, random }),
    onBytes,
    onUp: () => {
      around.trace({ kind: 'link-up', port, detail: '' });
      onUp();
    },
    onDown: wentDown,
    onOpenFailed: wentDown,
  });
}
