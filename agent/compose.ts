/** Puts an agent together from its parts and brings it up; used by `tillwarden run` and by tests. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { drivers } from '../hardware/drivers.ts';
import type { Clock } from '../hardware/kit/clock.ts';
import type { Device, EscrowJudge, Port, ReportSink } from '../hardware/kit/device.ts';
import { createSerialTransport, serialConfigSchema } from '../hardware/kit/serial-transport.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import type { UplinkPoint } from '../sync/uplink/uplink.ts';
import { startApi } from './api/api.ts';
import { heldEntitlement } from './compose-licence.ts';
import { HubLink, joinVendor, licenceSettings, openStation } from './compose-vendor.ts';
import { readClients } from './config/clients.ts';
import { ConfigError } from './config/config-error.ts';
import type { Config, PortConfig } from './config/config.ts';
import { CASHBOX } from './core/cash/transfers.ts';
import type { JournalLine } from './core/journal-line.ts';
import type { AgentEvents } from './events.ts';
import { Machine } from './shell/machine.ts';
import { Shell, type ShellPoint } from './shell/shell.ts';
import { openDatabase, type Synchronous } from './store/database.ts';
import { lockInstance } from './store/instance-lock.ts';
import { TillStore, type StorePoint } from './store/till-store.ts';

export interface AgentParts {
  readonly config: Config;
  /** Whose signatures count here; undefined: this installation has no trust file. */
  readonly trust: TrustFile | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** Where the built cashier page lies. */
  readonly pageFolder: string;
  /** `OFF` only to show what FULL is for. */
  readonly synchronous?: Synchronous;
  /** Called at the named points at which a crash is worth trying. */
  readonly onPoint?: (point: ShellPoint | StorePoint | UplinkPoint) => void;
}

export interface Agent extends AsyncDisposable {
  /** Base URL of the local API and the cashier page. */
  readonly url: string;
  /** Rejects when the till can no longer be trusted to write down what it does. */
  readonly finished: Promise<void>;
}

/**
 * Brings the agent up. Throws `ConfigError` or `StoreError` when it cannot run; a device that is
 * not there is no reason: the agent keeps looking for it.
 */
export async function startAgent(parts: AgentParts): Promise<Agent> {
  const { config, version, clock, events, onPoint } = parts;
  // All of the configuration is looked at before anything is opened or may move money.
  const plans = await Promise.all(config.ports.map(planPort));
  const clients = readClients(config.clients);
  await using stack = new AsyncDisposableStack();
  stack.use(lockInstance(config.store));
  const database = openDatabase(config.store, parts.synchronous);
  const store = stack.use(new TillStore(database, onPoint));
  const { cursors, licensing } = store.load();
  const held = await heldEntitlement(licensing.document, parts.trust);
  const station = openStation(config, events);
  const link = new HubLink(clock);
  const built = Promise.withResolvers<Shell>();
  const report: ReportSink = async (said) => (await built.promise).report(said);
  const judge: EscrowJudge = async (escrow) => (await built.promise).judge(escrow);
  await using opened = new AsyncDisposableStack();
  const ports = plans.map((open) => opened.use(open({ clock, events, cursors, report, judge })));
  const onLines = (lines: readonly JournalLine[]): void => {
    events.linesWritten(lines);
    link.linesAppended();
  };
  const shell = stack.use(
    new Shell({
      settings: {
        version,
        till: config.till,
        licence: licenceSettings(config, { station, held, trust: parts.trust }),
        currency: config.currency,
        limits: config.places,
        idleExpiryMs: config.sale.idleExpirySeconds * 1_000,
      },
      store,
      machine: new Machine(devicesOf(ports)),
      clock,
      newId: randomUUID,
      onLines,
      hub: () => link.view(),
      ...(onPoint === undefined ? {} : { onPoint }),
    }),
  );
  // After the shell, so that the ports are closed before it: it waits for what they still do.
  stack.use(opened.move());
  built.resolve(shell);
  const faults = Promise.withResolvers<never>();
  const finished = Promise.race([shell.run(held), faults.promise]);
  finished.catch(() => undefined);
  const fail = (cause: unknown): void => faults.reject(cause);
  stack.use(await joinVendor({ ...parts, station, shell, store, link, onLines, fail }));
  const api = stack.use(
    await startApi({
      shell,
      clients,
      host: '127.0.0.1',
      port: config.api.port,
      pageFolder: parts.pageFolder,
      version,
      isDemo: parts.trust?.isDemo ?? false,
      clock,
      newId: randomUUID,
      onEvent: events.apiUsed,
      onError: events.requestFailed,
    }),
  );
  events.agentReady({ till: config.till, url: api.url });
  const running = stack.move();
  return {
    url: api.url,
    finished,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Where the built page lies in a checkout and in an installed tree. */
export function pageFolderOf(root: string): string {
  return join(root, 'dist/page');
}

interface PortSurroundings {
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly cursors: Readonly<Record<string, string>>;
  readonly report: ReportSink;
  readonly judge: EscrowJudge;
}

type OpenPort = (around: PortSurroundings) => Port;

/** Everything about a port that can be wrong is found here, with nothing open yet. */
async function planPort(config: PortConfig): Promise<OpenPort> {
  const where = `port ${config.id}`;
  const load = Object.hasOwn(drivers, config.driver) ? drivers[config.driver] : undefined;
  if (load === undefined) {
    const known = Object.keys(drivers).join(', ');
    const reason = `there is no driver ${config.driver}; use ${known}`;
    throw new ConfigError('invalid', where, { reason });
  }
  const driver = await load();
  const options = parsePart(driver.configSchema, config.options, where);
  const serial = parsePart(serialConfigSchema, config.transport, where);
  const transport = createSerialTransport(serial, driver.serialLine);
  return ({ events, ...around }) =>
    driver.openPort(options, { ...around, transport, trace: events.traced });
}

/** One name is one device, over all ports: the journal knows it by nothing else. */
function devicesOf(ports: readonly Port[]): readonly Device[] {
  const devices = ports.flatMap((port) => port.devices);
  const names = new Set([CASHBOX]);
  for (const { device } of devices) {
    const reason = `two devices, or a device and the cash box, are called ${device}`;
    if (names.has(device)) throw new ConfigError('invalid', 'ports', { reason });
    names.add(device);
  }
  return devices;
}

function parsePart<Value>(schema: z.ZodType<Value>, part: unknown, where: string): Value {
  const parsed = schema.safeParse(part);
  if (!parsed.success)
    throw new ConfigError('invalid', where, { reason: z.prettifyError(parsed.error) });
  return parsed.data;
}
