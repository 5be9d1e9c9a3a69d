import type { Device, Port, PortContext } from '../../kit/device.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import type { SerialLine } from '../../kit/serial-options.ts';
import { createAcceptor } from './acceptor.ts';
import { sspConfigSchema, type SspConfig } from './config.ts';
import { SspLine } from './line.ts';
import { SspDispenser } from './payout.ts';
import { Turns } from '../../kit/turns.ts';
import { SspUnit } from './unit.ts';

/** Two stop bits, at 9600 baud (SSP manual, hardware layer). */
const eightNoneTwo: SerialLine = { dataBits: 8, stopBits: 2, parity: 'none' };

/** ITL's SSP and eSSP: note validators, recyclers and coin hoppers on one line. */
export const ssp: ByteDriver<SspConfig> = {
  family: 'ssp',
  connection: 'bytes',
  serialLine: eightNoneTwo,
  configSchema: sspConfigSchema,
  openPort,
};

function openPort(config: SspConfig, context: PortContext): Port {
  const line = new SspLine(config, context);
  const units = config.units.map((one) => new SspUnit(one, { line, config, context }));
  const running = units.map((unit) => unit.run());
  return {
    devices: units.flatMap(devicesOf),
    async [Symbol.asyncDispose](): Promise<void> {
      for (const unit of units) unit.stop();
      await line[Symbol.asyncDispose]();
      await Promise.all(running);
    },
  };
}

/** A recycler is an acceptor and a dispenser for each value, which take turns with the one unit. */
function devicesOf(unit: SspUnit): readonly Device[] {
  const turns = new Turns();
  const { recycled, takesCash } = unit.config;
  const dispensers = recycled.map((value) => new SspDispenser(unit, value, turns));
  return takesCash ? [createAcceptor(unit), ...dispensers] : dispensers;
}
