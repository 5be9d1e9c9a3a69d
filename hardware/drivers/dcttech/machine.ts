import type { HidPortContext } from '../../kit/device.ts';
import { reportTracer, tellingDescriptor, type ReportTracer } from '../../kit/hid-trace.ts';
import type { HidConnection, HidTransport } from '../../kit/hid-transport.ts';
import { RelayPulse } from '../../kit/relay-pulse.ts';
import { TransportError } from '../../kit/transport-error.ts';
import type { DcttechConfig } from './driver.ts';
import {
  decodeState,
  encodeOrder,
  isRelayOn,
  REPORT_BYTES,
  STATE_REPORT_ID,
  type BoardState,
} from './frame.ts';

/** The relay of a board that can be asked what is on: an order counts once the board shows it. */
export function createRelay(
  config: DcttechConfig,
  context: HidPortContext,
): RelayPulse<HidConnection> {
  const { device: port, relay, pulseMs } = config;
  const tracer = reportTracer(port, context);
  const transport = ofRightBoard(config, tellingDescriptor(context.transport, tracer), tracer);
  return new RelayPulse({
    port,
    pulseMs,
    transport,
    around: context,
    order: async ({ connection }, isOn) => {
      if (connection === undefined) throw new TransportError('closed', 'The link is down.');
      const report = encodeOrder({ relay, isOn });
      tracer.sent('feature', report);
      await connection.sendFeatureReport(report);
      const state = await readState(connection, tracer);
      if (state !== undefined && isRelayOn(state, relay) === isOn) return;
      throw new TransportError('write-failed', `Relay ${relay} did not switch.`);
    },
  });
}

async function readState(
  connection: HidConnection,
  tracer: ReportTracer,
): Promise<BoardState | undefined> {
  const report = await connection.getFeatureReport(STATE_REPORT_ID, REPORT_BYTES);
  const state = decodeState(report);
  if (state === undefined) tracer.withheld(report, 'no state of a board');
  else tracer.received('feature', STATE_REPORT_ID, report);
  return state;
}

/** A board with another serial number is closed again, as one that is not there. */
function ofRightBoard(
  { boardSerial }: DcttechConfig,
  transport: HidTransport,
  tracer: ReportTracer,
): HidTransport {
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
      const found = (await readState(connection, tracer))?.serial;
      isRight = found === boardSerial;
      if (isRight) return connection;
      await connection.close();
      throw new TransportError('not-found', `The board is ${found ?? 'unknown'}.`);
    },
  };
}
