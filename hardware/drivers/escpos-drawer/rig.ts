import type { CashDrawer } from '../../kit/device-peripheral.ts';
import type { Clock } from '../../kit/clock.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import type { DeviceReport, Port, TraceEvent } from '../../kit/device.ts';
import type { Transport } from '../../kit/transport.ts';
import { escposDrawer } from './driver.ts';
import { SimPrinter } from './sim.ts';

const PULSE_MIN_MS = 50;

/** The driver on one side, a simulated printer with a drawer on the other. */
export class DrawerRig {
  readonly sim = new SimPrinter({ openLevel: 'low', pin: 2, pulseMinMs: PULSE_MIN_MS });
  readonly line: DeviceLine;
  readonly port: Port;
  readonly reports: DeviceReport[] = [];
  readonly traces: TraceEvent[] = [];
  /** What the drawer said of itself, in order. */
  readonly states: ('open' | 'closed')[] = [];

  constructor(
    clock: Clock,
    { line, transport }: { readonly line: DeviceLine; readonly transport: Transport },
    options: object = {},
  ) {
    this.line = line;
    this.sim.attach(line);
    const config = escposDrawer.configSchema.parse({
      device: 'drawer',
      openLevel: 'low',
      ...options,
    });
    this.port = escposDrawer.openPort(config, {
      clock,
      transport,
      cursors: {},
      judge: () => Promise.resolve('return'),
      trace: (event) => void this.traces.push(event),
      report: async (report) => void this.reports.push(report),
    });
    this.drawer.listen((isOpen) => void this.states.push(isOpen ? 'open' : 'closed'));
  }

  get drawer(): CashDrawer {
    const found = this.port.peripherals?.find((one) => one.kind === 'cash-drawer');
    if (found?.kind !== 'cash-drawer') throw new RangeError('The rig has no drawer.');
    return found;
  }

  /** The last thing it said of the device as such. */
  get deviceState(): string | undefined {
    const last = this.reports.at(-1);
    return last?.kind === 'state' ? last.state.kind : undefined;
  }
}
