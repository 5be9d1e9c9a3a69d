/** Requests to a machine on the network, over a pipe in memory: no server, and the same ways to fail. */
import type { Clock } from '../../../hardware/kit/clock.ts';
import type { Connection, Transport } from '../../../hardware/kit/transport.ts';
import type { WebFailure, WebOutcome } from '../../../hardware/kit/web-client.ts';

/** A request on its way through the pipe. */
export interface PipedRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 2_000;
const OK = 200;

/** One request at a time, each over a connection of its own, as `WebClient` has it. */
export class WebOverPipe {
  readonly #transport: Transport;
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #abandon: (() => void) | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  get(path: string, query: PipedRequest['query']): Promise<WebOutcome> {
    const turn = this.#last.then(() => this.#exchange({ path, query }));
    this.#last = turn;
    return turn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#abandon?.();
    await this.#last;
  }

  async #exchange(request: PipedRequest): Promise<WebOutcome> {
    if (this.#isClosed) return failed('closed', false);
    const { promise, resolve } = Promise.withResolvers<WebOutcome>();
    let wasSent = false;
    const fail = (reason: WebFailure): void => resolve(failed(reason, wasSent));
    this.#abandon = () => fail('closed');
    const timer = this.#clock.startTimer(TIMEOUT_MS, () => fail('timeout'));
    const connection = await this.#open(resolve, () =>
      fail(wasSent ? 'broken-off' : 'unreachable'),
    );
    if (connection !== undefined) {
      wasSent = true;
      const bytes = Buffer.from(JSON.stringify(request), 'utf8');
      connection.write(bytes).catch(() => fail('broken-off'));
    }
    const outcome = await promise;
    timer.cancel();
    await connection?.close();
    return outcome;
  }

  /** Undefined where there is nobody at the other end. */
  async #open(
    resolve: (outcome: WebOutcome) => void,
    onLost: () => void,
  ): Promise<Connection | undefined> {
    try {
      return await this.#transport.open({
        onBytes: (bytes) => {
          resolve({ kind: 'answer', status: OK, text: Buffer.from(bytes).toString('utf8') });
        },
        onClose: onLost,
      });
    } catch {
      onLost();
      return undefined;
    }
  }
}

function failed(reason: WebFailure, wasSent: boolean): WebOutcome {
  return { kind: 'failed', reason, wasSent, detail: '' };
}
