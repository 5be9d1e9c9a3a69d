/** A child process that says one JSON object a line; whoever waits gets the first line that fits. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type JsonLine = Readonly<Record<string, unknown>>;

interface Waiter {
  readonly fits: (line: JsonLine) => boolean;
  readonly resolve: (line: JsonLine) => void;
  readonly reject: (cause: Error) => void;
}

const LINE_TIMEOUT_MS = 30_000;

export class JsonProcess {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, with what ended it. */
  readonly ended: Promise<string>;
  readonly lines: JsonLine[] = [];
  errors = '';
  readonly #name: string;
  readonly #waiters = new Set<Waiter>();

  constructor(
    name: string,
    [command, ...args]: readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ) {
    this.#name = name;
    this.child = spawn(command, args, { env: { ...process.env, ...env } });
    if (this.child.stdout === null) throw new TypeError(`${name} has no output`);
    createInterface({ input: this.child.stdout }).on('line', (text) => this.#take(text));
    this.child.stderr?.on('data', (bytes: Buffer) => (this.errors += bytes.toString()));
    this.child.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        this.#giveUp(`${name} ended (${signal ?? code}): ${this.errors}`);
        resolve(String(signal ?? code));
      });
    });
  }

  say(text: string): void {
    this.child.stdin?.write(`${text}\n`);
  }

  /** The next line that fits; a line said before the call does not count. */
  next(what: string, fits: (line: JsonLine) => boolean): Promise<JsonLine> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`${this.#name} did not say: ${what}\n${this.errors}`));
      }, LINE_TIMEOUT_MS);
      const waiter: Waiter = {
        fits,
        resolve: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
        reject: (cause) => {
          clearTimeout(timer);
          reject(cause);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** The first line that fits, said already or still to come. */
  line(what: string, fits: (line: JsonLine) => boolean): Promise<JsonLine> {
    const said = this.lines.find(fits);
    return said === undefined ? this.next(what, fits) : Promise.resolve(said);
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  #take(text: string): void {
    let line: JsonLine;
    try {
      line = JSON.parse(text) as JsonLine;
    } catch {
      this.errors += `${text}\n`;
      return;
    }
    this.lines.push(line);
    for (const waiter of this.#waiters) {
      if (!waiter.fits(line)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(line);
    }
  }

  #giveUp(reason: string): void {
    for (const waiter of this.#waiters) waiter.reject(new Error(reason));
    this.#waiters.clear();
  }
}
