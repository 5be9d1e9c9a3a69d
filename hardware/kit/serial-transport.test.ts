import { describe, expect, it } from 'vitest';
import { eightNoneOne, serialConfigSchema, serialOptions } from './serial-transport.ts';

describe('serial transport', () => {
  it('hands the line settings to the port, which a pseudo-terminal could not show', () => {
    const config = serialConfigSchema.parse({
      kind: 'serial',
      path: '/dev/ttyUSB0',
      baudRate: 9_600,
    });
    expect(serialOptions(config, eightNoneOne)).toEqual({
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
  ])('refuses %j', (config) => {
    expect(serialConfigSchema.safeParse(config).success).toBe(false);
  });
});
