/**
 * An update, end to end, on the real programs: releases signed offline, a hub that rolls them out with
 * a second person's approval, and an installed till that waits for the end of a sale, moves to the
 * next version, and comes back by itself from one that is no good.
 */
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { extract } from 'tar';
import { writeArchive } from './release-archive.ts';
import { bundleProgram } from './release-bundle.ts';
import { DemoProcess, DemoTree, type Json } from './demo-process.ts';
import { callTill as call, insertCoin, type Pos } from './demo-till.ts';
import { actAtHub, enrolTill, makeVendor, startDemoHub, type DemoHub } from './demo-vendor.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'var/demo-update');
const AUTHOR = 'demo-author';
const PASSWORD_BYTES = 24;
const CONFIG = join(FOLDER, 'config.json');
const TTY = join(FOLDER, 'coin-machine');
const PREFIX = join(FOLDER, 'till');
const REPOSITORY = join(FOLDER, 'repository');
const PUBLISHED = join(FOLDER, 'published');
const BUILT = join(FOLDER, 'built');
const FIRST = '1.0.0';
const GOOD = '1.1.0';
const BAD = '1.2.0';
const AMOUNT_DUE_MINOR = 200;
const HEALTH_SECONDS = '30';
/** A move is a download, an unpacking and a start; three starts where it is no good. */
const MOVE_TIMEOUT_MS = 90_000;

interface Built {
  readonly kind: 'application' | 'runtime';
  readonly version: string;
  readonly platform: string;
  readonly file: string;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not seen to happen: ${what}`);
  say(`  seen            ${what}`);
}

/** Builds from this checkout; what it prints says what lies where. */
function build(...args: readonly string[]): readonly Built[] {
  const script = join(ROOT, 'scripts/release.ts');
  const run = spawnSync(process.execPath, [script, '--out', BUILT, ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`scripts/release: ${run.stderr}`);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Built);
}

/** The same program under another version, and, for the bad one, with a fault in it. */
async function variant(from: Built, version: string, fault?: string): Promise<string> {
  const folder = join(FOLDER, `stage-${version}`);
  mkdirSync(folder);
  await extract({ cwd: folder, file: from.file });
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`);
  if (fault !== undefined) await bundleProgram(ROOT, folder, { 'agent/cli/run.ts': fault });
  const file = join(BUILT, `tillwarden-${version}.tar.gz`);
  await writeArchive(folder, file);
  rmSync(folder, { recursive: true });
  return file;
}

const FAULT = `throw new Error('this release was not tried before it was signed');\n`;

async function makeReleases(tree: DemoTree): Promise<readonly Built[]> {
  const at = ['--repository', REPOSITORY, '--keys', join(FOLDER, 'vendor')];
  const built = build('--version', FIRST, '--trust', join(tree.folder, 'trust.json'));
  const [application, runtime] = built;
  if (application === undefined || runtime === undefined) throw new Error('nothing was built');
  const { platform } = application;
  const needs = ['--platform', platform, '--runtime', runtime.version];
  tree.run('release', ...at, 'add-runtime', runtime.file, ...needs);
  const terms = ['--channel', 'stable', '--floor', FIRST, '--security-floor', FIRST];
  const archives = [
    [FIRST, application.file],
    [GOOD, await variant(application, GOOD)],
    [BAD, await variant(application, BAD, FAULT)],
  ] as const;
  for (const [version, file] of archives) {
    const named = ['--version', version, '--class', 'feature', ...needs, ...terms];
    tree.run('release', ...at, 'add', file, ...named);
    say(`  signed          ${version}, offline`);
  }
  tree.run('release', '--repository', REPOSITORY, 'publish', PUBLISHED);
  return built;
}

/** Told by the till's journal, and by its supervisor. */
function tell(line: Json): void {
  const body = (line['body'] ?? {}) as Json;
  const version = String(body['version']);
  switch (line['kind']) {
    case 'update-ordered':
      return say(`  ordered         ${version}, by the vendor's director`);
    case 'update-approved':
      return say(`  approved        both signatures agree, and the licence covers it`);
    case 'update-ready':
      return say(`  ready           ${version} lies beside what runs`);
    case 'update-begun':
      return say(`  makes way       ${String(body['from'])} for ${version}`);
    case 'update-on-trial':
      return say(`  on trial        ${version}`);
    case 'update-confirmed':
      return say(`  confirmed       ${version} does all that ${String(body['from'])} did`);
    case 'update-rolled-back':
      return say(
        `  came back       from ${version} to ${String(body['to'])}: ${String(body['cause'])}`,
      );
    default:
      return undefined;
  }
}

function isWritten(kind: string, version: string): (line: Json) => boolean {
  return (line) => line['kind'] === kind && (line['body'] as Json)['version'] === version;
}

interface Rollout {
  readonly tree: DemoTree;
  readonly hub: DemoHub;
  readonly version: string;
}

/** Whoever writes a rollout does not approve it: there are two. */
function addAuthor(tree: DemoTree): void {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const user = ['--name', AUTHOR, '--role', 'vendor-admin', '--password-stdin'];
  tree.runWith(`${password}\n`, 'hub', 'user', 'add', '--data', join(FOLDER, 'hub'), ...user);
}

/** Written at the console, approved on the page by somebody else. */
async function rollOut({ tree, hub, version }: Rollout): Promise<void> {
  const plan = join(FOLDER, `plan-${version}.json`);
  const everybody = {
    name: 'all tills',
    picks: [{ kind: 'percent', percent: 100 }],
    successes: { kind: 'count', count: 1 },
    errors: { kind: 'count', count: 1 },
  };
  const draft = { channel: 'stable', version, mode: 'forced', groups: [everybody] };
  writeFileSync(plan, JSON.stringify(draft));
  const id = `to-${version}`;
  const trust = ['--trust', join(tree.folder, 'trust.json')];
  const at = ['--data', join(FOLDER, 'hub'), '--releases', PUBLISHED, ...trust, '--id', id];
  tree.run('hub', 'rollout', 'write', ...at, '--plan', plan, '--as', AUTHOR);
  tree.run('hub', 'rollout', 'submit', ...at, '--as', AUTHOR);
  await actAtHub(hub, `/v1/rollouts/${id}/acts`, { act: 'approve' });
  say(`  rollout         ${version} to all tills, approved by a second person`);
}

interface Till extends Pos {
  readonly agent: DemoProcess;
}

/** Starts what a service manager would: the launcher that no update changes. */
async function startTill(token: string): Promise<Till> {
  const launcher = join(PREFIX, 'bin/tillwarden-supervise');
  const args = ['--health-seconds', HEALTH_SECONDS, '--', 'run', '--config', CONFIG];
  const agent = new DemoProcess('the till', args, launcher);
  agent.onLine(tell);
  const ready = await agent.line('it is ready', ({ msg }) => msg === 'agent-ready');
  await agent.line('the acceptor is up', isUp);
  return { agent, url: String(ready['url']).replace(/\/$/, ''), token };
}

function isUp(line: Json): boolean {
  const body = (line['body'] ?? {}) as Json;
  return (
    line['kind'] === 'device-changed' && body['device'] === 'acceptor' && body['state'] === 'up'
  );
}

/** A customer stands at the till while the order comes: nothing begins before they are done. */
async function moveOn(till: Till, machine: DemoProcess, order: Rollout): Promise<void> {
  say('\nA sale, and a release that is rolled out meanwhile:');
  const sale = await call(till, 'POST /v1/sales', {
    amountDueMinor: AMOUNT_DUE_MINOR,
    currency: 'EUR',
  });
  say('  sale started    2.00 EUR due');
  await rollOut(order);
  await till.agent.line('it is ready', isWritten('update-ready', GOOD), MOVE_TIMEOUT_MS);
  const update = await call(till, 'GET /v1/update');
  check(String(update['waitsFor']) === 'sale', 'it waits for the end of the sale');
  const confirmed = till.agent.next(
    'it stays',
    isWritten('update-confirmed', GOOD),
    MOVE_TIMEOUT_MS,
  );
  await insertCoin(machine, AMOUNT_DUE_MINOR);
  say('  paid            2.00 EUR in');
  await confirmed;
  const after = await tillAgain(till);
  const again = await call(after, `GET /v1/sales/${String(sale['saleId'])}`);
  check(again['state'] === 'settled', `${GOOD} runs, and has the sale that ${FIRST} has made`);
}

/** The API listens on another port after each start. */
async function tillAgain(till: Till): Promise<Till> {
  const ready = till.agent.last(({ msg }) => msg === 'agent-ready');
  return { ...till, url: String(ready?.['url']).replace(/\/$/, '') };
}

async function comeBack(till: Till, order: Rollout): Promise<void> {
  say('\nA release that is no good:');
  const undone = till.agent.next(
    'it came back',
    isWritten('update-rolled-back', BAD),
    MOVE_TIMEOUT_MS,
  );
  await rollOut(order);
  const line = await undone;
  const { evidence } = line['body'] as { readonly evidence: string };
  check(evidence.includes('was not tried'), 'its last words are kept, and reported to the hub');
  await till.agent.next('the acceptor is up', isUp, MOVE_TIMEOUT_MS);
  const update = await call(await tillAgain(till), 'GET /v1/update');
  check(update['version'] === GOOD, `${GOOD} runs again, by itself`);
  check((update['rolledBack'] as Json)['version'] === BAD, `${BAD} is not tried again`);
}

async function demo(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await using stack = new AsyncDisposableStack();
  say('DEMO: a vendor, its releases and its hub, and one installed till, all on this computer');
  const tree = new DemoTree(ROOT, join(FOLDER, 'tree'));
  makeVendor(tree, FOLDER, REPOSITORY);
  const [application, runtime] = await makeReleases(tree);
  const hub = await startDemoHub(tree, FOLDER, PUBLISHED);
  addAuthor(tree);
  stack.defer(() => hub.process.stop());
  const machine = tree.start('the machine', 'simulate', 'cctalk', '--tty', TTY, '--until-eof');
  stack.defer(() => machine.stop());
  await machine.line('it is there', ({ event }) => event === 'ready');
  tree.run('init', '--config', CONFIG, '--tty', TTY, '--till', 'demo', '--port', '0');
  enrolTill(tree, hub, { folder: FOLDER, config: CONFIG });
  const [, token = ''] = tree.run('client', 'add', 'pos', '--config', CONFIG).split('\n');
  const files = ['--application', application?.file ?? '', '--runtime', runtime?.file ?? ''];
  tree.run('install', '--prefix', PREFIX, ...files);
  say(`  installed       ${FIRST} in ${PREFIX}`);
  const till = await startTill(token);
  stack.defer(() => till.agent.stop());
  await moveOn(till, machine, { tree, hub, version: GOOD });
  await comeBack(till, { tree, hub, version: BAD });
  const verdict = tree.run('journal', 'verify', '--config', CONFIG);
  check(verdict.includes('head'), 'the journal holds: one chain over all of it');
}

try {
  await demo();
  say('\nDEMO: every step was seen to happen');
} catch (cause) {
  say(`\nDEMO FAILED: ${String(cause)}`);
  process.exitCode = 1;
}
