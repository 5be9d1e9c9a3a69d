import { openBillPort } from '../../kit/bill-port.ts';
import type { Port, PortContext } from '../../kit/device.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import type { SerialLine } from '../../kit/serial-options.ts';
import { ebdsConfigSchema, type EbdsConfig } from './config.ts';
import { EbdsValidator } from './validator.ts';

const SEVEN_EVEN_ONE: SerialLine = { dataBits: 7, stopBits: 1, parity: 'even' };
/** Holding costs nothing here: there is nothing to be said for it. */
const HOLD_EVERY_MS = 10_000;

/** EBDS: MEI and CPI bill validators, 9600 baud 7E1. */
export const ebds: ByteDriver<EbdsConfig> = {
  family: 'ebds',
  connection: 'bytes',
  serialLine: SEVEN_EVEN_ONE,
  configSchema: ebdsConfigSchema,
  openPort,
};

function openPort(config: EbdsConfig, context: PortContext): Port {
  const protocol = new EbdsValidator(config, context);
  const { device } = config;
  return openBillPort({
    device,
    protocol,
    line: protocol.wire,
    timing: { ...config, holdEveryMs: HOLD_EVERY_MS },
    context,
  });
}
