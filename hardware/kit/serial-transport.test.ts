import { describe, expect, it } from 'vitest';
import { eightNoneOne, serialConfigSchema, serialOptions } from './serial-transport.ts';

const FTDI = { vendorId: '0403', productId: '6001' };

describe('serial transport', () => {
  it('hands the line settings to the port, which a pseudo-terminal could not show', () => {
    expect(serialOptions({ path: '/dev/ttyUSB0', baudRate: 9_600 }, eightNoneOne)).toEqual({
      path: '/dev/ttyUSB0',
      baudRate: 9_600,
      dataBits: 8,
      stopBits: 1,
      parity: 'none',
    });
  });

  it.each([
    { kind: 'serial', path: '', baudRate: 9_600 },
    { kind: 'serial', path: '/dev/ttyS0', baudRate: 9_601 },
    { kind: 'serial', path: '/dev/ttyS0', baudRate: 9_600, parity: 'even' },
    { kind: 'tcp', path: '/dev/ttyS0', baudRate: 9_600 },
    { kind: 'serial', baudRate: 9_600 },
    { kind: 'serial', path: '/dev/ttyS0', usb: FTDI, baudRate: 9_600 },
    { kind: 'serial', usb: { vendorId: '0403' }, baudRate: 9_600 },
    { kind: 'serial', usb: { ...FTDI, vendorId: '403' }, baudRate: 9_600 },
    { kind: 'serial', usb: { ...FTDI, vendorId: 1027 }, baudRate: 9_600 },
    { kind: 'serial', usb: { ...FTDI, interface: '0' }, baudRate: 9_600 },
    { kind: 'serial', usb: { ...FTDI, path: '1-1' }, baudRate: 9_600 },
  ])('refuses %j', (config) => {
    expect(serialConfigSchema.safeParse(config).success).toBe(false);
  });
});
