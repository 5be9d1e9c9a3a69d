import { describe, expect, it } from 'vitest';
import { cctalkConfigSchema } from './config.ts';
import type { Discovery, FoundDevice } from './discovery.ts';
import { configFromScan } from './scan-config.ts';

const NAMELESS: FoundDevice = {
  address: 9,
  category: undefined,
  manufacturer: undefined,
  product: undefined,
  firmware: undefined,
  serial: undefined,
  identifiers: [],
  occupancy: 'alone',
};

function found(...devices: readonly Partial<FoundDevice>[]): Discovery {
  const all = devices.map((one) => ({ ...NAMELESS, ...one }));
  return { echo: false, checksum: 'crc', devices: all };
}

describe('a configuration for what was found', () => {
  it.each([
    [{}, 'without a category'],
    [{ category: 'Changer' }, 'Changer is not driven'],
    [{ category: 'Payout' }, '--hopper 9='],
    [{ category: 'Payout', identifiers: ['TK001A'] }, '--hopper 9='],
    [{ category: 'Coin Acceptor' }, 'no coin identifier'],
    [{ category: 'Bill Acceptor', identifiers: ['......'] }, 'no bill identifier'],
  ])('leaves %j out and says why', (device, why) => {
    const { config, remarks } = configFromScan(found(device), new Map());
    expect(config).toMatchObject({ acceptors: [], validators: [], dispensers: [] });
    expect(remarks).toEqual([expect.stringContaining(why)]);
  });

  it('is one that the driver takes, with the mode that was heard', () => {
    const discovery = found(
      { address: 2, category: 'Coin Acceptor', identifiers: ['TK001A', 'EU005A'] },
      { address: 12, category: 'Coin Acceptor', identifiers: ['EU005A'] },
      { address: 40, category: 'Bill Acceptor', identifiers: ['EU0005A'] },
      { address: 3, category: 'Payout', identifiers: ['EU020A'], serial: 7 },
      { address: 4, category: 'Payout', identifiers: ['EU020A'] },
      { address: 5, category: 'Payout', identifiers: ['EU020A'] },
    );
    const { config, remarks } = configFromScan(discovery, new Map([[5, 100]]));
    expect(cctalkConfigSchema.parse(config)).toMatchObject({
      echo: false,
      checksum: 'crc',
      acceptors: [
        { device: 'acceptor', currencyCode: 'EU', defaultPlace: 'cashbox' },
        { device: 'acceptor-12', address: 12 },
      ],
      validators: [{ device: 'validator', address: 40 }],
      dispensers: [
        { device: 'hopper-20-at-3', valueMinor: 20, serial: 7 },
        { device: 'hopper-20-at-4', valueMinor: 20 },
        { device: 'hopper-100-at-5', valueMinor: 100 },
      ],
    });
    expect(remarks).toHaveLength(2);
    expect(remarks[0]).toContain('paths');
  });
});
