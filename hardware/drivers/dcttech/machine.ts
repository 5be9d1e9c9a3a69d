import type { HidPortContext } from '../../kit/device.ts';
import { hexOf } from '../../kit/hex.ts';
import type { HidConnection } from '../../kit/hid-transport.ts';
import { RelayPulse } from '../../kit/relay-pulse.ts';
import { TransportError } from '../../kit/transport-error.ts';
import type { Transport } from '../../kit/transport.ts';
import type { DcttechConfig } from './driver.ts';
import { decodeState, encodeOrder, isRelayOn, REPORT_BYTES, STATE_REPORT_ID } from './frame.ts';

/** The relay of a board that can be asked what is on: an order counts once the board shows it. */
export function createRelay(
  config: DcttechConfig,
  context: HidPortContext,
): RelayPulse<HidConnection> {
  const { device: port, relay, pulseMs } = config;
  return new RelayPulse({
    port,
    pulseMs,
    transport: ofRightBoard(config, context.transport),
    around: context,
    order: async ({ connection }, isOn) => {
      if (connection === undefined) throw new TransportError('closed', 'The link is down.');
      const report = encodeOrder({ relay, isOn });
      context.trace({ kind: 'frame-sent', port, hex: hexOf(report) });
      await connection.sendFeatureReport(report);
      const state = decodeState(await connection.getFeatureReport(STATE_REPORT_ID, REPORT_BYTES));
      if (state !== undefined && isRelayOn(state, relay) === isOn) return;
      throw new TransportError('write-failed', `Relay ${relay} did not switch.`);
    },
  });
}

/** A board with another serial number is closed again, as one that is not there. */
function ofRightBoard(
  { boardSerial }: DcttechConfig,
  transport: Transport<HidConnection>,
): Transport<HidConnection> {
  if (boardSerial === undefined) return transport;
  return {
    async open(handlers) {
      let isRight = false;
      const connection = await transport.open({
        onBytes: handlers.onBytes,
        // That the wrong one is closed again is no end of a connection.
        onClose: (reason) => {
          if (isRight) handlers.onClose(reason);
        },
      });
      const report = await connection.getFeatureReport(STATE_REPORT_ID, REPORT_BYTES);
      const found = decodeState(report)?.serial;
      isRight = found === boardSerial;
      if (isRight) return connection;
      await connection.close();
      throw new TransportError('not-found', `The board is ${found ?? 'unknown'}.`);
    },
  };
}
