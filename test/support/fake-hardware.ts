/** A tree of /etc, /proc and /sys as a computer's kernel shows it, laid down in a folder. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Undefined: the part is not there, or says nothing. */
export interface FakeHardware {
  readonly machineId?: string | undefined;
  readonly productUuid?: string | undefined;
  readonly boardSerial?: string | undefined;
  readonly diskSerial?: string | undefined;
  readonly networkAddress?: string | undefined;
  readonly endorsementKey?: string | undefined;
}

/** A till's computer with all its parts. */
export const TILL_HARDWARE: FakeHardware = {
  machineId: '4b7f0e1c2d3a49d88f6e5a4b3c2d1e0f',
  productUuid: '4c4c4544-0051-3610-8052-b4c04f4e3232',
  boardSerial: '/6Q6R2N2/CNPEC0089Q02FA/',
  diskSerial: 'S4EVNX0N123456',
  networkAddress: '00:1b:21:3c:4d:5e',
};

/** Another one, not one part of which is the same. */
export const OTHER_HARDWARE: FakeHardware = {
  machineId: '9c8d7e6f5a4b4c3d8e1f0a9b8c7d6e5f',
  productUuid: '11f7a3c2-7bd0-11ec-90d6-0242ac120003',
  boardSerial: 'PHCB0018K1A2',
  diskSerial: '20231A445566',
  networkAddress: 'a8:a1:59:0b:0c:0d',
};

const CARD = 'sys/devices/pci0000:00/0000:00:1f.6';
const DISK = 'sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0';

/** Lays it down in place of whatever was there. */
export function layHardware(root: string, hardware: FakeHardware): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  layPart(root, 'etc/machine-id', hardware.machineId);
  layPart(root, 'sys/class/dmi/id/product_uuid', hardware.productUuid);
  layPart(root, 'sys/class/dmi/id/board_serial', hardware.boardSerial);
  layPart(root, 'sys/class/tpm/tpm0/device/pubek', hardware.endorsementKey);
  layDisk(root, hardware.diskSerial);
  layCard(root, { name: 'eno1', at: CARD, address: hardware.networkAddress });
}

export interface FakeCard {
  readonly name: string;
  /** Where it is wired, below the root. */
  readonly at: string;
  readonly address: string | undefined;
  /** `addr_assign_type`: 0 is the card's own. */
  readonly assigned?: string;
}

export function layCard(root: string, { name, at, address, assigned = '0' }: FakeCard): void {
  if (address === undefined) return;
  layPart(root, `${at}/net/${name}/address`, address);
  layPart(root, `${at}/net/${name}/addr_assign_type`, assigned);
  layPart(root, `${at}/net/${name}/type`, '1');
  layLink(root, `${at}/net/${name}/device`, at);
  layLink(root, `sys/class/net/${name}`, `${at}/net/${name}`);
}

export function layPart(root: string, path: string, text: string | undefined): void {
  if (text === undefined) return;
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`, 'latin1');
}

/** Relative, as the kernel's are: the tree may lie anywhere. */
export function layLink(root: string, path: string, target: string): void {
  const link = join(root, path);
  mkdirSync(dirname(link), { recursive: true });
  mkdirSync(join(root, target), { recursive: true });
  symlinkSync(relative(dirname(link), join(root, target)), link);
}

/** What is mounted at `/`, and where its device is. */
export function layRootMount(root: string, device: string, block: string): void {
  const rows = [
    `21 1 ${device} / / rw,relatime shared:1 - ext4 /dev/root rw`,
    '22 21 0:5 / /dev rw,nosuid shared:2 - devtmpfs udev rw',
  ];
  layPart(root, 'proc/self/mountinfo', rows.join('\n'));
  layLink(root, `sys/dev/block/${device}`, block);
}

function layDisk(root: string, serial: string | undefined): void {
  if (serial === undefined) return;
  layPart(root, `${DISK}/serial`, serial);
  layLink(root, `${DISK}/nvme0n1/device`, DISK);
  layRootMount(root, '259:2', `${DISK}/nvme0n1/nvme0n1p2`);
}
