import type { z } from 'zod';
import type { ChangerSink, HidPortContext, Port, PortContext, PortSurroundings } from './device.ts';
import type { SerialLine } from './serial-options.ts';
import type { WebConfig } from './web-config.ts';
import type { WebCredentials } from './web-credentials.ts';

/** A family of devices that one protocol drives; `connection` says over what. */
export type Driver = ByteDriver | HidDriver | WebDriver;

interface AnyDriver<Config> {
  readonly family: string;
  /** Strict: what the configuration file may say about a port of this family. */
  readonly configSchema: z.ZodType<Config>;
}

/** Speaks over a pipe of bytes. */
export interface ByteDriver<Config = unknown> extends AnyDriver<Config> {
  readonly connection: 'bytes';
  /** Line settings the protocol demands, where the pipe is a serial port. */
  readonly serialLine: SerialLine;
  /** `config` must have come out of `configSchema`. Never throws for a port that cannot be opened. */
  openPort(config: Config, context: PortContext): Port;
}

/** Speaks in the reports of one HID device. */
export interface HidDriver<Config = unknown> extends AnyDriver<Config> {
  readonly connection: 'hid';
  /** Whether its reports may be looked at: never where they say what a customer buys, or a card. */
  isShown(config: Config): boolean;
  /** `config` must have come out of `configSchema`. Never throws for a device that is not there. */
  openPort(config: Config, context: HidPortContext): Port;
}

/** Speaks over HTTPS to a machine on the network. */
export interface WebDriver<Config = unknown> extends AnyDriver<Config> {
  readonly connection: 'https';
  /** `config` must have come out of `configSchema`. Never throws for a machine that is not there. */
  openPort(config: Config, context: WebContext): Port;
}

/** What a port is given that is spoken to over HTTPS. */
export interface WebContext extends PortSurroundings {
  readonly web: WebConfig;
  readonly credentials: WebCredentials;
  /** Where a whole machine tells of its jobs and of what it holds. */
  readonly tell: ChangerSink;
}
