import type { Clock } from './clock.ts';
import type { PortContext } from './device.ts';
import type { SerialLine } from './serial-options.ts';
import type { SerialConfig } from './serial-transport.ts';
import type { Transport } from './transport.ts';

/** Looks for the devices of one protocol on a port, and moves, enables and sets nothing. */
export interface Probe {
  /** Name of the driver, as the configuration has it. */
  readonly family: string;
  readonly serialLine: SerialLine;
  /** In the order in which they are tried. */
  readonly baudRates: readonly SerialConfig['baudRate'][];
  /** What answers; undefined for nobody. Only its own voice coming back is nobody. */
  find(around: ProbeSurroundings): Promise<Probed | undefined>;
}

export interface ProbeSurroundings {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Ends the search early. */
  readonly signal: AbortSignal;
}

/** What a device says of itself; what it does not say is left out. */
export interface ProbedDevice {
  readonly address?: number | undefined;
  readonly kind: string;
  readonly maker?: string | undefined;
  readonly product?: string | undefined;
  readonly firmware?: string | undefined;
  readonly serial?: string | undefined;
  readonly currency?: string | undefined;
  /** Its coins or notes, for people. */
  readonly values: readonly string[];
}

export interface Probed {
  readonly devices: readonly ProbedDevice[];
  /** What a person should know, besides the devices. */
  readonly remarks: readonly string[];
  /** Addresses at which more than one device answers. */
  readonly shared: readonly number[];
  /** What the driver has to be told of them. */
  configure(wishes: ProbeWishes): ProbedPort;
}

/** What a line cannot tell and a person has said. */
export interface ProbeWishes {
  readonly currency: string;
  /** Value in minor units of the coin of the hopper at an address. */
  readonly hopperValues: ReadonlyMap<number, number>;
  /** Value in minor units of a validator's note, by the validator's own number of it. */
  readonly noteValues: ReadonlyMap<number, number>;
  /** Makes a device's customary name one that no other device has. */
  readonly nameFor: (customary: string) => string;
}

export interface ProbedPort {
  /** Undefined when nothing that was found can be driven as things stand. */
  readonly options: object | undefined;
  readonly remarks: readonly string[];
}

/** For a driver's own line that is used to look around: no device is made, nobody is reported to. */
export function probeContext({ transport, clock }: ProbeSurroundings): PortContext {
  return {
    transport,
    clock,
    cursors: {},
    report: async () => {},
    judge: async () => 'return',
    trace: () => {},
  };
}

/** Amounts of minor units as people write them, without their currency. */
export function valueTexts(valuesMinor: Iterable<number>, minorDigits: number): readonly string[] {
  const sorted = [...new Set(valuesMinor)].toSorted((one, other) => one - other);
  return sorted.map((valueMinor) => {
    const isWhole = valueMinor % 10 ** minorDigits === 0;
    return (valueMinor / 10 ** minorDigits).toFixed(isWhole ? 0 : minorDigits);
  });
}
