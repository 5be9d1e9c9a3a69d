import type { z } from 'zod';
import type { Port, PortContext } from './device.ts';
import type { SerialLine } from './serial-transport.ts';

/** A family of devices that one protocol drives. */
export interface Driver<Config = unknown> {
  readonly family: string;
  /** Line settings the protocol demands, where the port is a serial one. */
  readonly serialLine: SerialLine;
  /** Strict: what the configuration file may say about a port of this family. */
  readonly configSchema: z.ZodType<Config>;
  /** `config` must have come out of `configSchema`. Never throws for a port that cannot be opened. */
  openPort(config: Config, context: PortContext): Port;
}
