/** A hub as a process, over real sockets and a real disk, for killing and asking. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { StationAccount } from '../../sync/hub/store/fleet-view.ts';
import { JsonProcess } from './json-process.ts';
import { wholeProgram } from './whole-program.ts';

const NODE = process.execPath;

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command, such as strace and its options. */
  readonly under?: readonly string[];
}

export class RealHub {
  readonly folder: string;
  #process: JsonProcess | undefined;
  #port = '0';

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get process(): JsonProcess {
    if (this.#process === undefined) throw new TypeError('the hub is not started');
    return this.#process;
  }

  /** On the port it had before, if it ran before. */
  async start({ env = {}, under = [] }: ProcessOptions = {}): Promise<void> {
    const command = [...under, NODE, wholeProgram('crash-hub')] as unknown as [string, ...string[]];
    const surroundings = { HUB_FOLDER: this.folder, HUB_PORT: this.#port, ...env };
    this.#process = new JsonProcess('the hub', command, surroundings);
    const { url } = await this.#process.line('it is ready', ({ kind }) => kind === 'hub-ready');
    this.#port = new URL(String(url)).port;
  }

  /** Ends it as a service manager does, also when it runs under another program. */
  async stop(): Promise<void> {
    const { pid } = this.process.child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    process.kill(children === '' ? Number(pid) : Number(children.split(' ')[0]), 'SIGTERM');
    await this.process.ended;
  }

  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
  }

  async makeCode(): Promise<string> {
    await using office = await this.office();
    return await office.makeCode({ name: 'Till 1', site: 'shop', validMs: 60_000 });
  }

  async account(station: string): Promise<StationAccount> {
    await using office = await this.office();
    const account = await office.account(station);
    if (account === undefined) throw new TypeError('the hub does not know the station');
    return account;
  }

  office(): Promise<HubOffice> {
    return HubOffice.open(this.folder, { nowMs: () => Date.now(), randomBytes });
  }
}
