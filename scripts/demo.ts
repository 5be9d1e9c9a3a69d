/**
 * One sale, end to end, on the real programs: a simulated coin machine behind a pseudo-terminal in
 * a process of its own, the agent in another, and a POS program (this one) that talks to its API.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'var/demo');
const CONFIG = join(FOLDER, 'config.json');
const TTY = join(FOLDER, 'coin-machine');
const COINS_EACH = 40;
const AMOUNT_DUE_MINOR = 240;
const COINS_INSERTED = [200, 50];
const CHANGE_MINOR = 10;
const STEP_TIMEOUT_MS = 20_000;

type Json = Readonly<Record<string, unknown>>;

/** A child process that speaks JSON lines; whoever waits for a line gets the first that fits. */
class JsonProcess {
  readonly child: ChildProcess;
  readonly #name: string;
  readonly #lines: Json[] = [];
  readonly #watchers = new Set<(line: Json) => void>();

  constructor(name: string, args: readonly string[]) {
    this.#name = name;
    this.child = spawn(process.execPath, [join(ROOT, 'agent/main.ts'), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.child.stdout === null) throw new Error(`${name} has no output`);
    createInterface({ input: this.child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Json;
      this.#lines.push(line);
      for (const watcher of this.#watchers) watcher(line);
    });
  }

  onLine(watcher: (line: Json) => void): void {
    this.#watchers.add(watcher);
  }

  say(text: string): void {
    this.child.stdin?.write(`${text}\n`);
  }

  /** The first line that fits, said already or still to come. */
  line(what: string, fits: (line: Json) => boolean): Promise<Json> {
    const said = this.#lines.find(fits);
    if (said !== undefined) return Promise.resolve(said);
    return new Promise((resolvePromise, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${this.#name} did not say within ${STEP_TIMEOUT_MS / 1_000} s: ${what}`));
      }, STEP_TIMEOUT_MS);
      this.onLine((line) => {
        if (!fits(line)) return;
        clearTimeout(timer);
        resolvePromise(line);
      });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolvePromise) => this.child.once('exit', resolvePromise));
    this.child.kill('SIGTERM');
    await exited;
  }
}

interface Pos {
  readonly url: string;
  readonly token: string;
}

/** `request` is a method and a path, as HTTP writes them. */
async function call(pos: Pos, request: string, body?: Json): Promise<Json> {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${pos.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${pos.token}`,
      'idempotency-key': `demo-${process.pid}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

function tillwarden(...args: readonly string[]): string {
  const run = spawnSync(process.execPath, [join(ROOT, 'agent/main.ts'), ...args], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`tillwarden ${args.join(' ')}: ${run.stderr}${run.stdout}`);
  return run.stdout;
}

/** Adds an API client to the demo's till and gives its token. */
function addClient(name: string): string {
  const [, token = ''] = tillwarden('client', 'add', name, '--config', CONFIG).split('\n');
  return token;
}

function euro(minor: unknown): string {
  return `${(Number(minor) / 100).toFixed(2)} EUR`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One sentence for each journal line worth telling; the rest goes by. */
function tell(line: Json): void {
  if (line['msg'] !== 'line-written') return;
  const body = line['body'] as Json;
  switch (line['kind']) {
    case 'sale-started':
      return say(`  sale started    ${euro(body['amountDueMinor'])} due`);
    case 'cash-inserted':
      return say(`  inserted        ${euro(body['valueMinor'])} into ${String(body['place'])}`);
    case 'sale-paid':
      return say(`  paid            ${euro(body['insertedMinor'])} in`);
    case 'dispense-started':
      return say(
        `  paying          ${String(body['count'])} x ${euro(body['valueMinor'])}, written down before the command is sent`,
      );
    case 'dispense-settled':
      return say(
        `  paid out        ${String(body['paid'])} x ${euro(body['valueMinor'])}, by the hopper's own counters`,
      );
    case 'sale-settled':
      return say(
        `  settled         change ${euro(body['changeMinor'])}, owed ${euro(body['owedMinor'])}`,
      );
    case 'sale-returned':
      return say(
        `  returned        ${euro(body['returnedMinor'])}, owed ${euro(body['owedMinor'])}`,
      );
    default:
      return undefined;
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not seen to happen: ${what}`);
  say(`  seen            ${what}`);
}

async function sell(pos: Pos, machine: JsonProcess, agent: JsonProcess): Promise<void> {
  say('\nOne sale:');
  const sale = await call(pos, 'POST /v1/sales', {
    amountDueMinor: AMOUNT_DUE_MINOR,
    currency: 'EUR',
  });
  const saleId = String(sale['saleId']);
  await agent.line('it collects', isLine('sale-started', saleId));
  for (const valueMinor of COINS_INSERTED) {
    machine.say(`insert ${valueMinor}`);
    await machine.line(`accepted ${valueMinor}`, (line) => {
      return line['event'] === 'accepted' && line['valueMinor'] === valueMinor;
    });
  }
  await agent.line('the sale is settled', isLine('sale-settled', saleId));
  await call(pos, `POST /v1/sales/${saleId}/acknowledge`);
  const settled = await call(pos, `GET /v1/sales/${saleId}`);
  check(settled['state'] === 'settled', 'the API says that the sale is settled');
  check(settled['isAcknowledged'] === true, 'the POS program has acknowledged it');
  machine.say('truth');
  const truth = await machine.line('where every coin is', (line) => line['event'] === 'truth');
  const hand = Object.entries(truth['paidOut'] as Json).reduce(
    (sum, [valueMinor, count]) => sum + Number(valueMinor) * Number(count),
    0,
  );
  check(hand === CHANGE_MINOR, `${euro(hand)} lie in the customer's hand, by the machine itself`);
  const verdict = tillwarden('journal', 'verify', '--config', CONFIG);
  const head = /lines, head ([0-9a-f]{64})/.exec(verdict)?.[1];
  check(head !== undefined, 'the journal holds: its chain, and its money');
  say(`  journal head    ${head ?? ''}`);
}

function isLine(kind: string, saleId: string): (line: Json) => boolean {
  return (line) => line['kind'] === kind && (line['body'] as Json)['saleId'] === saleId;
}

async function fillHoppers(pos: Pos): Promise<void> {
  const { places } = (await call(pos, 'GET /v1/counts')) as { places: readonly Json[] };
  const hoppers = places.filter(({ valueMinor }) => valueMinor !== undefined);
  for (const { place, valueMinor } of hoppers) {
    await call(pos, `POST /v1/counts/${String(place)}`, {
      reason: 'fill',
      added: [{ valueMinor, count: COINS_EACH }],
    });
  }
  check(hoppers.length > 0, `${hoppers.length} hoppers are filled with ${COINS_EACH} coins each`);
}

async function demo(isOnce: boolean, stopped: Promise<void>): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await using stack = new AsyncDisposableStack();
  say('DEMO: a simulated coin machine and one till, all on this computer');
  const machine = new JsonProcess('the simulated machine', [
    'simulate',
    'cctalk',
    '--tty',
    TTY,
    '--until-eof',
  ]);
  stack.defer(() => machine.stop());
  await machine.line('it is there', (line) => line['event'] === 'ready');
  say(`  coin machine    ${TTY}`);
  tillwarden('init', '--config', CONFIG, '--tty', TTY, '--till', 'demo', '--port', '0');
  const token = addClient('pos');
  const pageToken = addClient('cashier-page');
  const agent = new JsonProcess('the agent', ['run', '--config', CONFIG]);
  stack.defer(() => agent.stop());
  agent.onLine(tell);
  const ready = await agent.line('it is ready', (line) => line['msg'] === 'agent-ready');
  const pos: Pos = { url: String(ready['url']).replace(/\/$/, ''), token };
  await agent.line('the acceptor is up', (line) => {
    const body = line['body'] as Json | undefined;
    return (
      line['kind'] === 'device-changed' && body?.['device'] === 'acceptor' && body['state'] === 'up'
    );
  });
  say(`  agent           ${pos.url}`);
  await fillHoppers(pos);
  await sell(pos, machine, agent);
  say(`\nCashier page:     ${pos.url}/#token=${pageToken}`);
  if (isOnce) return;
  say(`\nAnother sale, from a second terminal:
  curl -X POST ${pos.url}/v1/sales -H 'Authorization: Bearer ${token}' \\
       -H 'Idempotency-Key: '$RANDOM -H 'Content-Type: application/json' \\
       -d '{"amountDueMinor": 130, "currency": "EUR"}'
Then put coins in by typing here: insert 200 (help shows what else the machine can be told).
Ctrl-C ends the demo.`);
  machine.onLine((line) => say(`  machine         ${JSON.stringify(line)}`));
  createInterface({ input: process.stdin }).on('line', (text) => machine.say(text));
  await stopped;
}

const stopped = new Promise<void>((resolvePromise) => {
  process.once('SIGINT', () => resolvePromise());
  process.once('SIGTERM', () => resolvePromise());
});
const isOnce = process.argv.includes('--once');
try {
  await demo(isOnce, stopped);
  if (isOnce) say('\nDEMO: every step was seen to happen');
} catch (cause) {
  say(`\nDEMO FAILED: ${String(cause)}`);
  process.exitCode = 1;
}
process.stdin.destroy();
