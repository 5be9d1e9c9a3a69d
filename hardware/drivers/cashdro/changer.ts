/**
 * A CashDro as the till sees it. One loop asks after it: an operation that is followed every half
 * second, an idle machine now and then, for whether somebody else uses it and for what it holds.
 */
import { Alarm } from '../../kit/alarm.ts';
import { DeviceReporter, ReportRefusedError, untilRefused } from '../../kit/device-reporter.ts';
import type {
  CashChanger,
  ChangerAlert,
  ChangerDenomination,
  ChangerJobId,
  ChangerOrder,
  ChangerReport,
  DeviceState,
  DirectAnswer,
  FindOutcome,
  OpenOutcome,
  Port,
  ToldOutcome,
} from '../../kit/device.ts';
import type { WebContext } from '../../kit/driver.ts';
import { WebClient } from '../../kit/web-client.ts';
import type { CashdroConfig } from './config.ts';
import { CODE, type PieceLevel } from './frame.ts';
import { Finder } from './finder.ts';
import { CashdroMachine, refusalOf, type Heard } from './machine.ts';
import { isOf, isWaiting, jobReportOf, levelsOf, unknownReport } from './reports.ts';
import { stateAfter } from './health.ts';
import { standingOf, UNKNOWN, type Standing } from './standing.ts';

/** Silences in a row before the machine counts as gone; one lost answer is no news. */
const SILENCES_MAX = 2;
/** Answers in a row that an operation is not there, before that is believed. */
const DENIALS_MAX = 3;
/** After a wrong password or certificate: somebody has to do something about it. */
const FAULT_WAIT_MS = 15_000;

/** As much of a web client as this needs. */
type MachineWeb = Pick<WebClient, 'get' | 'close'>;

interface Followed extends ChangerJobId {
  lastTold: string;
  denials: number;
}

export class CashdroChanger implements CashChanger, Port {
  readonly kind = 'cash-changer';
  readonly device: string;
  readonly roundingMaxMinor: number;
  readonly directCommands = new Map([
    ['test', () => this.#test()],
    ['read-levels', () => this.#readLevelsSoon()],
  ]);
  readonly devices = [this];
  readonly #config: CashdroConfig;
  readonly #context: WebContext;
  readonly #client: MachineWeb;
  readonly #machine: CashdroMachine;
  readonly #finder: Finder;
  readonly #alarm: Alarm;
  readonly #reporter: DeviceReporter;
  readonly #followed = new Map<string, Followed>();
  /** Operations of this till that are not forgotten: nobody else's. */
  readonly #own = new Set<string>();
  readonly #loop: Promise<void>;
  #standing: Standing = UNKNOWN;
  #silences = 0;
  #levelsDueMs = 0;
  /** It has no piece of the currency that it is configured with: not one may be counted as such. */
  #isOfOtherCurrency = false;
  #isDisposed = false;

  /** `client`: another way to the machine than the network. */
  constructor(config: CashdroConfig, context: WebContext, client?: MachineWeb) {
    this.device = config.device;
    this.roundingMaxMinor = config.roundingMaxMinor;
    this.#config = config;
    this.#context = context;
    this.#client = client ?? new WebClient(context.web, context.clock);
    const { credentials } = context;
    this.#machine = new CashdroMachine({ client: this.#client, credentials, config });
    this.#finder = new Finder(this.#machine);
    this.#alarm = new Alarm(context.clock);
    this.#reporter = new DeviceReporter(config.device, context.report);
    this.#loop = untilRefused(this.#watch());
  }

  get denominations(): readonly ChangerDenomination[] {
    return this.#standing.denominations;
  }

  get alerts(): readonly ChangerAlert[] {
    return this.#standing.alerts;
  }

  async open(order: ChangerOrder): Promise<OpenOutcome> {
    const heard = await this.#machine.start(order);
    switch (heard.kind) {
      case 'said':
        this.#own.add(heard.said);
        return { kind: 'opened', machineId: heard.said };
      case 'refused':
        return { kind: 'refused', reason: refusalOf(heard.code) };
      case 'silent':
        return { kind: heard.wasSent ? 'unanswered' : 'refused', reason: heard.reason };
    }
  }

  async find(jobId: string): Promise<FindOutcome> {
    const heard = await this.#finder.byAlias(jobId);
    if (heard.kind !== 'said') return unanswered(heard);
    const { said } = heard;
    return said === 'none' ? { kind: 'not-found' } : { kind: 'opened', machineId: said.machineId };
  }

  async run(job: ChangerJobId): Promise<ToldOutcome> {
    const before = await this.#machine.operation(job.machineId);
    if (before.kind === 'said' && !isWaiting(before.said)) return this.#running(job);
    if (before.kind === 'silent') return unanswered(before);
    const heard = await this.#machine.acknowledge(job.machineId);
    return heard.kind === 'said' ? this.#running(job) : unanswered(heard);
  }

  follow({ jobId, machineId }: ChangerJobId): void {
    this.#own.add(machineId);
    this.#followed.set(machineId, { jobId, machineId, lastTold: '', denials: 0 });
    this.#alarm.wake();
  }

  /** A machine that says no has ended it already, or does not know it: what is so, its state tells. */
  async end({ machineId }: ChangerJobId, how: 'keep' | 'give-back'): Promise<ToldOutcome> {
    const heard = await this.#machine.finish(machineId, how === 'keep' ? 'keep' : 'giveBack');
    this.#alarm.wake();
    return isHeard(heard) ? { kind: 'told' } : unanswered(heard);
  }

  async forget({ machineId }: ChangerJobId): Promise<ToldOutcome> {
    const heard = await this.#machine.imported(machineId);
    if (isHeard(heard)) this.#own.delete(machineId);
    return isHeard(heard) ? { kind: 'told' } : unanswered(heard);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#alarm.wake();
    await this.#client.close();
    await this.#loop;
  }

  async #test(): Promise<DirectAnswer> {
    const heard = await this.#machine.test();
    switch (heard.kind) {
      case 'said':
        return { kind: 'answered', data: {} };
      case 'refused':
        return { kind: 'refused', reason: refusalOf(heard.code) };
      case 'silent':
        return { kind: 'unanswered', reason: heard.reason };
    }
  }

  /** Between two looks, as every reading is: one that a job overtakes would be wrong. */
  #readLevelsSoon(): Promise<DirectAnswer> {
    this.#levelsDueMs = 0;
    this.#alarm.wake();
    return Promise.resolve({ kind: 'answered', data: { values: this.denominations.length } });
  }

  #running(job: ChangerJobId): ToldOutcome {
    if (!this.#followed.has(job.machineId)) this.follow(job);
    return { kind: 'told' };
  }

  async #watch(): Promise<void> {
    while (!this.#isDisposed) {
      const state = await this.#look();
      if (this.#isDisposed) return;
      if (state !== undefined) await this.#reporter.state(state);
      await this.#alarm.sleep(this.#pauseMs(state));
    }
  }

  #pauseMs(state: DeviceState | undefined): number {
    if (state?.kind === 'fault' && state.code !== 'occupied') return FAULT_WAIT_MS;
    return this.#followed.size > 0 ? this.#config.pollMs : this.#config.idlePollMs;
  }

  /** One round; undefined where there is nothing new to say of its state. */
  async #look(): Promise<DeviceState | undefined> {
    for (const job of this.#followed.values()) {
      const heard = await this.#ask(job);
      if (heard.kind !== 'said') return this.#judged(heard);
    }
    if (this.#followed.size > 0) return this.#judged({ kind: 'said' });
    const levels = await this.#readLevels();
    if (levels.kind !== 'said') return this.#judged(levels);
    if (this.#isOfOtherCurrency) return this.#judged({ kind: 'other-currency' });
    const executing = await this.#machine.executing();
    if (executing.kind !== 'said') return this.#judged(executing);
    const isOccupied = executing.said.some(({ machineId }) => !this.#own.has(machineId));
    // Whoever uses it changes what is in it.
    if (isOccupied) this.#levelsDueMs = 0;
    return this.#judged({ kind: isOccupied ? 'occupied' : 'said' });
  }

  #judged(heard: Parameters<typeof stateAfter>[0]): DeviceState | undefined {
    const state = stateAfter(heard);
    this.#silences = state.kind === 'down' ? this.#silences + 1 : 0;
    if (state.kind === 'down') this.#levelsDueMs = 0;
    return state.kind === 'down' && this.#silences < SILENCES_MAX ? undefined : state;
  }

  async #ask(job: Followed): Promise<Heard<unknown>> {
    const heard = await this.#machine.operation(job.machineId);
    if (heard.kind === 'refused' && heard.code === CODE.notNow) return this.#denied(job);
    if (heard.kind !== 'said') return heard;
    job.denials = 0;
    await this.#tell(job, jobReportOf(this.device, heard.said));
    return heard;
  }

  /** "Not found" has the same code as "busy": it is believed when it is said of the lists as well. */
  async #denied(job: Followed): Promise<Heard<unknown>> {
    const listed = await this.#finder.isListed(job.machineId);
    if (listed.kind !== 'said') return listed;
    job.denials = listed.said ? 0 : job.denials + 1;
    if (job.denials >= DENIALS_MAX) await this.#tell(job, unknownReport(job.machineId));
    return listed;
  }

  async #tell(job: Followed, report: ReturnType<typeof jobReportOf>): Promise<void> {
    const text = JSON.stringify(report);
    if (text === job.lastTold) return;
    await this.#send({ kind: 'job', device: this.device, jobId: job.jobId, job: report });
    job.lastTold = text;
    if (report.state !== 'finished' && report.state !== 'unknown') return;
    if (this.#followed.get(job.machineId) === job) this.#followed.delete(job.machineId);
    this.#levelsDueMs = 0;
  }

  async #readLevels(): Promise<Heard<unknown>> {
    const nowMs = this.#context.clock.monotonicMs();
    if (nowMs < this.#levelsDueMs) return { kind: 'said', said: true };
    const heard = await this.#machine.levels();
    if (heard.kind !== 'said') return heard;
    // A job that began meanwhile has moved what was read.
    if (this.#followed.size > 0) return heard;
    this.#isOfOtherCurrency = !heard.said.some((level) => isOf(this.#config, level));
    if (this.#isOfOtherCurrency) return heard;
    await this.#send({
      kind: 'levels',
      device: this.device,
      levels: levelsOf(this.#config, heard.said),
    });
    await this.#lookOver(heard.said);
    this.#levelsDueMs = nowMs + this.#config.levelsEveryMs;
    return heard;
  }

  /** Alerts are no reason to stop: a machine that will not tell them works all the same. */
  async #lookOver(levels: readonly PieceLevel[]): Promise<void> {
    const alerts = await this.#machine.alerts();
    const count = alerts.kind === 'said' ? alerts.said : undefined;
    const standing = standingOf(this.#config.currency, levels, count);
    if (JSON.stringify(standing) === JSON.stringify(this.#standing)) return;
    this.#standing = standing;
    await this.#send({ kind: 'looked-over', device: this.device });
  }

  async #send(report: ChangerReport): Promise<void> {
    try {
      await this.#context.tell(report);
    } catch (cause) {
      throw new ReportRefusedError('The report was refused.', { cause });
    }
  }
}

/** It has heard it, and whatever it says, saying it again changes nothing. */
function isHeard(heard: Heard<unknown>): boolean {
  return heard.kind === 'said' || (heard.kind === 'refused' && heard.code === CODE.notNow);
}

function unanswered(heard: Heard<unknown>): {
  readonly kind: 'unanswered';
  readonly reason: string;
} {
  switch (heard.kind) {
    case 'said':
      return { kind: 'unanswered', reason: 'unreadable' };
    case 'refused':
      return { kind: 'unanswered', reason: refusalOf(heard.code) };
    case 'silent':
      return { kind: 'unanswered', reason: heard.reason };
  }
}
