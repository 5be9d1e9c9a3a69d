import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deviceNameSchema, freeName } from './device-name.ts';

describe('the name of a device', () => {
  it.each(['constructor', '__proto__', 'toString', 'valueOf', 'Hopper', ''])(
    'is not %j',
    (name) => {
      expect(deviceNameSchema.safeParse(name).success).toBe(false);
    },
  );

  it.each(['hopper-50', 'constructor-1', 'proto'])('may be %j', (name) => {
    expect(deviceNameSchema.safeParse(name).success).toBe(true);
  });

  it('says why one that looks well is refused', () => {
    expect(deviceNameSchema.safeParse('constructor').error?.message).toContain('every object');
  });

  it.each(['constructor', '__proto__', 'toString'])('with no form of its own is not %j', (name) => {
    expect(freeName(z.string()).safeParse(name).success).toBe(false);
  });
});
