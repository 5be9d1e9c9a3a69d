import type { HidBus, HidEntry } from '../../hardware/kit/hid-bus.ts';
import { hidIdentityOf } from '../../hardware/kit/hid-identity.ts';
import type { HidProbe, SeenHid } from '../../hardware/kit/hid-probe.ts';
import type { PortScan } from './scan-port.ts';

/** Looks at each HID device of this computer. Those that nobody knows are passed over: a mouse is one. */
export async function scanHid(
  bus: HidBus,
  probes: readonly HidProbe[],
): Promise<readonly PortScan[]> {
  const entries = await listed(bus);
  const scans: PortScan[] = [];
  const known = new Set<string>();
  for (const entry of entries) {
    const { path } = entry;
    if (path === undefined || known.has(path)) continue;
    const scan = await scanOne({ bus, probes, entries }, entry, path);
    if (scan === undefined) continue;
    known.add(path);
    scans.push(scan);
  }
  return scans;
}

/** Without HID support in the system there is none of these devices either. */
async function listed(bus: HidBus): Promise<readonly HidEntry[]> {
  try {
    return await bus.devicesAsync();
  } catch {
    return [];
  }
}

interface Around {
  readonly bus: HidBus;
  readonly probes: readonly HidProbe[];
  readonly entries: readonly HidEntry[];
}

async function scanOne(
  { bus, probes, entries }: Around,
  entry: HidEntry,
  path: string,
): Promise<PortScan | undefined> {
  const descriptor = await bus.reportDescriptor(path);
  const readFeature: SeenHid['readFeature'] = (reportId, lengthBytes) =>
    featureOf(bus, path, { reportId, lengthBytes });
  for (const probe of probes) {
    const { family } = probe;
    const probed = await probe.find({ entry, descriptor, readFeature });
    if (probed === undefined) continue;
    const identity = hidIdentityOf(entry, entries);
    return { kind: 'found', path, family, probed, place: { kind: 'hid', identity } };
  }
  return undefined;
}

/** A device that another program has, or that this user may not open, is known by its looks alone. */
async function featureOf(
  bus: HidBus,
  path: string,
  { reportId, lengthBytes }: { readonly reportId: number; readonly lengthBytes: number },
): Promise<Uint8Array | undefined> {
  try {
    const handle = await bus.open(path);
    try {
      return await handle.getFeatureReport(reportId, lengthBytes);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
