/**
 * One sale, end to end, on the real programs: a simulated coin machine behind a pseudo-terminal, the
 * till's agent, the vendor's hub, each a process of its own, and a POS program (this one).
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { callTill as call, insertCoin, type Pos } from './demo-till.ts';
import { DemoTree, type DemoProcess, type Json } from './demo-process.ts';
import { enrolTill, makeVendor, startDemoHub, stationAtHub, type DemoHub } from './demo-vendor.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'var/demo');
const CONFIG = join(FOLDER, 'config.json');
const TTY = join(FOLDER, 'coin-machine');
const COINS_EACH = 40;
const AMOUNT_DUE_MINOR = 240;
const COINS_INSERTED = [200, 50];
const INSERTED_MINOR = 250;
const CHANGE_MINOR = 10;
const OPERATOR = 'anna';
const OPERATOR_PIN = '2580';

/** Adds an API client to the demo's till and gives its token. */
function addClient(tree: DemoTree, name: string): string {
  const [, token = ''] = tree.run('client', 'add', name, '--config', CONFIG).split('\n');
  return token;
}

/** Somebody who may pay a debt out on the page. */
function addOperator(tree: DemoTree): void {
  const file = join(FOLDER, 'pin');
  writeFileSync(file, OPERATOR_PIN);
  const flags = ['--role', 'admin', '--pin-file', file, '--config', CONFIG];
  tree.run('operator', 'add', OPERATOR, ...flags);
  rmSync(file);
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

async function sell({ tree, pos, machine, agent }: Shop): Promise<string> {
  say('\nOne sale:');
  const sale = await call(pos, 'POST /v1/sales', {
    amountDueMinor: AMOUNT_DUE_MINOR,
    currency: 'EUR',
  });
  const saleId = String(sale['saleId']);
  await agent.line('it collects', isLine('sale-started', saleId));
  for (const valueMinor of COINS_INSERTED) {
    await insertCoin(machine, valueMinor);
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
  const verdict = tree.run('journal', 'verify', '--config', CONFIG);
  const head = /lines, head ([0-9a-f]{64})/.exec(verdict)?.[1];
  check(head !== undefined, 'the journal holds: its chain, and its money');
  say(`  journal head    ${head ?? ''}`);
  return saleId;
}

/** What of it has reached the vendor. */
async function seeAtHub(hub: DemoHub, station: string, saleId: string): Promise<void> {
  say('\nAt the vendor’s hub:');
  const view = await stationAtHub(hub, station, saleId);
  const sale = (view['sales'] as readonly Json[]).find((one) => one['saleId'] === saleId);
  check(sale !== undefined, 'the hub has the sale');
  check(sale?.['outcome'] === 'settled', 'as a settled one');
  check(
    sale?.['insertedMinor'] === INSERTED_MINOR,
    `with ${euro(sale?.['insertedMinor'])} taken in`,
  );
  const licence = view['licence'] as Json | null;
  check(licence?.['state'] === 'active', 'the till says that its licence is active');
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

interface Shop {
  readonly tree: DemoTree;
  readonly pos: Pos;
  readonly machine: DemoProcess;
  readonly agent: DemoProcess;
}

async function startMachine(tree: DemoTree): Promise<DemoProcess> {
  const machine = tree.start(
    'the simulated machine',
    'simulate',
    'cctalk',
    '--tty',
    TTY,
    '--until-eof',
  );
  await machine.line('it is there', (line) => line['event'] === 'ready');
  say(`  coin machine    ${TTY}`);
  tree.run('init', '--config', CONFIG, '--tty', TTY, '--till', 'demo', '--port', '0');
  return machine;
}

async function startAgent(tree: DemoTree): Promise<{ agent: DemoProcess; url: string }> {
  const agent = tree.start('the agent', 'run', '--config', CONFIG);
  agent.onLine(tell);
  const ready = await agent.line('it is ready', (line) => line['msg'] === 'agent-ready');
  const url = String(ready['url']).replace(/\/$/, '');
  await agent.line('the acceptor is up', (line) => {
    const body = line['body'] as Json | undefined;
    return (
      line['kind'] === 'device-changed' && body?.['device'] === 'acceptor' && body['state'] === 'up'
    );
  });
  say(`  agent           ${url}`);
  return { agent, url };
}

async function demo(isOnce: boolean, stopped: Promise<void>): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await using stack = new AsyncDisposableStack();
  say('DEMO: a simulated coin machine, one till and its vendor, all on this computer');
  const tree = new DemoTree(ROOT, join(FOLDER, 'tree'));
  makeVendor(tree, FOLDER);
  const hub = await startDemoHub(tree, FOLDER);
  stack.defer(() => hub.process.stop());
  say(`  hub             ${hub.url}, with demonstration keys that prove nothing`);
  const machine = await startMachine(tree);
  stack.defer(() => machine.stop());
  const station = enrolTill(tree, hub, { folder: FOLDER, config: CONFIG });
  say(`  station         ${station}, enrolled with a one-time code`);
  const token = addClient(tree, 'pos');
  const pageToken = addClient(tree, 'cashier-page');
  addOperator(tree);
  const { agent, url } = await startAgent(tree);
  stack.defer(() => agent.stop());
  const pos: Pos = { url, token };
  const { licence } = (await call(pos, 'GET /v1/status')) as { licence: Json };
  check(licence['state'] === 'active', 'the licence came with the enrolment, and is active');
  check(licence['isDemo'] === true, 'the till says DEMO');
  await fillHoppers(pos);
  const saleId = await sell({ tree, pos, machine, agent });
  await seeAtHub(hub, station, saleId);
  say(`\nCashier page:     ${pos.url}/#token=${pageToken}`);
  say(`Operator:         ${OPERATOR}, PIN ${OPERATOR_PIN}, to pay out what is owed`);
  say(`Hub:              ${hub.url}  (${hub.admin.name}, password ${hub.admin.password})`);
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
