import { describe, expect, it } from 'vitest';
import { FakeAcceptor, FakeDispenser } from '../test/support/fake-devices.ts';
import type { Port } from '../hardware/kit/device.ts';
import { machineOf } from './compose-machine.ts';
import { planPort } from './compose-ports.ts';
import { configSchema, type Config } from './config/config.ts';
import { EMPTY_TILL } from './core/till/till.ts';

function configOf(...currencies: readonly (string | undefined)[]): Config {
  const ports = currencies.map((currency, at) => {
    return { id: `port-${at}`, driver: 'cctalk', transport: {}, options: {}, currency };
  });
  return { ...configSchema.parse({ till: 'till-1', currency: 'EUR', ports }), folder: '.' };
}

function portOf(device: string): Port {
  const acceptor = new FakeAcceptor({ device, valuesMinor: [100] });
  const hopper = new FakeDispenser({ device: `${device}/hopper`, valueMinor: 100 });
  return { devices: [acceptor, hopper], [Symbol.asyncDispose]: () => Promise.resolve() };
}

const SITE = { currency: 'EUR', folder: '.', bus: undefined };

const PORTS = [portOf('coins'), portOf('notes')];

describe('a machine of several ports', () => {
  it('has the currency of each port, or the till’s own', () => {
    const machine = machineOf(configOf(undefined, 'USD'), PORTS, EMPTY_TILL);
    expect(machine.currencyOf('coins')).toBeUndefined();
    expect(machine.currencyOf('notes/hopper')).toBe('USD');
    expect(machineOf(configOf('EUR', 'EUR'), PORTS, EMPTY_TILL).foreignCurrencies()).toEqual([]);
  });

  it('has no device that is called as a cash box of it is', () => {
    const ports = [portOf('coins'), portOf('cashbox-usd')];
    expect(() => machineOf(configOf(undefined, 'USD'), ports, EMPTY_TILL)).toThrow(/cashbox-usd/);
    expect(() => machineOf(configOf(undefined, undefined), ports, EMPTY_TILL)).not.toThrow();
  });

  it('does not start where a place still holds cash of another currency', () => {
    const holdings = { 'notes/hopper': [{ valueMinor: 100, count: 3 }] };
    const till = { ...EMPTY_TILL, holdings, placeCurrencies: { 'notes/hopper': 'USD' } };
    expect(() => machineOf(configOf(undefined, 'USD'), PORTS, till)).not.toThrow();
    expect(() => machineOf(configOf(undefined, undefined), PORTS, till)).toThrow(
      /notes\/hopper still holds USD/,
    );
    expect(() => machineOf(configOf(undefined, 'CHF'), PORTS, till)).toThrow(/still holds USD/);
    const euros = { ...EMPTY_TILL, holdings };
    expect(() => machineOf(configOf(undefined, 'USD'), PORTS, euros)).toThrow(/still holds EUR/);
    const empty = { ...till, holdings: { 'notes/hopper': [] } };
    expect(() => machineOf(configOf(undefined, undefined), PORTS, empty)).not.toThrow();
  });
});

describe('a port whose driver is told a currency', () => {
  const options = { device: 'notes', currency: 'USD' };
  const port = {
    id: 'notes',
    driver: 'id003',
    transport: { kind: 'serial', path: '/dev/x', baudRate: 9_600 },
  };

  it('is refused as one of another', async () => {
    const plan = planPort({ ...port, options }, SITE);
    await expect(plan).rejects.toThrow(/are of USD, and the port of EUR/);
  });

  it('opens as one of that currency', async () => {
    const config = { ...port, currency: 'USD', options };
    await expect(planPort(config, SITE)).resolves.toBeTypeOf('function');
  });
});
