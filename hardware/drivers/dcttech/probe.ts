import type { HidEntry } from '../../kit/hid-bus.ts';
import type { HidProbe, SeenHid } from '../../kit/hid-probe.ts';
import type { Probed } from '../../kit/probe.ts';
import { decodeState, REPORT_BYTES, STATE_REPORT_ID } from './frame.ts';

const VENDOR_ID = 0x16c0;
const PRODUCT_ID = 0x05df;
/** Many devices share the two numbers: only the name tells these boards from them. */
const PRODUCT = /^USBRelay(?<relays>[1-8])$/;

/** Knows the boards by their name, and reads their serial number, which USB does not tell. */
export const dcttechProbe: HidProbe = { family: 'dcttech', find };

async function find({ entry, readFeature }: SeenHid): Promise<Probed | undefined> {
  const relays = relaysOf(entry);
  if (relays === undefined) return undefined;
  const report = await readFeature(STATE_REPORT_ID, REPORT_BYTES);
  const serial = report === undefined ? undefined : decodeState(report)?.serial;
  const { manufacturer: maker, product } = entry;
  return {
    devices: [{ kind: 'relay board', maker, product, serial, values: [] }],
    remarks: [`It has ${relays} relays; which of them opens a drawer is for you to say.`],
    shared: [],
    configure: ({ nameFor }) => {
      const board = serial === undefined ? {} : { boardSerial: serial };
      const options = { device: nameFor('drawer'), relay: 1, ...board };
      return { options, remarks: ['Relay 1 is taken to open the drawer: change "relay" if not.'] };
    },
  };
}

function relaysOf({ vendorId, productId, product }: HidEntry): string | undefined {
  const isTheirs = vendorId === VENDOR_ID && productId === PRODUCT_ID;
  return isTheirs ? PRODUCT.exec(product ?? '')?.groups?.['relays'] : undefined;
}
