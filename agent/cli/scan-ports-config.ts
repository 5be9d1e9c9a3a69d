import type { ProbeWishes } from '../../hardware/kit/probe.ts';
import type { SerialPortFacts } from '../../hardware/kit/serial-ports.ts';
import { usbIdentityOf } from '../../hardware/kit/usb-identity.ts';
import type { NewPort } from './new-config.ts';
import type { PortScan } from './scan-port.ts';

type FoundScan = Extract<PortScan, { readonly kind: 'found' }>;

export interface ScannedPorts {
  readonly ports: readonly NewPort[];
  /** What a person has to know or add. */
  readonly remarks: readonly string[];
}

/**
 * The ports of a configuration for all that was found. A port is named by its USB device where that
 * means one port alone: the next free path is not always the same one.
 */
export function portsFromScan(
  found: readonly FoundScan[],
  listed: readonly SerialPortFacts[],
  said: Omit<ProbeWishes, 'nameFor'>,
): ScannedPorts {
  const ids = uniqueNames();
  const wishes = { ...said, nameFor: uniqueNames() };
  const parts = found.map((scan) => {
    const { options, remarks } = scan.probed.configure(wishes);
    const lines = remarks.map((remark) => `${scan.path}: ${remark}`);
    const transport = transportOf(scan, listed);
    if (transport === undefined) {
      const twin = 'It is left out: nothing tells it from its twin, which has the same numbers.';
      return { ports: [], remarks: [`${scan.path}: ${twin}`] };
    }
    if (options === undefined) return { ports: [], remarks: lines };
    const id = ids(scan.family);
    // Those that trace their frames are told what their port is called.
    const named = 'port' in options ? { ...options, port: id } : options;
    const port = { id, driver: scan.family, transport, options: named };
    return { ports: [port], remarks: lines };
  });
  return {
    ports: parts.flatMap((part) => part.ports),
    remarks: parts.flatMap((part) => part.remarks),
  };
}

/** What never changes: for a USB device its numbers, and not the path of the moment. */
function transportOf(
  { path, place }: FoundScan,
  listed: readonly SerialPortFacts[],
): object | undefined {
  switch (place.kind) {
    case 'serial': {
      const port = listed.find((one) => one.path === path);
      const usb = port === undefined ? undefined : usbIdentityOf(port, listed);
      const where = usb === undefined ? { path } : { usb };
      return { kind: 'serial', ...where, baudRate: place.baudRate };
    }
    case 'tcp':
      return place;
    case 'hid':
      return place.identity === undefined ? undefined : { kind: 'hid', ...place.identity };
  }
}

/** A name that is taken gets a number behind it: in the journal one name is one device. */
function uniqueNames(): (customary: string) => string {
  const taken = new Set<string>();
  return (customary) => {
    let name = customary;
    for (let count = 2; taken.has(name); count += 1) name = `${customary}-${count}`;
    taken.add(name);
    return name;
  };
}
