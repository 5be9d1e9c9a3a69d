/**
 * What this computer's parts say of themselves, on Linux. Another system gets a file like this one.
 * What is not there, may not be read by this user, or says what many say alike, is simply absent.
 */
import { closeSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { componentValue } from './core/entitlement/component-value.ts';
import type { ComponentKind, Components } from './core/entitlement/hardware.ts';

/** A part's number is short; the list of mounts of a host of containers is not. */
const PART_MAX_BYTES = 4_096;
const MOUNTS_MAX_BYTES = 1_048_576;

/** A disk under a volume under a cipher under a volume, and some more. */
const DISK_LAYERS_MAX = 8;

/** ARPHRD_ETHER: an address of 48 bits that a maker gave out. */
const ETHERNET = '1';

/** NET_ADDR_PERM: the address is the card's own, neither set by anybody nor made up. */
const PERMANENT = '0';

/** `root` is where /etc, /proc and /sys are; a tree of the same shape elsewhere for a test. */
export function readComponents(root: string): Components {
  const read: Readonly<Record<ComponentKind, string | undefined>> = {
    'machine-id': textAt(root, 'etc/machine-id'),
    'product-uuid': textAt(root, 'sys/class/dmi/id/product_uuid'),
    'board-serial':
      textAt(root, 'sys/class/dmi/id/board_serial') ??
      // Boards without SMBIOS, as arm64 ones, have a device tree.
      textAt(root, 'proc/device-tree/serial-number'),
    'root-disk-serial': rootDiskSerial(root),
    'network-address': networkAddress(root),
    // TPM 1.2 shows it here. TPM 2.0 has no such file: it is asked by commands that take rights.
    'tpm-endorsement-key': textAt(root, 'sys/class/tpm/tpm0/device/pubek'),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function rootDiskSerial(root: string): string | undefined {
  const device = rootDevice(root);
  const block = device === undefined ? undefined : realPath(join(root, 'sys/dev/block', device));
  return block === undefined ? undefined : diskSerial(block, DISK_LAYERS_MAX);
}

/** `MAJOR:MINOR` of what is mounted at `/`; mounts on top of each other stand below each other. */
function rootDevice(root: string): string | undefined {
  const rows = (contentAt(join(root, 'proc/self/mountinfo'), MOUNTS_MAX_BYTES) ?? '').split('\n');
  const mounted = rows.map((row) => row.split(' ')).filter(([, , , , at]) => at === '/');
  return mounted.at(-1)?.[2];
}

/** A partition is in the folder of its disk; a volume says what it lies on. */
function diskSerial(block: string, layersLeft: number): string | undefined {
  const own = serialIn(block) ?? serialIn(dirname(block));
  if (own !== undefined || layersLeft === 0) return own;
  for (const name of namesIn(join(block, 'slaves'))) {
    const below = realPath(join(block, 'slaves', name));
    const serial = below === undefined ? undefined : diskSerial(below, layersLeft - 1);
    if (serial !== undefined) return serial;
  }
  return undefined;
}

/** NVMe and MMC have `device/serial`, virtio has `serial`, SATA and SAS only a page of VPD or a name. */
function serialIn(disk: string): string | undefined {
  return (
    textAt(disk, 'device/serial') ??
    textAt(disk, 'serial') ??
    textAt(disk, 'device/vpd_pg80', VPD_HEADER_CHARS) ??
    textAt(disk, 'device/wwid')
  );
}

/** Two bytes of kind, two of length. */
const VPD_HEADER_CHARS = 4;

/** Of the first card on the board by where it is wired, since names and their order change. */
function networkAddress(root: string): string | undefined {
  const net = join(root, 'sys/class/net');
  const cards = namesIn(net).flatMap((name) => {
    const at = realPath(join(net, name, 'device'));
    const isOnBoard = at !== undefined && !isPlugged(at) && !isWireless(join(net, name));
    return isOnBoard ? [{ name, at }] : [];
  });
  for (const { name } of cards.toSorted((one, other) => compare(one.at, other.at))) {
    const isOwn =
      contentAt(join(net, name, 'addr_assign_type'))?.trim() === PERMANENT &&
      contentAt(join(net, name, 'type'))?.trim() === ETHERNET;
    const address = isOwn ? textAt(join(net, name), 'address') : undefined;
    if (address !== undefined) return address;
  }
  return undefined;
}

/** An adapter that is carried from till to till is no part of any. */
function isPlugged(devicePath: string): boolean {
  return devicePath.split('/').some((step) => /^usb\d+$/.test(step));
}

/** Its address is its owner's to choose anew at every start. */
function isWireless(card: string): boolean {
  return namesIn(card).some((name) => name === 'wireless' || name === 'phy80211');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function textAt(folder: string, path: string, from = 0): string | undefined {
  const content = contentAt(join(folder, path));
  return content === undefined ? undefined : componentValue(content.slice(from));
}

/** Files of /proc and /sys say nothing of their size, and some fail while they are read. */
function contentAt(path: string, bytesMax = PART_MAX_BYTES): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(bytesMax);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.toString('latin1', 0, length);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
