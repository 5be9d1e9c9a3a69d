/** A hub and a till as processes, over real sockets and real disks, for killing either. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import type { StationAccount } from '../../sync/hub/store/fleet-view.ts';
import { JsonProcess } from './json-process.ts';
import { RealHub, type ProcessOptions } from './real-hub.ts';
import { enrolFolder } from './uplink-till.ts';
import { wholeProgram } from './whole-program.ts';

const NODE = process.execPath;
const LINES_MAX = 500;

export class RealFleet implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-fleet-'));
  readonly tillFolder = join(this.folder, 'till');
  readonly #realHub = new RealHub(join(this.folder, 'hub'));
  station = '';
  #till: JsonProcess | undefined;

  /** A running hub and a till that is enrolled there, and not started yet. */
  static async start(options: ProcessOptions = {}): Promise<RealFleet> {
    const fleet = new RealFleet();
    mkdirSync(fleet.tillFolder);
    await fleet.startHub(options);
    const code = await fleet.#realHub.makeCode();
    fleet.station = await enrolFolder(fleet.tillFolder, fleet.#realHub.url, code);
    return fleet;
  }

  get hub(): JsonProcess {
    return this.#realHub.process;
  }

  get till(): JsonProcess {
    if (this.#till === undefined) throw new TypeError('the till is not started');
    return this.#till;
  }

  startHub(options: ProcessOptions = {}): Promise<void> {
    return this.#realHub.start(options);
  }

  stopHub(): Promise<void> {
    return this.#realHub.stop();
  }

  async startTill({ env = {} }: ProcessOptions = {}): Promise<void> {
    this.#till = new JsonProcess('the till', [NODE, wholeProgram('crash-uplink')], {
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

  account(): Promise<StationAccount> {
    return this.#realHub.account(this.station);
  }

  /** The devices' names of the newest lines at the hub, oldest first: what was sold, in its order. */
  async namesAtHub(): Promise<readonly string[]> {
    await using office = await this.#realHub.office();
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
    await this.#realHub.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
