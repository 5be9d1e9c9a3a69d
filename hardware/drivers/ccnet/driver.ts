import { openBillPort } from '../../kit/bill-port.ts';
import type { Port, PortContext } from '../../kit/device.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import { eightNoneOne } from '../../kit/serial-transport.ts';
import { ccnetConfigSchema, type CcnetConfig } from './config.ts';
import { openBillToBill } from './recycler-port.ts';
import { CcnetValidator } from './validator.ts';

/** CCNET: CashCode bill validators and Bill-to-Bill recyclers, 9600 or 19200 baud 8N1 (2.1). */
export const ccnet: ByteDriver<CcnetConfig> = {
  family: 'ccnet',
  connection: 'bytes',
  serialLine: eightNoneOne,
  configSchema: ccnetConfigSchema,
  openPort,
};

function openPort(config: CcnetConfig, context: PortContext): Port {
  return config.unit === 'validator'
    ? openValidator(config, context)
    : openBillToBill(config, context);
}

function openValidator(config: CcnetConfig, context: PortContext): Port {
  const protocol = new CcnetValidator(config, context);
  const { device } = config;
  return openBillPort({
    device,
    protocol,
    line: protocol.wire,
    timing: config,
    context,
  });
}
