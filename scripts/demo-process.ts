/** The demo's programs, each the real one of the demo's installed tree. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Json = Readonly<Record<string, unknown>>;

const STEP_TIMEOUT_MS = 20_000;
const ROOMS = ['agent', 'hardware', 'sync', 'dist'];

/**
 * A program of its own, with its trust file beside it and nowhere else: a checkout has none, so that
 * nothing the demo's keys vouch for ever counts outside of it.
 */
export class DemoTree {
  readonly folder: string;
  readonly #main: string;

  constructor(root: string, folder: string) {
    this.folder = folder;
    this.#main = join(folder, 'agent/main.ts');
    mkdirSync(folder, { recursive: true });
    for (const room of ROOMS) {
      cpSync(join(root, room), join(folder, room), { recursive: true, filter: isNoTest });
    }
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  }

  /** Runs one subcommand to its end and gives what it printed. */
  run(...args: readonly string[]): string {
    return this.#run(args, '');
  }

  /** The same, with something to read. */
  runWith(input: string, ...args: readonly string[]): string {
    return this.#run(args, input);
  }

  start(name: string, ...args: readonly string[]): DemoProcess {
    return new DemoProcess(name, [this.#main, ...args]);
  }

  #run(args: readonly string[], input: string): string {
    const run = spawnSync(process.execPath, [this.#main, ...args], { encoding: 'utf8', input });
    if (run.status === 0) return run.stdout;
    throw new Error(`tillwarden ${args.join(' ')}: ${run.stderr}${run.stdout}`);
  }
}

function isNoTest(path: string): boolean {
  return !path.endsWith('.test.ts');
}

/** A process that speaks JSON lines; whoever waits for a line gets the first that fits. */
export class DemoProcess {
  readonly child: ChildProcess;
  readonly #name: string;
  readonly #lines: Json[] = [];
  readonly #watchers = new Set<(line: Json) => void>();

  constructor(name: string, args: readonly string[], program = process.execPath) {
    this.#name = name;
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    if (this.child.stdout === null) throw new Error(`${name} has no output`);
    createInterface({ input: this.child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Json;
      this.#lines.push(line);
      for (const watcher of this.#watchers) watcher(line);
    });
    // What it says to people is the demo's to say; a fault shows as a step that is not seen.
    this.child.stderr?.on('data', (bytes: Buffer) => this.#watchErrors(bytes.toString()));
  }

  errors = '';

  onLine(watcher: (line: Json) => void): void {
    this.#watchers.add(watcher);
  }

  say(text: string): void {
    this.child.stdin?.write(`${text}\n`);
  }

  /** The first line that fits, said already or still to come. */
  line(what: string, fits: (line: Json) => boolean, timeoutMs = STEP_TIMEOUT_MS): Promise<Json> {
    const said = this.#lines.find(fits);
    return said === undefined ? this.next(what, fits, timeoutMs) : Promise.resolve(said);
  }

  /** The newest line that fits. */
  last(fits: (line: Json) => boolean): Json | undefined {
    return this.#lines.findLast(fits);
  }

  /** The next line that fits; what was said already does not count. */
  next(what: string, fits: (line: Json) => boolean, timeoutMs = STEP_TIMEOUT_MS): Promise<Json> {
    return new Promise((resolvePromise, reject) => {
      const timer = setTimeout(() => {
        const within = `${timeoutMs / 1_000} s`;
        reject(new Error(`${this.#name} did not say within ${within}: ${what}\n${this.errors}`));
      }, timeoutMs);
      const watcher = (line: Json): void => {
        if (!fits(line)) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolvePromise(line);
      };
      this.onLine(watcher);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolvePromise) => this.child.once('exit', resolvePromise));
    this.child.kill('SIGTERM');
    await exited;
  }

  #watchErrors(text: string): void {
    this.errors = `${this.errors}${text}`.slice(-ERRORS_MAX_CHARS);
  }
}

const ERRORS_MAX_CHARS = 4_000;
