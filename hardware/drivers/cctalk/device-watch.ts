import { Alarm } from '../../kit/alarm.ts';
import { DeviceReporter, untilRefused } from '../../kit/device-reporter.ts';
import type { DeviceState } from '../../kit/device.ts';
import type { PortParts } from './bus.ts';
import { simplePoll } from './machine.ts';

export interface WatchOptions {
  readonly device: string;
  readonly address: number;
  /** What stands there; undefined while it does not say enough. */
  readonly identify: () => Promise<DeviceState | undefined>;
}

const WATCH_MS = 1_000;
/** Polls without an answer after which a device counts as gone; one may fall to noise. */
const MISSES_MAX = 2;

/** Watches whether a device is there, and what it is, until stopped or until a report is refused. */
export class DeviceWatch {
  readonly #parts: PortParts;
  readonly #options: WatchOptions;
  readonly #reporter: DeviceReporter;
  readonly #alarm: Alarm;
  #misses = 0;
  #isIdentified = false;
  #isStopped = false;

  constructor(parts: PortParts, options: WatchOptions) {
    const { bus, context } = parts;
    this.#parts = parts;
    this.#options = options;
    this.#reporter = new DeviceReporter(options.device, context.report);
    this.#alarm = new Alarm(context.clock);
    bus.onLinkChange(() => this.#alarm.wake());
  }

  run(): Promise<void> {
    return untilRefused(this.#loop());
  }

  stop(): void {
    this.#isStopped = true;
    this.#alarm.wake();
  }

  async #loop(): Promise<void> {
    const { bus, config } = this.#parts;
    // A port that is only just being opened is no news yet.
    await bus.waitUp(config.linkWaitMs);
    while (!this.#isStopped) {
      if (bus.isUp) await this.#watch();
      else await this.#lose('link-down');
      if (!this.#isStopped) await this.#alarm.sleep(WATCH_MS);
    }
  }

  async #watch(): Promise<void> {
    const { bus } = this.#parts;
    const poll = await bus.ask(simplePoll(this.#options.address), { retriesMax: 0 });
    if (poll.kind === 'ok') {
      this.#misses = 0;
      if (!this.#isIdentified) await this.#identify();
      return;
    }
    this.#misses += 1;
    if (this.#misses >= MISSES_MAX || !bus.isUp) {
      await this.#lose(bus.isUp ? 'no-answer' : 'link-down');
    }
  }

  async #identify(): Promise<void> {
    const state = await this.#options.identify();
    if (state === undefined || this.#isStopped) return;
    this.#isIdentified = state.kind === 'up';
    await this.#reporter.state(state);
  }

  async #lose(reason: string): Promise<void> {
    this.#isIdentified = false;
    if (!this.#isStopped) await this.#reporter.state({ kind: 'down', reason });
  }
}
