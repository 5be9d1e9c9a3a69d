import type { PortContext } from '../../kit/device.ts';
import { hexOf } from '../../kit/hex.ts';
import { RelayPulse } from '../../kit/relay-pulse.ts';
import type { Connection } from '../../kit/transport.ts';
import type { LcusConfig } from './driver.ts';
import { encodeOrder } from './frame.ts';

/** The relay of a board that takes orders and answers none. */
export function createRelay(config: LcusConfig, context: PortContext): RelayPulse<Connection> {
  const { device: port, relay, pulseMs } = config;
  return new RelayPulse({
    port,
    pulseMs,
    transport: context.transport,
    around: context,
    order: async (link, isOn) => {
      const bytes = encodeOrder({ relay, isOn });
      context.trace({ kind: 'frame-sent', port, hex: hexOf(bytes) });
      await link.write(bytes);
    },
  });
}
