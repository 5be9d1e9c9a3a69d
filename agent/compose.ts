/** Puts an agent together from its parts and brings it up; used by `tillwarden run` and by tests. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../hardware/kit/clock.ts';
import type {
  ChangerSink,
  EscrowJudge,
  Port,
  PortSurroundings,
  ReportSink,
} from '../hardware/kit/device.ts';
import type { HidBus } from '../hardware/kit/hid-bus.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import type { UplinkPoint } from '../sync/uplink/uplink.ts';
import { startApi } from './api/api.ts';
import type { ApiParts } from './api/api-parts.ts';
import { heldEntitlement } from './compose-licence.ts';
import { unsealedPlans } from './compose-plan.ts';
import { machineOf } from './compose-machine.ts';
import { tidyAfterStart } from './compose-memory.ts';
import { planPort, type OpenPort } from './compose-ports.ts';
import {
  mediumTaker,
  shellUpdates,
  updateStart,
  watchHealth,
  type AgentUpdates,
} from './compose-update.ts';
import { askForHelp, planButton } from './compose-button.ts';
import { openSupport, type TillSupport } from './compose-support.ts';
import {
  HubLink,
  joinVendor,
  licenceSettings,
  openStation,
  type LicenceFacts,
} from './compose-vendor.ts';
import { readClients } from './config/clients.ts';
import { Operators } from './config/operators.ts';
import { PLANS } from './plans/plans.ts';
import { presentMs } from './core/entitlement/clock-evidence.ts';
import type { Components } from './core/entitlement/hardware.ts';
import type { HeldDocuments } from './core/till/events.ts';
import type { Till } from './core/till/till.ts';
import { isMoneyMoving } from './core/till/update-turn.ts';
import { rightsTable } from './core/operators/rights.ts';
import type { Config } from './config/config.ts';
import { readComponents } from './hardware-identity.ts';
import type { JournalLine } from './core/journal-line.ts';
import type { AgentEvents } from './events.ts';
import { Peripherals } from './shell/peripherals.ts';
import { Shell, type ShellParts, type ShellPoint } from './shell/shell.ts';
import type { ShellSettings } from './shell/shell-settings.ts';
import { openDatabase, type Synchronous } from './store/database.ts';
import { lockFile } from './shell/file-lock.ts';
import { lockInstance } from './store/instance-lock.ts';
import type { MigrationPoint } from './store/migrations.ts';
import { TillStore, type StorePoint } from './store/till-store.ts';
import type { RecentLog } from './support/recent-log.ts';
import { startTraceServer } from './trace/trace-server.ts';

export interface AgentParts {
  readonly config: Config;
  /** Whose signatures count here; undefined: this installation has no trust file. */
  readonly trust: TrustFile | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** The last of what these events have put into the log, where somebody keeps it. */
  readonly recentLog?: Pick<RecentLog, 'text'>;
  /** Where the built cashier page lies. */
  readonly pageFolder: string;
  /** Where this computer's parts are looked up; `/` where left out. */
  readonly hardwareRoot?: string;
  /** Where HID devices are; this computer's own where left out. */
  readonly hidBus?: HidBus;
  /** Of a program that runs from an installed tree; absent: nothing can be installed beside it. */
  readonly updates?: AgentUpdates | undefined;
  /** Stands still until all garbage is collected; absent where the process has no leave for it. */
  readonly collectGarbage?: (() => void) | undefined;
  /** `OFF` only to show what FULL is for. */
  readonly synchronous?: Synchronous;
  /** Called at the named points at which a crash is worth trying. */
  readonly onPoint?: (point: MigrationPoint | ShellPoint | StorePoint | UplinkPoint) => void;
}

export interface Agent extends AsyncDisposable {
  /** Base URL of the local API and the cashier page. */
  readonly url: string;
  /** Rejects when the till can no longer be trusted to write down what it does. */
  readonly finished: Promise<void>;
  /** Resolves when another version waits to be started: the supervisor has been told which. */
  readonly makingWay: Promise<void>;
}

/**
 * Brings the agent up. Throws `ConfigError` or `StoreError` when it cannot run; a device that is
 * not there is no reason: the agent keeps looking for it.
 */
export async function startAgent(parts: AgentParts): Promise<Agent> {
  const { config, clock, events, onPoint } = parts;
  // All of the configuration is looked at before anything is opened or may move money.
  const opening = await planPorts(parts);
  const button = planButton(parts);
  const clients = readClients(config.clients);
  await using stack = new AsyncDisposableStack();
  stack.use(lockInstance(config.store));
  const database = openDatabase(config.store, parts.synchronous, onPoint);
  const store = stack.use(new TillStore(database, onPoint));
  const till = store.load();
  const components = readComponents(parts.hardwareRoot ?? '/');
  const documents = await heldDocuments(till, parts.trust, components);
  const station = openStation(config, events);
  const link = new HubLink(clock);
  const built = Promise.withResolvers<Shell>();
  await using opened = new AsyncDisposableStack();
  const watch = opened.use(await startTraceServer(config, clock, events.traceFailed));
  const { ports, peripherals, renewals } = openDevices(opening, {
    around: { clock, cursors: till.cursors },
    traceOf: (at) => watch.tracer(config.ports[at]?.id, events.traced),
    shell: built.promise,
    stack: opened,
  });
  const onLines = (lines: readonly JournalLine[]): void => {
    events.linesWritten(lines);
    link.linesAppended();
    peripherals.drawers.linesWritten(lines, (saleId) => shell.sale(saleId)?.client ?? '');
  };
  const way = Promise.withResolvers<void>();
  const machine = machineOf(config, ports, till);
  const updates = shellUpdates(parts, {
    clock,
    events,
    machine,
    station,
    hub: () => link.view(),
    nowMs: () => presentMs(shell.till.licensing.evidence, clock.wallMs()),
    onMakingWay: way.resolve,
  });
  const support = openSupport({ ...parts, station, store, renewals, watch, shell: () => shell });
  const shell = stack.use(
    buildShell(parts, {
      held: documents.held,
      station,
      store,
      machine,
      onLines,
      support,
      hub: () => link.view(),
      peripherals: () => peripherals.statuses(),
      ...(updates === undefined ? {} : { updates }),
    }),
  );
  // All of these after the shell, so that they close before it: it waits for what they still do.
  stack.use(updates);
  stack.use(support);
  stack.use(opened.move());
  built.resolve(shell);
  const faults = Promise.withResolvers<never>();
  const finished = Promise.race([shell.run(startOf(parts, documents)), faults.promise]);
  finished.catch(() => undefined);
  const around = { components, shell, store, link, onLines, fail: faults.reject };
  stack.use(await joinVendor({ ...parts, ...around, station }));
  const api = stack.use(await startApi(apiParts(parts, { shell, peripherals, clients, support })));
  stack.use(afterStart(parts, shell, faults.reject));
  stack.use(button?.({ clock, press: () => askForHelp(shell, PLANS) }));
  events.agentReady({ till: config.till, url: api.url });
  const all = stack.move();
  const until = { finished, makingWay: way.promise };
  return { url: api.url, ...until, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function afterStart(
  parts: AgentParts,
  shell: Shell,
  onFault: (cause: unknown) => void,
): DisposableStack {
  const stack = new DisposableStack();
  stack.use(watchHealth(parts, shell, onFault));
  stack.use(tidyAfterStart(parts, () => isMoneyMoving(shell.view().till)));
  return stack;
}

function startOf(parts: AgentParts, documents: HeldDocuments) {
  return { ...documents, ...updateStart(parts) };
}

type ShellNeeds = Pick<LicenceFacts, 'held' | 'station'> &
  Pick<ShellParts, 'store' | 'machine' | 'onLines' | 'support' | 'hub' | 'peripherals' | 'updates'>;

function buildShell(parts: AgentParts, { held, station, ...needs }: ShellNeeds): Shell {
  const { config, clock, onPoint, trust } = parts;
  return new Shell({
    ...needs,
    settings: settingsOf(parts, licenceSettings(config, { station, held, trust })),
    clock,
    newId: randomUUID,
    ...(onPoint === undefined ? {} : { onPoint }),
  });
}

/** What of the store was signed, looked at again. */
async function heldDocuments(
  { licensing, plans }: Till,
  trust: TrustFile | undefined,
  components: Components,
): Promise<HeldDocuments> {
  return {
    held: await heldEntitlement(licensing.document, { trust, components }),
    plans: await unsealedPlans(plans, trust),
  };
}

function planPorts({
  config: { ports, currency, folder },
  hidBus: bus,
}: AgentParts): Promise<readonly OpenPort[]> {
  return Promise.all(ports.map((port) => planPort(port, { currency, folder, bus })));
}

interface DevicesParts {
  readonly around: Pick<PortSurroundings, 'clock' | 'cursors'>;
  /** By where a port stands in the configuration. */
  readonly traceOf: (at: number) => PortSurroundings['trace'];
  /** Built once the devices are there; what they say before waits for it. */
  readonly shell: Promise<Shell>;
  readonly stack: AsyncDisposableStack;
}

interface OpenDevices {
  readonly ports: readonly Port[];
  readonly peripherals: Peripherals;
  /** By device, how its port is opened anew; none for one that has no pipe. */
  readonly renewals: ReadonlyMap<string, () => Promise<void>>;
}

function openDevices(
  openPorts: readonly OpenPort[],
  { around, traceOf, shell, stack }: DevicesParts,
): OpenDevices {
  const report: ReportSink = async (said) => {
    const running = await shell;
    peripherals.note(said);
    await running.report(said);
  };
  const judge: EscrowJudge = async (escrow) => (await shell).judge(escrow);
  const tell: ChangerSink = async (said) => (await shell).reportChanger(said);
  const renewals = new Map<string, () => Promise<void>>();
  const ports = openPorts.map((open, at) => {
    const renewable: (() => Promise<void>)[] = [];
    const onRenewable = (renew: () => Promise<void>): unknown => renewable.push(renew);
    const context = { ...around, report, judge, tell, trace: traceOf(at), onRenewable };
    const port = stack.use(open(context));
    const [renew] = renewable;
    for (const { device } of [...port.devices, ...(port.peripherals ?? [])]) {
      if (renew !== undefined) renewals.set(device, renew);
    }
    return port;
  });
  const peripherals = stack.use(
    new Peripherals({
      devices: ports.flatMap((port) => port.peripherals ?? []),
      clock: around.clock,
      tell: async (request) => (await shell).tell(request),
    }),
  );
  return { ports, peripherals, renewals };
}

type ApiNeeds = Pick<ApiParts, 'shell' | 'peripherals' | 'clients'> & {
  readonly support: TillSupport;
};

function apiParts(parts: AgentParts, { support, ...needs }: ApiNeeds): ApiParts {
  const { config, version, clock, events, pageFolder, trust, updates } = parts;
  return {
    ...needs,
    book: new Operators({
      path: config.operators.file,
      lock: () => lockFile(config.operators.file, clock),
      onUnusable: events.operatorsUnusable,
      onBarred: events.operatorsBarred,
    }),
    host: '127.0.0.1',
    port: config.api.port,
    pageFolder,
    plans: PLANS,
    writeLogs: support.writeLogs,
    version,
    isDemo: trust?.isDemo ?? false,
    ...(updates === undefined ? {} : { takeMedium: mediumTaker(trust, needs.shell) }),
    clock,
    newId: randomUUID,
    onEvent: events.apiUsed,
    onError: events.requestFailed,
  };
}

function settingsOf(
  { config, version }: AgentParts,
  licence: ShellSettings['licence'],
): ShellSettings {
  return {
    version,
    till: config.till,
    licence,
    currency: config.currency,
    limits: config.places,
    cashRounding: config.sale.cashRounding,
    operators: { ...config.operators, rights: rightsTable(config.operators.rights) },
    idleExpiryMs: config.sale.idleExpirySeconds * 1_000,
  };
}

/** Where the built page lies in a checkout and in an installed tree. */
export function pageFolderOf(root: string): string {
  return join(root, 'dist/page');
}
