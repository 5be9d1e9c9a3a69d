/** A whole till on fake devices, behind its real API on a port of its own. */
import { createHash, randomUUID } from 'node:crypto';
import { startApi } from '../../agent/api/api.ts';
import type { ApiEvent, ApiParts } from '../../agent/api/api-parts.ts';
import type { StatusView } from '../../agent/api/schema.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { VendorRequest } from '../../agent/core/till/events.ts';
import { Machine } from '../../agent/shell/machine.ts';
import { Peripherals } from '../../agent/shell/peripherals.ts';
import { Shell } from '../../agent/shell/shell.ts';
import type { ShellSupport } from '../../agent/shell/support-executors.ts';
import type { ShellUpdates } from '../../agent/shell/update-executors.ts';
import type { LicenceSettings } from '../../agent/shell/shell-settings.ts';
import { PLANS } from '../../agent/plans/plans.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import type { Peripheral } from '../../hardware/kit/device-peripheral.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { FakeBook, PINS } from './fake-book.ts';
import { UNLICENSED } from './licence-settings.ts';
import { testEntitlement } from './test-vendor.ts';
import { FakeAcceptor, FakeDispenser } from './fake-devices.ts';
import type { LevelLimits } from '../../agent/core/cash/levels.ts';
import type { OperatorRole } from '../../agent/core/operators/operator.ts';
import { DEFAULT_RULES, type OperatorRules } from '../../agent/core/operators/rights.ts';

export const POS_TOKEN = 'pos-token-0123456789';
export const PAGE_TOKEN = 'page-token-0123456789';

const IDLE_EXPIRY_MS = 180_000;
const COINS_MINOR = [10, 20, 50, 100, 200];
const HOPPERS_MINOR = [10, 20, 50, 100];
const FILL_COUNT = 30;
const WAIT_LIMIT_MS = 5_000;
const WAIT_STEP_MS = 5;

export interface ApiTill extends AsyncDisposable {
  readonly url: string;
  readonly shell: Shell;
  readonly peripherals: Peripherals;
  readonly acceptor: FakeAcceptor;
  /** By value in minor units. */
  readonly hoppers: ReadonlyMap<number, FakeDispenser>;
  readonly events: readonly ApiEvent[];
  readonly faults: readonly unknown[];
  /** Stops the API alone, as a crash or an update would; `start` brings it back on the same port. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** Every line written so far. */
  lines(): readonly JournalLine[];
  /** Starts a sale of the client `pos`; gives its id. */
  sell(amountDueMinor: number): Promise<string>;
  /** Fills every hopper, so that all change can be paid. */
  fill(): Promise<void>;
  readonly book: FakeBook;
  /** Signs somebody of that role in; gives the header to send along. */
  signIn(role: OperatorRole, token?: string): Promise<Record<string, string>>;
  status(): Promise<StatusView>;
  /** Waits until the status is as asked. */
  until(isThere: (status: StatusView) => boolean): Promise<StatusView>;
}

export type ApiTillOptions = Partial<
  Pick<
    ApiParts,
    | 'pageFolder'
    | 'clock'
    | 'port'
    | 'shell'
    | 'isDemo'
    | 'book'
    | 'version'
    | 'takeMedium'
    | 'writeLogs'
  >
> & {
  /** Without it the till has a licence, under which maintenance does not end. */
  readonly licence?: LicenceSettings;
  readonly onLines?: (lines: readonly JournalLine[]) => void;
  /** Beside the usual ones. */
  readonly operators?: Partial<OperatorRules>;
  /** Devices of USD, beside the usual ones. */
  readonly usdDevices?: readonly (FakeAcceptor | FakeDispenser)[];
  /** Those that are no part of the cash machine. */
  readonly devices?: readonly Peripheral[];
  /** The hoppers have a cashbox below them. */
  readonly canCollect?: boolean;
  /** What is said of places: how full, and their start float. */
  readonly limits?: Readonly<Record<string, LevelLimits>>;
  /** The till runs from an installed tree. */
  readonly updates?: ShellUpdates;
  /** What a technician can be shown. */
  readonly support?: ShellSupport;
  /** Told of each client the API takes for alive. */
  readonly watchClient?: (client: string) => void;
};

const LICENCE: VendorRequest = {
  kind: 'entitlement-offered',
  entitlement: testEntitlement({ maintenance: [{ from: '2026-11-22', to: '2999-11-22' }] }),
  document: 'sealed',
  source: 'file',
};

/** Starts it; the devices are up, and the hoppers are empty. */
export async function startApiTill(options: ApiTillOptions = {}): Promise<ApiTill> {
  const acceptor = new FakeAcceptor({
    device: 'coins',
    valuesMinor: COINS_MINOR,
    places: Object.fromEntries(HOPPERS_MINOR.map((value) => [value, `hopper-${value}`])),
  });
  const hoppers = new Map(
    HOPPERS_MINOR.map((valueMinor) => [
      valueMinor,
      new FakeDispenser({
        device: `hopper-${valueMinor}`,
        valueMinor,
        canCollect: options.canCollect ?? false,
      }),
    ]),
  );
  const written: JournalLine[] = [];
  const store = new TillStore(openDatabase(':memory:', 'OFF'));
  const usd = options.usdDevices ?? [];
  const cash = [acceptor, ...hoppers.values(), ...usd];
  const machine = new Machine(cash, Object.fromEntries(usd.map(({ device }) => [device, 'USD'])));
  const peripherals = new Peripherals({
    devices: options.devices ?? [],
    clock: systemClock,
    tell: (request) => shell.tell(request),
  });
  const shell = new Shell({
    settings: {
      version: options.version ?? '0.0.0-test',
      till: 'test-till',
      licence: options.licence ?? { ...UNLICENSED, vendor: 'Test Vendor' },
      currency: 'EUR',
      idleExpiryMs: IDLE_EXPIRY_MS,
      limits: options.limits ?? {},
      operators: { ...DEFAULT_RULES, ...options.operators },
    },
    store,
    machine,
    clock: options.clock ?? systemClock,
    newId: randomUUID,
    peripherals: () => peripherals.statuses(),
    ...(options.updates === undefined ? {} : { updates: options.updates }),
    ...(options.support === undefined ? {} : { support: options.support }),
    onLines: (lines) => {
      written.push(...lines);
      options.onLines?.(lines);
      peripherals.drawers.linesWritten(lines, (saleId) => shell.sale(saleId)?.client ?? '');
    },
  });
  const running = shell.run();
  if (options.licence === undefined) await shell.tell(LICENCE);
  for (const device of cash) {
    await device.connect((report) => shell.report(report));
  }
  const book = new FakeBook();
  const events: ApiEvent[] = [];
  const faults: unknown[] = [];
  const parts: ApiParts = {
    shell: watched(shell, options.watchClient),
    peripherals,
    clients: [
      { name: 'pos', tokenSha256Hex: sha256Hex(POS_TOKEN) },
      { name: 'page', tokenSha256Hex: sha256Hex(PAGE_TOKEN) },
    ],
    book,
    host: '127.0.0.1',
    port: 0,
    pageFolder: undefined,
    plans: PLANS,
    version: '0.0.0-test',
    isDemo: false,
    clock: systemClock,
    newId: randomUUID,
    onEvent: (event) => events.push(event),
    onError: (cause) => faults.push(cause),
    ...options,
  };
  let api = await startApi(parts);
  const { url } = api;
  const status = async (): Promise<StatusView> => {
    const response = await fetch(`${url}/v1/status`, { headers: authorised() });
    return (await response.json()) as StatusView;
  };
  return {
    url,
    shell,
    peripherals,
    acceptor,
    hoppers,
    events,
    faults,
    async stopApi() {
      await api[Symbol.asyncDispose]();
    },
    async startApi() {
      api = await startApi({ ...parts, port: Number(new URL(url).port) });
    },
    lines: () => written,
    async sell(amountDueMinor) {
      const response = await fetch(`${url}/v1/sales`, {
        method: 'POST',
        headers: {
          ...authorised(),
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ amountDueMinor, currency: 'EUR' }),
      });
      const { saleId } = (await response.json()) as { saleId: string };
      return saleId;
    },
    async fill() {
      for (const { device, valueMinor } of hoppers.values()) {
        await shell.ask({
          kind: 'fill-entered',
          place: device,
          added: [{ valueMinor, count: FILL_COUNT }],
          client: 'test',
        });
      }
    },
    book,
    signIn: (role, token = POS_TOKEN) => signedInAs(url, role, token),
    status,
    until: (isThere) => untilStatus(status, isThere),
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await shell[Symbol.asyncDispose]();
      await running;
      peripherals[Symbol.dispose]();
      store[Symbol.dispose]();
    },
  };
}

function watched(shell: Shell, watchClient?: (client: string) => void): ApiParts['shell'] {
  return {
    ask: (request) => shell.ask(request),
    knows: (request) => shell.knows(request),
    view: () => shell.view(),
    sale: (saleId) => shell.sale(saleId),
    sales: (filter) => shell.sales(filter),
    cashOperation: (operationId) => shell.cashOperation(operationId),
    cashOperations: (client) => shell.cashOperations(client),
    shiftReports: () => shell.shiftReports(),
    directCommands: (device) => shell.directCommands(device),
    subscribe: (listener) => shell.subscribe(listener),
    noteClient: (client) => {
      watchClient?.(client);
      shell.noteClient(client);
    },
  };
}

export function authorised(token: string = POS_TOKEN): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function signedInAs(
  url: string,
  role: OperatorRole,
  token: string,
): Promise<Record<string, string>> {
  const response = await fetch(`${url}/v1/operators/sign-in`, {
    method: 'POST',
    headers: { ...authorised(token), 'content-type': 'application/json' },
    body: JSON.stringify({ operatorId: role, pin: PINS[role] }),
  });
  const session = (await response.json()) as { token: string };
  return { 'x-tillwarden-operator': session.token };
}

async function untilStatus(
  read: () => Promise<StatusView>,
  isThere: (status: StatusView) => boolean,
): Promise<StatusView> {
  const endMs = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    const status = await read();
    if (isThere(status)) return status;
    if (performance.now() > endMs) throw new Error(`not reached: ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, WAIT_STEP_MS));
  }
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
