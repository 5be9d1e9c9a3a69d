import { Alarm } from '../../kit/alarm.ts';
import type { DeviceState, PortContext } from '../../kit/device.ts';
import { Acceptance } from './acceptance.ts';
import { chooseCoins, type Pieces } from './coin-choice.ts';
import { command, COMMAND } from './commands.ts';
import { dispenserName, isNoteUnit, type SspConfig, type UnitConfig } from './config.ts';
import { DeviceReporter, untilRefused } from '../../kit/device-reporter.ts';
import type { PollEvent } from './events.ts';
import type { SspLine } from './line.ts';
import { UnitTalk } from './machine.ts';
import { identifyUnit, setRoutes } from './setup.ts';
import { Stock } from './stock.ts';
import { UnitError } from './unit-error.ts';
import { UnitPoller, type PollerOptions } from './unit-poller.ts';

/** What the units of one port share. */
export interface PortParts {
  readonly line: SspLine;
  readonly config: SspConfig;
  readonly context: PortContext;
}

export type Performed<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  /** `isWritten` false: the command under way has not left, nor has any before it that matters. */
  | { readonly kind: 'lost'; readonly detail: string };

interface Job {
  run(talk: UnitTalk): Promise<void>;
  giveUp(detail: string): void;
}

/** How long to leave alone a unit that does not answer or is not to be used. */
const RETRY_MS = 1_000;
/** Polls in which a unit may tell what has happened before it is set up all the same. */
const STARTUP_POLLS_MAX = 40;
/** Orders waiting; more means that somebody asks without awaiting. */
const JOBS_MAX = 32;

/**
 * One unit, from its identification to the next time that something goes wrong with it, over and
 * over. All talk to it goes through one loop: polls, what it may take, and the jobs of its dispensers
 * in their turn.
 */
export class SspUnit {
  readonly config: UnitConfig;
  readonly port: SspConfig;
  readonly line: SspLine;
  readonly poller: UnitPoller;
  readonly acceptance: Acceptance;
  readonly stock: Stock;
  readonly #reporters: readonly DeviceReporter[];
  readonly #alarm: Alarm;
  readonly #jobs: Job[] = [];
  /** Pieces of each value that have been credited, or were there before. */
  #accounted: ReadonlyMap<number, number> = new Map();
  #serial: number | undefined;
  #isStockStale = true;
  #isReady = false;
  #isDisposed = false;

  constructor(config: UnitConfig, { line, config: port, context }: PortParts) {
    this.config = config;
    this.port = port;
    this.line = line;
    this.stock = new Stock(config);
    const names = deviceNames(config);
    this.#reporters = names.map((name) => new DeviceReporter(name, context.report));
    const [name = config.device] = names;
    const [reporter = new DeviceReporter(name, context.report)] = this.#reporters;
    const { clock, judge, cursors } = context;
    const findCoins: PollerOptions['findCoins'] = (talk, sum) => this.#findCoins(talk, sum);
    const cursor = cursors[name];
    this.poller = new UnitPoller({ config, port, line, judge, reporter, cursor, findCoins });
    this.acceptance = new Acceptance({ clock, config, port, poller: this.poller });
    this.#alarm = new Alarm(clock);
    line.onLinkChange(() => this.#alarm.wake());
  }

  get serial(): number {
    return this.#serial ?? 0;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Works until disposed or until a report is refused. */
  run(): Promise<void> {
    return untilRefused(this.#loop());
  }

  stop(): void {
    this.#isDisposed = true;
    this.#isReady = false;
    this.#alarm.wake();
    this.poller.stop();
    this.acceptance.end();
    for (const job of this.#jobs.splice(0)) job.giveUp('the port is closed');
  }

  /** Looks at what is wanted of it at once. */
  wake(): void {
    this.#alarm.wake();
  }

  /**
   * Does something with the unit in its turn, as soon as that is ready and within the time. What it
   * throws ends the talk with the unit, as anywhere else.
   */
  perform<Value>(
    work: (talk: UnitTalk) => Promise<Value>,
    patienceMs: number,
  ): Promise<Performed<Value>> {
    if (this.#isDisposed || this.#jobs.length >= JOBS_MAX) {
      return Promise.resolve({ kind: 'lost', detail: 'the port takes no orders' });
    }
    return new Promise((resolve) => {
      const giveUp = (detail: string): void => {
        timer.cancel();
        resolve({ kind: 'lost', detail });
      };
      const run = async (talk: UnitTalk): Promise<void> => {
        timer.cancel();
        try {
          resolve({ kind: 'done', value: await work(talk) });
        } catch (error) {
          giveUp(error instanceof Error ? error.message : 'the talk has ended');
          throw error;
        }
      };
      const job: Job = { run, giveUp };
      const timer = this.line.clock.startTimer(patienceMs, () => {
        this.#jobs.splice(this.#jobs.indexOf(job), 1);
        giveUp('the unit is not ready');
      });
      this.#jobs.push(job);
      this.#alarm.wake();
    });
  }

  /** Polls once and does what every poll asks for. */
  async poll(): Promise<readonly PollEvent[]> {
    const polledMs = Math.max(this.poller.nextPollMs, this.line.clock.monotonicMs());
    const events = await this.poller.poll();
    if (events.some(({ name }) => !STANDING.has(name))) this.#isStockStale = true;
    await this.acceptance.note(events, polledMs);
    return events;
  }

  /** Asks what the unit holds. */
  async readStock(talk: UnitTalk): Promise<void> {
    await this.stock.read(talk, (channel) => this.poller.valueOfChannel(channel));
    this.#isStockStale = false;
    // While cash may come in, the store grows by what is still to be credited.
    if (!this.poller.cursor.isAccepting) this.#accounted = this.stock.levels;
  }

  async #findCoins(talk: UnitTalk, sumMinor: number): Promise<readonly Pieces[]> {
    await this.readStock(talk);
    const coins = chooseCoins(this.stock.grownSince(this.#accounted), sumMinor);
    const accounted = new Map(this.#accounted);
    for (const [value, count] of coins) accounted.set(value, (accounted.get(value) ?? 0) + count);
    this.#accounted = accounted;
    return coins;
  }

  async #loop(): Promise<void> {
    // A port that is only just being opened is no news yet.
    await this.line.waitUp(this.port.readyWaitMs);
    while (!this.#isDisposed) {
      if (this.line.isUp) await this.#talkUntilLost();
      else await this.#tell({ kind: 'down', reason: 'link-down' });
      if (!this.#isDisposed) await this.#alarm.sleep(RETRY_MS);
    }
  }

  async #talkUntilLost(): Promise<void> {
    try {
      await this.#talk(new UnitTalk(this.line, this.config, this.port.retriesMax));
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      this.#isReady = false;
      if (!this.#isDisposed) await this.#tell(error.state);
    }
  }

  async #talk(talk: UnitTalk): Promise<void> {
    const identity = await identifyUnit(talk, this.config);
    if (this.#serial !== undefined && this.#serial !== identity.serial) {
      const detail = `serial number ${identity.serial} where ${this.#serial} was`;
      throw new UnitError('unit-swapped', detail);
    }
    this.#serial = identity.serial;
    this.poller.begin(talk, identity);
    this.acceptance.begin(identity.channels);
    await this.#catchUp(talk);
    await setRoutes(talk, this.config, identity.channels);
    await this.readStock(talk);
    await this.acceptance.apply(talk);
    await this.#tell({ kind: 'up' });
    this.#isReady = true;
    while (!this.#isDisposed) await this.#turn(talk);
  }

  /**
   * Reads what happened before anything is enabled. A note that is still held goes back first: a
   * poll would take it, and nobody has decided on it.
   */
  async #catchUp(talk: UnitTalk): Promise<void> {
    if (isNoteUnit(this.config.unit)) await talk.ask(command(COMMAND.rejectBanknote));
    let before: string | undefined;
    for (let turn = 0; turn < STARTUP_POLLS_MAX && !this.#isDisposed; turn += 1) {
      const told = (await this.poller.poll()).map(({ hex }) => hex).join();
      if (told === before) break;
      before = told;
    }
    await this.poller.endCatchUp();
  }

  async #turn(talk: UnitTalk): Promise<void> {
    if (!this.poller.mustPoll) {
      await this.#doJobs(talk);
      await this.acceptance.apply(talk);
      if (this.#isStockStale) await this.readStock(talk);
      const waitMs = this.poller.nextPollMs - this.line.clock.monotonicMs();
      if (waitMs > 0 && !this.#isDisposed) {
        await this.#alarm.sleep(waitMs);
        return;
      }
    }
    if (this.#isDisposed) return;
    const events = await this.poll();
    if (events.some(({ name }) => name === 'slave-reset')) {
      throw new UnitError('unit-reset', 'the unit has started anew');
    }
  }

  async #doJobs(talk: UnitTalk): Promise<void> {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      await job.run(talk);
      if (this.poller.mustPoll) return;
    }
  }

  async #tell(state: DeviceState): Promise<void> {
    if (this.#isDisposed) return;
    for (const reporter of this.#reporters) await reporter.state(state);
  }
}

/** The devices a unit is: where cash goes in, and a dispenser for each value it gives back. */
function deviceNames(config: UnitConfig): readonly string[] {
  const dispensers = config.recycled.map((value) => dispenserName(config, value));
  return config.takesCash ? [config.device, ...dispensers] : dispensers;
}

/** Events that say how the unit stands, and not that any cash has moved. */
const STANDING: ReadonlySet<string> = new Set([
  'disabled',
  'all-channels-inhibited',
  'coin-mech-disabled',
  'coin-mech-enabled',
  'initialising',
  'slave-reset',
  'read',
  'cashbox-removed',
  'stacker-full',
  'jammed',
]);
