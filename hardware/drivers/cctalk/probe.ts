import type { Probe, Probed, ProbedDevice, ProbeSurroundings } from '../../kit/probe.ts';
import { cctalkConfigSchema } from './config.ts';
import { discover, type Discovery, type FoundDevice } from './discovery.ts';
import { cctalk } from './driver.ts';
import { configFromScan } from './scan-config.ts';

/** Searches the whole bus, which takes its time: every address answers at a moment of its own. */
export const cctalkProbe: Probe = {
  family: 'cctalk',
  serialLine: cctalk.serialLine,
  baudRates: [9_600],
  find,
};

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  const discovery = await discover(around);
  return discovery.devices.length === 0 ? undefined : probed(discovery);
}

function probed(discovery: Discovery): Probed {
  const { devices, echo, checksum } = discovery;
  const shared = devices.filter(({ occupancy }) => occupancy === 'shared');
  const mode =
    `The line ${echo ? 'gives back' : 'does not give back'} what is sent; ` +
    `checksum: ${checksum}.`;
  return {
    devices: devices.map(deviceOf),
    remarks: [mode],
    shared: shared.map(({ address }) => address),
    configure: ({ hopperValues, nameFor }) => {
      const { config, remarks } = configFromScan(discovery, hopperValues, nameFor);
      const { acceptors = [], validators = [], dispensers = [] } = config;
      const isEmpty = acceptors.length + validators.length + dispensers.length === 0;
      return { options: isEmpty ? undefined : cctalkConfigSchema.parse(config), remarks };
    },
  };
}

function deviceOf(found: FoundDevice): ProbedDevice {
  const { address, category, manufacturer, product, firmware, serial, identifiers } = found;
  return {
    address,
    kind: category ?? 'device',
    maker: manufacturer,
    product,
    firmware,
    serial: serial?.toString(),
    currency: [...new Set(identifiers.map((text) => text.slice(0, 2)))].join(' '),
    values: identifiers,
  };
}
