import type { HidProbe, SeenHid } from '../../kit/hid-probe.ts';
import type { Probed } from '../../kit/probe.ts';
import { parseDescriptor } from './descriptor.ts';
import { isOfPage } from './machine.ts';
import { SCALE_PAGE } from './scale.ts';
import { SCANNER_PAGE } from './scan.ts';
import { MSR_PAGE } from './swipe.ts';

const KINDS = [
  { reads: 'scale', kind: 'scale', page: SCALE_PAGE },
  { reads: 'scanner', kind: 'bar code scanner', page: SCANNER_PAGE },
  { reads: 'msr', kind: 'card reader', page: MSR_PAGE },
] as const;

type Kind = (typeof KINDS)[number];

/** Knows a device by the usage page of what it sends, whoever made it; nothing is asked of it. */
export const hidPosProbe: HidProbe = { family: 'hid-pos', find };

async function find(seen: SeenHid): Promise<Probed | undefined> {
  const found = KINDS.find((one) => isOfKind(seen, one));
  if (found === undefined) return undefined;
  const { reads, kind } = found;
  const { manufacturer: maker, product, serialNumber: serial } = seen.entry;
  const isUntold = seen.descriptor === undefined;
  return {
    devices: [{ kind, maker, product, serial, values: [] }],
    remarks: [],
    shared: [],
    configure: ({ nameFor }) => ({
      options: { device: nameFor(reads), reads },
      remarks: isUntold ? ['This system tells no report descriptor: add "reportDescriptor".'] : [],
    }),
  };
}

/** By what it says of its reports; the system’s own word where it cannot be asked for that. */
function isOfKind({ entry, descriptor }: SeenHid, { page }: Kind): boolean {
  if (descriptor === undefined) return entry.usagePage === page;
  const parsed = parseDescriptor(descriptor);
  return parsed.kind === 'parsed' && parsed.fields.some((field) => isOfPage(field, page));
}
