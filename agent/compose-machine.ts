/** From the ports that are open to the one cash machine that the till knows. */
import type { Device, Port } from '../hardware/kit/device.ts';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './config/config.ts';
import { foreignOf } from './core/cash/currency.ts';
import { CASHBOX, cashboxOf } from './core/cash/transfers.ts';
import { misplacedCash, type Till } from './core/till/till.ts';
import { Machine } from './shell/machine.ts';

/**
 * The devices of all ports, each of its currency. Throws `ConfigError` where a name is given twice,
 * or a place still holds cash of another currency than the configuration says now.
 */
export function machineOf(config: Config, ports: readonly Port[], till: Till): Machine {
  const foreign = ports.flatMap(({ devices }, at) => {
    const currency = foreignOf(config.ports[at]?.currency, config.currency);
    if (currency === undefined) return [];
    return devices.map(({ device, kind }) => {
      if (kind === 'cash-changer') throw wholeMachineOf(device, currency);
      return [device, currency] as const;
    });
  });
  const machine = new Machine(
    devicesOf(ports, [CASHBOX, ...foreign.map(([, currency]) => cashboxOf(currency))]),
    Object.fromEntries(foreign),
  );
  const misplaced = misplacedCash(till, machine.places());
  if (misplaced === undefined) return machine;
  const { place, currency = config.currency } = misplaced;
  const reason = `${place} still holds ${currency}; take that out and count it before its port changes currency`;
  throw new ConfigError('invalid', 'ports', { reason });
}

function wholeMachineOf(device: string, currency: string): ConfigError {
  const reason = `${device} is a whole machine, which works in the till's own currency and not in ${currency}`;
  return new ConfigError('invalid', 'ports', { reason });
}

/** One name is one device, over all ports: the journal knows it by nothing else. */
function devicesOf(ports: readonly Port[], cashboxes: readonly string[]): readonly Device[] {
  const devices = ports.flatMap((port) => port.devices);
  const names = new Set(cashboxes);
  const all = [...devices, ...ports.flatMap((port) => port.peripherals ?? [])];
  for (const { device } of all) {
    const reason = `two devices, or a device and a cash box, are called ${device}`;
    if (names.has(device)) throw new ConfigError('invalid', 'ports', { reason });
    names.add(device);
  }
  return onlyMachine(devices);
}

/** A whole machine takes all cash and pays all change: beside others nobody could say who pays. */
function onlyMachine(devices: readonly Device[]): readonly Device[] {
  const machine = devices.find(({ kind }) => kind === 'cash-changer');
  const other = devices.find((device) => device !== machine);
  if (machine === undefined || other === undefined) return devices;
  const reason =
    `${machine.device} is a whole machine that takes cash and pays change by itself; ` +
    `this till also has ${other.device}: keep the machine, or the other devices, not both`;
  throw new ConfigError('invalid', 'ports', { reason });
}
