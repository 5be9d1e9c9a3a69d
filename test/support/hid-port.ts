/** A port of a HID driver on a simulated bus, with a clock that the test owns. */
import type { CashDrawer } from '../../hardware/kit/device-peripheral.ts';
import type { DeviceReport, Port, TraceEvent } from '../../hardware/kit/device.ts';
import type { HidDriver } from '../../hardware/kit/driver.ts';
import { createHidTransport, hidConfigSchema } from '../../hardware/kit/hid-transport.ts';
import { SimHidBus } from '../../hardware/kit/sim-hid-bus.ts';
import { FakeClock } from './fake-clock.ts';

export interface HidPortRig extends AsyncDisposable {
  readonly bus: SimHidBus;
  readonly clock: FakeClock;
  readonly port: Port;
  readonly reports: readonly DeviceReport[];
  readonly traces: readonly TraceEvent[];
}

const CLOSING_MS = 10_000;

export function hidPort<Config>(
  driver: HidDriver<Config>,
  config: { readonly transport: object; readonly options: object },
): HidPortRig {
  const bus = new SimHidBus();
  const clock = new FakeClock();
  const reports: DeviceReport[] = [];
  const traces: TraceEvent[] = [];
  const port = driver.openPort(driver.configSchema.parse(config.options), {
    clock,
    transport: createHidTransport(hidConfigSchema.parse(config.transport), bus),
    cursors: {},
    judge: () => Promise.resolve('return'),
    trace: (event) => void traces.push(event),
    report: async (report) => void reports.push(report),
  });
  return {
    bus,
    clock,
    port,
    reports,
    traces,
    async [Symbol.asyncDispose]() {
      const closing = port[Symbol.asyncDispose]();
      await clock.advance(CLOSING_MS);
      await closing;
    },
  };
}

export function onlyDrawer(port: Port): CashDrawer {
  const found = port.peripherals?.find((one) => one.kind === 'cash-drawer');
  if (found?.kind !== 'cash-drawer') throw new RangeError('the port has no drawer');
  return found;
}
