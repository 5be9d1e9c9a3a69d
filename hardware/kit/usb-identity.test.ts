import { describe, expect, it } from 'vitest';
import type { SerialPortFacts } from './serial-ports.ts';
import { matchUsbPort, usbIdentityOf } from './usb-identity.ts';

const FTDI = { vendorId: '0403', productId: '6001' };

function adapter(path: string, facts: Partial<SerialPortFacts> = {}): SerialPortFacts {
  return { path, ...FTDI, ...facts };
}

describe('a USB identity that does not lead to one port', () => {
  it('waits for what is not plugged in, and says what that is', () => {
    const ports = [adapter('/dev/ttyUSB0', { serialNumber: 'A1' }), { path: '/dev/ttyS0' }];
    const match = matchUsbPort(ports, { ...FTDI, serialNumber: 'B2' });
    expect(match).toMatchObject({
      kind: 'absent',
      detail: expect.stringContaining('0403:6001 with serial number B2'),
    });
  });

  it.each([
    [{ serialNumber: 'A1' }, { serialNumber: 'B2' }, 'add "serialNumber": A1 or B2'],
    [{ interface: '00' }, { interface: '01' }, 'add "interface": 00 or 01'],
    [
      { serialNumber: 'A1', interface: '00' },
      { serialNumber: 'A1', interface: '01' },
      'add "interface": 00 or 01',
    ],
    [{}, {}, 'say "path" instead'],
    [{ serialNumber: 'SAME' }, { serialNumber: 'SAME' }, 'say "path" instead'],
  ])('is refused for two ports with both paths and what to add: %j %j', (one, other, advice) => {
    const match = matchUsbPort(
      [adapter('/dev/ttyUSB0', one), adapter('/dev/ttyUSB7', other)],
      FTDI,
    );
    if (match.kind !== 'ambiguous') throw new TypeError(match.kind);
    expect(match.detail).toContain('/dev/ttyUSB0 and /dev/ttyUSB7');
    expect(match.detail).toContain(advice);
  });
});

describe('a USB identity', () => {
  it.each([
    [
      { vendorId: '0ABC', productId: '00FF' },
      { vendorId: '0abc', productId: '00ff' },
    ],
    [
      { ...FTDI, interface: '0A' },
      { ...FTDI, interface: '0a' },
    ],
  ])('is the same in capital letters: %j', (wanted, facts) => {
    const match = matchUsbPort([{ path: '/dev/ttyACM3', ...facts }], wanted);
    expect(match).toEqual({ kind: 'found', path: '/dev/ttyACM3' });
  });

  it('is the fewest words that mean one port alone, and none for a port with a twin', () => {
    const one = adapter('/dev/ttyUSB0', { serialNumber: 'A1', interface: '00' });
    const other = adapter('/dev/ttyUSB1', { serialNumber: 'A1', interface: '01' });
    const third = adapter('/dev/ttyUSB2', { serialNumber: 'C3' });
    const ports = [one, other, third, { path: '/dev/ttyS0' }];
    expect(usbIdentityOf(third, ports)).toEqual({ ...FTDI, serialNumber: 'C3' });
    expect(usbIdentityOf(one, ports)).toEqual({ ...FTDI, serialNumber: 'A1', interface: '00' });
    expect(usbIdentityOf({ path: '/dev/ttyS0' }, ports)).toBeUndefined();
    const twins = [adapter('/dev/ttyUSB0'), adapter('/dev/ttyUSB1')];
    expect(twins.map((twin) => usbIdentityOf(twin, twins))).toEqual([undefined, undefined]);
  });
});
