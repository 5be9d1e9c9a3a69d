import { openBillPort } from '../../kit/bill-port.ts';
import { DeviceReporter } from '../../kit/device-reporter.ts';
import type { DeviceReport, Port, PortContext } from '../../kit/device.ts';
import { Turns } from '../../kit/turns.ts';
import { BillToBill } from './bill-to-bill.ts';
import { CassetteDispenser } from './cassette-dispenser.ts';
import type { CcnetConfig } from './config.ts';

/** A port with one Bill-to-Bill unit on it: where notes go in, and a dispenser for each cassette. */
export function openBillToBill(config: CcnetConfig, context: PortContext): Port {
  const unit = new BillToBill(config, context);
  const turns = new Turns();
  const parts = { unit, config, context, turns };
  const dispensers = config.cassettes.map((one) => new CassetteDispenser(one, parts));
  unit.onInterruption = async (interruption) => {
    for (const dispenser of dispensers) await dispenser.noteInterruption(interruption);
  };
  unit.mayTake = (valueMinor) =>
    !dispensers.some((one) => one.valueMinor === valueMinor && one.isOpen);
  const port = openBillPort({
    device: config.device,
    protocol: unit,
    line: unit.wire,
    timing: config,
    context: { ...context, report: forAll(dispensers, context) },
    turns,
  });
  return {
    devices: [...port.devices, ...dispensers],
    async [Symbol.asyncDispose](): Promise<void> {
      for (const dispenser of dispensers) dispenser.stop();
      await port[Symbol.asyncDispose]();
    },
  };
}

/** One unit has one state: what the acceptor says of itself holds for the cassettes too. */
function forAll(
  dispensers: readonly CassetteDispenser[],
  { report }: PortContext,
): PortContext['report'] {
  const reporters = dispensers.map(({ device }) => new DeviceReporter(device, report));
  return async (told: DeviceReport) => {
    await report(told);
    if (told.kind !== 'state') return;
    for (const reporter of reporters) await reporter.state(told.state);
  };
}
