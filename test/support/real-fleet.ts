/** A hub and a till as processes, over real sockets and real disks, for killing either. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { StationAccount } from '../../sync/hub/store/fleet-view.ts';
import { JsonProcess } from './json-process.ts';
import { enrolFolder } from './uplink-till.ts';

const NODE = process.execPath;
const HUB = join(import.meta.dirname, 'crash-hub.ts');
const TILL = join(import.meta.dirname, 'crash-uplink.ts');
const LINES_MAX = 500;

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command, such as strace and its options. */
  readonly under?: readonly string[];
}

export class RealFleet implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-fleet-'));
  readonly hubFolder = join(this.folder, 'hub');
  readonly tillFolder = join(this.folder, 'till');
  station = '';
  #hub: JsonProcess | undefined;
  #till: JsonProcess | undefined;
  #port = '0';

  /** A running hub and a till that is enrolled there, and not started yet. */
  static async start(options: ProcessOptions = {}): Promise<RealFleet> {
    const fleet = new RealFleet();
    mkdirSync(fleet.hubFolder);
    mkdirSync(fleet.tillFolder);
    await fleet.startHub(options);
    await using office = await fleet.#office();
    const code = await office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
    fleet.station = await enrolFolder(fleet.tillFolder, `http://127.0.0.1:${fleet.#port}`, code);
    return fleet;
  }

  get hub(): JsonProcess {
    if (this.#hub === undefined) throw new TypeError('the hub is not started');
    return this.#hub;
  }

  get till(): JsonProcess {
    if (this.#till === undefined) throw new TypeError('the till is not started');
    return this.#till;
  }

  async startHub({ env = {}, under = [] }: ProcessOptions = {}): Promise<void> {
    const command = [...under, NODE, HUB] as unknown as [string, ...string[]];
    const surroundings = { HUB_FOLDER: this.hubFolder, HUB_PORT: this.#port, ...env };
    this.#hub = new JsonProcess('the hub', command, surroundings);
    const { url } = await this.#hub.line('it is ready', ({ kind }) => kind === 'hub-ready');
    this.#port = new URL(String(url)).port;
  }

  /** Ends the hub as a service manager does, also when it runs under another program. */
  async stopHub(): Promise<void> {
    const { pid } = this.hub.child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    process.kill(children === '' ? Number(pid) : Number(children.split(' ')[0]), 'SIGTERM');
    await this.hub.ended;
  }

  async startTill({ env = {} }: ProcessOptions = {}): Promise<void> {
    this.#till = new JsonProcess('the till', [NODE, TILL], {
      TILL_FOLDER: this.tillFolder,
      ...env,
    });
    await this.#till.line('it is ready', ({ kind }) => kind === 'ready');
  }

  async append(name: string, count: number): Promise<void> {
    const said = this.till.line(`it has ${name}`, (line) => line['name'] === name);
    this.till.say(`append ${name} ${count}`);
    await said;
  }

  /** Waits until the till has heard that the hub holds all there is. */
  async shipped(): Promise<void> {
    const head = this.tillHead();
    if (head === (await this.account()).branches.at(-1)?.durableTo) return;
    await this.till.line(`line ${head} is acknowledged`, ({ kind, durableTo }) => {
      return ['lines-acknowledged', 'hub-connected'].includes(String(kind)) && durableTo === head;
    });
  }

  async account(): Promise<StationAccount> {
    await using office = await this.#office();
    const account = await office.account(this.station);
    if (account === undefined) throw new TypeError('the hub does not know the station');
    return account;
  }

  /** The devices' names of the newest lines at the hub, oldest first: what was sold, in its order. */
  async namesAtHub(): Promise<readonly string[]> {
    await using office = await this.#office();
    const lines = await office.latestLines(this.station, ['cash-inserted']);
    return lines.toReversed().map(({ body }) => (body as { device: string }).device);
  }

  namesAtTill(): readonly string[] {
    using store = new TillStore(openDatabase(join(this.tillFolder, 'till.db')));
    const names = [...store.linesAfter(0)].map(({ body }) => (body as { device: string }).device);
    return names.slice(-LINES_MAX);
  }

  tillHead(): number {
    using store = new TillStore(openDatabase(join(this.tillFolder, 'till.db')));
    return store.head.seq;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#till?.kill('SIGKILL');
    await this.#hub?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #office(): Promise<HubOffice> {
    return HubOffice.open(this.hubFolder, { nowMs: () => Date.now(), randomBytes });
  }
}
