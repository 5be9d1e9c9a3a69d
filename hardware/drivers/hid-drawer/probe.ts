import type { HidProbe, SeenHid } from '../../kit/hid-probe.ts';
import type { Probed } from '../../kit/probe.ts';
import { MODELS } from './frame.ts';

/** Knows a drawer by its numbers and its usage page; it is sent nothing, not even a question. */
export const hidDrawerProbe: HidProbe = { family: 'hid-drawer', find };

async function find({ entry }: SeenHid): Promise<Probed | undefined> {
  const model = MODELS.find(({ drawerOf }) => drawerOf(entry) !== undefined);
  const drawer = model?.drawerOf(entry);
  if (model === undefined || drawer === undefined) return undefined;
  const { maker } = model;
  const { product, serialNumber: serial } = entry;
  return {
    devices: [{ kind: `cash drawer ${drawer}`, maker, product, serial, values: [] }],
    remarks: [],
    shared: [],
    configure: ({ nameFor }) => ({
      options: { device: nameFor('drawer'), maker, drawer },
      remarks: [],
    }),
  };
}
