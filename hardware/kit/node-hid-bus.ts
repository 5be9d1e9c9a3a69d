import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { HidBus } from './hid-bus.ts';

/** HID devices of this computer. The native part is loaded only once somebody asks for one. */
export const nodeHidBus: HidBus = {
  async devicesAsync() {
    return (await loadNodeHid()).devicesAsync();
  },
  async open(path) {
    return (await loadNodeHid()).HIDAsync.open(path, { nonExclusive: false });
  },
  reportDescriptor: readSystemDescriptor,
};

const loadNodeHid = () => import('node-hid');

/** node-hid hands out no descriptor; Linux has it beside the device. */
async function readSystemDescriptor(path: string): Promise<Uint8Array | undefined> {
  const name = basename(path);
  if (!/^hidraw[0-9]{1,4}$/.test(name)) return undefined;
  try {
    return await readFile(`/sys/class/hidraw/${name}/device/report_descriptor`);
  } catch {
    return undefined;
  }
}
