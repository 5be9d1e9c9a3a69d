import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  layCard,
  layHardware,
  layLink,
  layPart,
  layRootMount,
  TILL_HARDWARE,
} from '../test/support/fake-hardware.ts';
import { readComponents } from './hardware-identity.ts';

const root = mkdtempSync(join(tmpdir(), 'tillwarden-hardware-'));
const PCI = 'sys/devices/pci0000:00';

beforeEach(() => layHardware(root, {}));

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a computer', () => {
  it('with all its parts says what each of them says', () => {
    layHardware(root, { ...TILL_HARDWARE, endorsementKey: 'AB 12 34 CD' });
    expect(readComponents(root)).toEqual({
      'machine-id': '4b7f0e1c2d3a49d88f6e5a4b3c2d1e0f',
      'product-uuid': '4c4c4544-0051-3610-8052-b4c04f4e3232',
      'board-serial': '/6q6r2n2/cnpec0089q02fa/',
      'root-disk-serial': 's4evnx0n123456',
      'network-address': '00:1b:21:3c:4d:5e',
      'tpm-endorsement-key': 'ab 12 34 cd',
    });
  });

  it('of which nothing can be read has no parts', () => {
    expect(readComponents(root)).toEqual({});
    expect(readComponents(join(root, 'nowhere'))).toEqual({});
  });

  it('whose files are folders, links in a circle or no text has no parts', () => {
    layLink(root, 'etc/machine-id', 'etc/folder');
    layLink(root, 'sys/class/dmi/id/product_uuid', 'sys/a');
    layRootMount(root, '8:1', `${PCI}/sda/sda1`);
    layLink(root, `${PCI}/sda/sda1/slaves/sda1`, `${PCI}/sda/sda1`);
    writeFileSync(join(root, 'etc/passwd'), Buffer.from([0, 255, 0]));
    expect(readComponents(root)).toEqual({});
  });

  it('whose parts say what many say has none of them', () => {
    layHardware(root, {
      machineId: 'uninitialized',
      productUuid: '03000200-0400-0500-0006-000700080009',
      boardSerial: 'To be filled by O.E.M.',
      diskSerial: '00000000',
      networkAddress: '00:00:00:00:00:00',
      endorsementKey: '-',
    });
    expect(readComponents(root)).toEqual({});
  });

  it('without SMBIOS has the serial number of its device tree', () => {
    layPart(root, 'proc/device-tree/serial-number', '10000000a1b2c3d4\0');
    expect(readComponents(root)).toEqual({ 'board-serial': '10000000a1b2c3d4' });
  });
});

describe('the disk of the root file system', () => {
  it.each([
    ['an MMC card', 'mmc0/mmc0:0001/block/mmcblk0/device/serial', '0x3a4f0c11'],
    ['a virtio disk', 'virtio1/block/vda/serial', 'disk-7f21'],
    ['a SATA disk', 'ata1/block/sda/device/vpd_pg80', '\0\x80\0\x08wd-wx41a'],
    ['a disk with a name alone', 'ata1/block/sda/device/wwid', 't10.ata 77aa'],
  ])('is %s', (_, path, said) => {
    const [place = '', name = '', file = ''] = path.split(/(?<=\/block\/)(\w+)\//);
    const disk = `${PCI}/${place}${name}`;
    layPart(root, `${disk}/${file}`, said);
    layRootMount(root, '8:1', `${disk}/${name}1`);
    const serial = said.slice(said.lastIndexOf('\b') + 1);
    expect(readComponents(root)).toEqual({ 'root-disk-serial': serial });
  });

  it('is the one that an encrypted volume lies on', () => {
    const disk = `${PCI}/ata1/block/sda`;
    layPart(root, `${disk}/device/wwid`, 'naa.5002538e40a1');
    layLink(root, 'sys/devices/virtual/block/dm-1/slaves/dm-0', 'sys/devices/virtual/block/dm-0');
    layLink(root, 'sys/devices/virtual/block/dm-0/slaves/sda3', `${disk}/sda3`);
    layRootMount(root, '253:1', 'sys/devices/virtual/block/dm-1');
    expect(readComponents(root)).toEqual({ 'root-disk-serial': 'naa.5002538e40a1' });
  });
});

describe('the network address', () => {
  it('is that of the first card on the board, whatever the cards are called', () => {
    layCard(root, { name: 'aaa', at: `${PCI}/0000:00:02.0`, address: '00:1b:21:00:00:02' });
    layCard(root, { name: 'zzz', at: `${PCI}/0000:00:01.0`, address: '00:1b:21:00:00:01' });
    expect(readComponents(root)).toEqual({ 'network-address': '00:1b:21:00:00:01' });
  });

  it.each([
    ['plugged in over USB', `${PCI}/0000:00:14.0/usb1/1-3/1-3:1.0`, '0'],
    ['one that somebody has set', `${PCI}/0000:00:01.0`, '3'],
    ['one that is made up', `${PCI}/0000:00:01.0`, '1'],
  ])('is not %s', (_, at, assigned) => {
    layCard(root, { name: 'eth0', at, address: '00:1b:21:00:00:01', assigned });
    expect(readComponents(root)).toEqual({});
  });

  it('is not one of a radio, which chooses another at every start', () => {
    const at = `${PCI}/0000:00:01.0`;
    layCard(root, { name: 'wlan0', at, address: '00:1b:21:00:00:01' });
    layPart(root, `${at}/net/wlan0/phy80211/name`, 'phy0');
    expect(readComponents(root)).toEqual({});
    layCard(root, { name: 'eth0', at: `${PCI}/0000:00:02.0`, address: '00:1b:21:00:00:02' });
    expect(readComponents(root)).toEqual({ 'network-address': '00:1b:21:00:00:02' });
  });

  it('is not one of an interface without a card', () => {
    layPart(root, 'sys/class/net/br0/address', '00:1b:21:00:00:01');
    layPart(root, 'sys/class/net/br0/addr_assign_type', '0');
    layPart(root, 'sys/class/net/br0/type', '1');
    expect(readComponents(root)).toEqual({});
  });
});
