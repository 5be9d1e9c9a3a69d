/** Requests to a machine on the network, over a pipe in memory: no server, and the same ways to fail. */
import type { Clock } from '../../../hardware/kit/clock.ts';
import type { Connection, Transport } from '../../../hardware/kit/transport.ts';
import type { WebFailure, WebOutcome } from '../../../hardware/kit/web-client.ts';

/** A request on its way through the pipe. */
export interface PipedRequest {
  /** Of the connection that it came over. */
  readonly connection: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** What comes too late comes to nobody: the connection it belongs to is closed. */
export interface PipedAnswer extends Pick<PipedRequest, 'connection'> {
  readonly text: string;
}

const TIMEOUT_MS = 2_000;
const OK = 200;

/** One request at a time, each over a connection of its own, as `WebClient` has it. */
export class WebOverPipe {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #newConnection: () => number;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #abandon: (() => void) | undefined;

  /** `newConnection`: a number that no connection to this machine has had, of whatever process. */
  constructor(transport: Transport, clock: Clock, newConnection: () => number) {
    this.#transport = transport;
    this.#clock = clock;
    this.#newConnection = newConnection;
  }

  get(path: string, query: PipedRequest['query']): Promise<WebOutcome> {
    const turn = this.#last.then(() => this.#exchange(path, query));
    this.#last = turn;
    return turn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#abandon?.();
    await this.#last;
  }

  async #exchange(path: string, query: PipedRequest['query']): Promise<WebOutcome> {
    if (this.#isClosed) return failed('closed', false);
    const request: PipedRequest = { connection: this.#newConnection(), path, query };
    const { promise, resolve } = Promise.withResolvers<WebOutcome>();
    let wasSent = false;
    const fail = (reason: WebFailure): void => resolve(failed(reason, wasSent));
    this.#abandon = () => fail('closed');
    const timer = this.#clock.startTimer(TIMEOUT_MS, () => fail('timeout'));
    const onAnswer = ({ connection: answered, text }: PipedAnswer): void => {
      if (answered === request.connection) resolve({ kind: 'answer', status: OK, text });
    };
    const connection = await this.#open(onAnswer, () =>
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
    onAnswer: (answer: PipedAnswer) => void,
    onLost: () => void,
  ): Promise<Connection | undefined> {
    try {
      return await this.#transport.open({
        onBytes: (bytes) => {
          onAnswer(JSON.parse(Buffer.from(bytes).toString('utf8')) as PipedAnswer);
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
