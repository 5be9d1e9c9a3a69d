import type { Port, PortContext } from '../../kit/device.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import { eightNoneOne } from '../../kit/serial-transport.ts';
import { AccumulatorFace } from './accumulator-face.ts';
import { createBillFace } from './bill-face.ts';
import { Bus } from './bus.ts';
import { CctalkAcceptor } from './acceptor.ts';
import { createCoinFace } from './coin-face.ts';
import { ChangerFace } from './changer-face.ts';
import { cctalkConfigSchemaWith, type CctalkConfig, type ValueDispenserConfig } from './config.ts';
import { CctalkHopper } from './hopper.ts';
import { shippedCiphers, type CipherTable } from './hopper-cipher.ts';
import { ValueDispenser } from './value-dispenser.ts';
import type { ValueFace } from './value-face.ts';

/** ccTalk: coin acceptors, bill validators and hoppers on one wire, 9600 baud 8N1 (part 1, 10). */
export const cctalk: ByteDriver<CctalkConfig> = createCctalkDriver(shippedCiphers);

/** The same with ciphers that do not come with it. */
export function createCctalkDriver(ciphers: CipherTable): ByteDriver<CctalkConfig> {
  return {
    family: 'cctalk',
    connection: 'bytes',
    serialLine: eightNoneOne,
    configSchema: cctalkConfigSchemaWith(ciphers),
    openPort: (config, context) => openPort(config, context, ciphers),
  };
}

function openPort(config: CctalkConfig, context: PortContext, ciphers: CipherTable): Port {
  const bus = new Bus(config, context);
  const parts = { bus, config, context };
  const faceOf = (one: ValueDispenserConfig): ValueFace =>
    one.kind === 'changer'
      ? new ChangerFace(one.address, bus)
      : new AccumulatorFace(one, { bus, ciphers });
  const devices = [
    ...config.acceptors.map(
      (one) => new CctalkAcceptor(one.device, parts, () => createCoinFace(one, bus)),
    ),
    ...config.validators.map(
      (one) =>
        new CctalkAcceptor(one.device, parts, (wake) =>
          createBillFace(one, { bus, wake, judge: context.judge }),
        ),
    ),
    ...config.dispensers.map((one) => new CctalkHopper(one, parts, ciphers)),
    ...config.valueDispensers.map((one) => new ValueDispenser(one, parts, faceOf(one))),
  ];
  const running = devices.map((device) => device.run());
  return {
    devices,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const device of devices) device.stop();
      await bus[Symbol.asyncDispose]();
      await Promise.all(running);
    },
  };
}
