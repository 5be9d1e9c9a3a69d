import { openBillPort } from '../../kit/bill-port.ts';
import type { Port, PortContext } from '../../kit/device.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import type { SerialLine } from '../../kit/serial-options.ts';
import { id003ConfigSchema, type Id003Config } from './config.ts';
import { Id003Acceptor } from './acceptor.ts';

const EIGHT_EVEN_ONE: SerialLine = { dataBits: 8, stopBits: 1, parity: 'even' };

/** ID-003: JCM bill acceptors, 9600 baud 8E1. */
export const id003: ByteDriver<Id003Config> = {
  family: 'id003',
  connection: 'bytes',
  serialLine: EIGHT_EVEN_ONE,
  configSchema: id003ConfigSchema,
  openPort,
};

function openPort(config: Id003Config, context: PortContext): Port {
  const protocol = new Id003Acceptor(config, context);
  const { device } = config;
  return openBillPort({
    device,
    protocol,
    line: protocol.wire,
    timing: config,
    context,
  });
}
