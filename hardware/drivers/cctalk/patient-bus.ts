import { Alarm } from '../../kit/alarm.ts';
import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import type { Request } from './machine.ts';

const RETRY_MS = 100;

/** Asks a device, outliving gaps in the line of up to `patienceMs`. */
export class PatientBus {
  readonly #bus: Bus;
  readonly #patienceMs: number;

  constructor(bus: Bus, patienceMs: number) {
    this.#bus = bus;
    this.#patienceMs = patienceMs;
  }

  /** A figure two readings agree on; `first` is one there is already. */
  agreed<Reply>(request: Request<Reply>, first?: Reply): Promise<Reply | undefined> {
    const known = first === undefined ? {} : { first };
    return this.patiently(() => askAgreed(this.#bus, request, known));
  }

  async once<Reply>(request: Request<Reply>): Promise<Reply | undefined> {
    const answer = await this.#bus.ask(request);
    return answer.kind === 'ok' ? answer.value : undefined;
  }

  async patiently<Reply>(read: () => Promise<Reply | undefined>): Promise<Reply | undefined> {
    const { clock } = this.#bus;
    const untilMs = clock.monotonicMs() + this.#patienceMs;
    for (;;) {
      const reply = await read();
      const leftMs = untilMs - clock.monotonicMs();
      if (reply !== undefined || leftMs <= 0 || this.#bus.isDisposed) return reply;
      if (this.#bus.isUp) await new Alarm(clock).sleep(Math.min(RETRY_MS, leftMs));
      else await this.#bus.waitUp(leftMs);
    }
  }
}
