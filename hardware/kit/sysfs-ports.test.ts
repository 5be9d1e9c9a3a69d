import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listSysfsPorts } from './sysfs-ports.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sysfs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), `${text}\n`);
}

function tty(name: string, device: string): void {
  mkdirSync(join(folder, 'class', name), { recursive: true });
  mkdirSync(join(folder, device), { recursive: true });
  symlinkSync(join(folder, device), join(folder, 'class', name, 'device'));
}

it('finds nothing, and does not fail, where there is no such folder', async () => {
  expect(await listSysfsPorts(join(folder, 'nowhere'))).toEqual([]);
});

it('reads what a port is from the kernel, for an adapter as for a device that is a port itself', async () => {
  mkdirSync(join(folder, 'class', 'console'), { recursive: true });
  file('usb/1-1/idVendor', '0403');
  file('usb/1-1/idProduct', '6001');
  file('usb/1-1/serial', 'A1B2');
  file('usb/1-1/manufacturer', 'FTDI');
  file('usb/1-1/1-1:1.0/bInterfaceNumber', '00');
  tty('ttyUSB0', 'usb/1-1/1-1:1.0/ttyUSB0');
  file('usb/1-2/idVendor', '191c');
  file('usb/1-2/idProduct', '4104');
  file('usb/1-2/1-2:1.2/bInterfaceNumber', '02');
  tty('ttyACM0', 'usb/1-2/1-2:1.2');
  tty('ttyS0', 'pnp/00:01');
  file('class/ttyS0/type', '4');
  tty('ttyS1', 'platform/serial8250');
  file('class/ttyS1/type', '0');
  expect(await listSysfsPorts(join(folder, 'class'))).toEqual([
    {
      path: '/dev/ttyACM0',
      vendorId: '191c',
      productId: '4104',
      serialNumber: undefined,
      manufacturer: undefined,
      interface: '02',
    },
    { path: '/dev/ttyS0' },
    {
      path: '/dev/ttyUSB0',
      vendorId: '0403',
      productId: '6001',
      serialNumber: 'A1B2',
      manufacturer: 'FTDI',
      interface: '00',
    },
  ]);
});
