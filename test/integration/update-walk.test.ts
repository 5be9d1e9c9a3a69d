/**
 * A release moves to the next one as on a till: built from the checkout, installed, supervised by its
 * own launcher; a good one stays, a bad one comes back by itself and says why. What the program
 * does is a stand-in's, which speaks to its supervisor as the agent does; the last is the agent.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slots } from '../../agent/core/update/slots.ts';
import { linkedVersion } from '../../agent/update/release-link.ts';
import { BuiltRelease } from '../support/built-release.ts';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'agent/main.ts');
const BUILD_TIMEOUT_MS = 400_000;
const ARCHIVE_MAX_BYTES = 1_400_000;
const HEALTH_SECONDS = '8';
const NO_TTY = '/dev/no-coin-machine';
const RUN = 'agent/cli/run.ts';

/** Hands over to what the file `goal` names when it is told to by SIGUSR2, and confirms a trial. */
const GOOD = `
import { readFileSync } from 'node:fs';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { connectSupervisor } from '../update/supervisor-link.ts';

export const runCommand = {
  usage: 'run',
  summary: 'stands in for the agent',
  run: async (argv, io) => {
    const prefix = io.env.TILLWARDEN_PREFIX;
    const { platform, parent: channel } = io.host;
    const parts = { prefix, platform, channel, clock: systemClock };
    const link = connectSupervisor(parts);
    const standing = await link.standing();
    const ended = Promise.withResolvers();
    // In place of the agent's server and devices, which keep it running.
    const life = setInterval(() => undefined, 1_000);
    process.on('SIGUSR2', async () => {
      const goal = readFileSync(prefix + '/goal', 'utf8');
      await link.handOver(goal).then(
        () => ended.resolve(75),
        (cause) => console.log(JSON.stringify({ msg: 'refused', goal, reason: cause.message })),
      );
    });
    io.signal.addEventListener('abort', () => ended.resolve(0));
    if (io.signal.aborted) ended.resolve(0);
    void link.lost.then(() => ended.resolve(1));
    if (standing.trial !== undefined) await link.confirm(standing.version);
    console.log(JSON.stringify({ msg: 'running', pid: process.pid, ...standing }));
    const code = await ended.promise;
    clearInterval(life);
    link[Symbol.dispose]();
    return code;
  },
};
`;

const bad = (deed: string): string =>
  GOOD.replace('const standing = ', `${deed};\n    const standing = `);

const SAY_NOTHING = `
    const timer = setInterval(() => undefined, 1_000);
    await new Promise((done) => io.signal.addEventListener('abort', done));
    clearInterval(timer);
    return 0`;

let release: BuiltRelease;
let prefix = '';
let supervised: JsonProcess;

beforeAll(async () => {
  release = new BuiltRelease();
  prefix = mkdtempSync(join(tmpdir(), 'tillwarden-walk-'));
  const config = join(prefix, 'till/config.json');
  spawnSync(process.execPath, [MAIN, 'init', '--config', config, '--tty', NO_TTY, '--port', '0']);
  const application = await release.variant('9.0.0', { [RUN]: GOOD });
  const archives = ['--application', application, '--runtime', release.runtime.file];
  const run = spawnSync(process.execPath, [MAIN, 'install', '--prefix', prefix, ...archives], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  supervised = new JsonProcess('the launcher', [
    join(prefix, 'bin/tillwarden-supervise'),
    '--health-seconds',
    HEALTH_SECONDS,
    '--',
    'run',
    '--config',
    config,
  ]);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await supervised.kill('SIGTERM');
  rmSync(prefix, { recursive: true, force: true });
  release[Symbol.dispose]();
});

/** What the program says once it runs, from a given line of the log on. */
async function running(from: number, version: string): Promise<JsonLine> {
  const fits = (line: JsonLine): boolean =>
    line['msg'] === 'running' && line['version'] === version;
  return supervised.lines.slice(from).find(fits) ?? supervised.next(`${version} runs`, fits);
}

async function handOver(version: string): Promise<number> {
  const from = supervised.lines.length;
  writeFileSync(join(prefix, 'goal'), version);
  process.kill(programPid(), 'SIGUSR2');
  return from;
}

function programPid(): number {
  return Number(supervised.lines.findLast(({ msg }) => msg === 'program-started')?.['pid']);
}

function slots(): Slots {
  return JSON.parse(readFileSync(join(prefix, 'slots.json'), 'utf8')) as Slots;
}

/** The pid of the supervisor: the parent of the program. */
function supervisorPid(): number {
  const status = readFileSync(`/proc/${programPid()}/status`, 'utf8');
  return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
}

function isConfirmed(line: JsonLine): boolean {
  return line['msg'] === 'line-written' && line['kind'] === 'update-confirmed';
}

/** All commands with what they say of themselves, below the line with the version. */
function commandsOf(program: string, ...args: readonly string[]): string {
  const run = spawnSync(program, [...args, '--help'], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '' });
  return run.stdout.slice(run.stdout.indexOf('\n'));
}

function isRecorded(line: JsonLine): boolean {
  return line['msg'] === 'slots-recorded' && line['lastGood'] === '9.0.7';
}

describe('an application’s archive', () => {
  it('holds what runs and shows, nothing of development, and is about a megabyte', async () => {
    const names: string[] = [];
    const { file } = release.application;
    await list({ file, onReadEntry: ({ path }) => void names.push(path) });
    const shown = ['dist/page/index.html', 'dist/hub-page/index.html'];
    for (const name of ['agent/main.js', 'THIRD-PARTY-LICENCES.txt', ...shown]) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => /\.test\.|\.tsx?$|^test\/|^scripts\//.test(name))).toEqual([]);
    expect(statSync(file).size).toBeLessThan(ARCHIVE_MAX_BYTES);
  });
});

describe('a release that is installed', () => {
  it('runs under its supervisor, from the tree alone', async () => {
    const said = await running(0, '9.0.0');
    expect(said).toMatchObject({ prefix, rollbacks: [] });
    expect(said['trial']).toBeUndefined();
    expect(readFileSync(`/proc/${programPid()}/cmdline`, 'utf8')).toContain(`${prefix}/releases`);
    expect(existsSync(join(prefix, 'compile-cache/9.0.0'))).toBe(true);
  });

  it('has the command of its version', () => {
    const run = spawnSync(join(prefix, 'bin/tillwarden'), ['version'], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stdout: '9.0.0\n' });
  });

  it('is not installed over again', () => {
    const archives = ['--application', release.application.file, '--runtime', release.runtime.file];
    const args = [MAIN, 'install', '--prefix', prefix, ...archives];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 1 });
    expect(run.stderr).toContain('is installed already');
  });

  it('makes way for the next one, which is on trial and stays', async () => {
    await release.layDown(prefix, '9.0.1', { [RUN]: GOOD });
    const said = await running(await handOver('9.0.1'), '9.0.1');
    expect(said).toMatchObject({ trial: { version: '9.0.1', from: '9.0.0' }, previous: '9.0.0' });
    expect(slots()).toMatchObject({ current: '9.0.1', previous: '9.0.0', supervisor: '9.0.1' });
    expect(linkedVersion(prefix, 'current')).toBe('9.0.1');
    expect(linkedVersion(prefix, 'supervisor.previous')).toBe('9.0.0');
  });

  it.each([
    ['9.0.2', 'throws at its start', "throw new Error('boom')", 'crash-loop', 'boom'],
    ['9.0.3', 'ends', "console.log('no more'); return 3", 'crash-loop', 'exit code 3\nno more'],
    ['9.0.4', 'says nothing', SAY_NOTHING, 'silent', 'never'],
    ['9.0.5', 'finds itself unwell', "await link.unhealthy('no coins')", 'unhealthy', 'no coins'],
  ] as const)('comes back by itself where %s %s', async (...[version, , deed, cause, evidence]) => {
    await release.layDown(prefix, version, { [RUN]: bad(deed) });
    const said = await running(await handOver(version), '9.0.1');
    const rollbacks = said['rollbacks'] as readonly JsonLine[];
    expect(rollbacks.at(-1)).toMatchObject({ version, to: '9.0.1', cause });
    expect(rollbacks.at(-1)?.['evidence']).toContain(evidence);
    expect(slots()).toMatchObject({ current: '9.0.1', previous: '9.0.0' });
  });

  it('is supervised by the next one from the next end of its program on', () => {
    const began = supervised.lines.filter(({ msg }) => msg === 'supervisor-began');
    expect(began.map(({ version }) => version)).toEqual(['9.0.0', '9.0.1']);
  });

  it('runs on after its supervisor was killed', async () => {
    const from = supervised.lines.length;
    process.kill(supervisorPid(), 'SIGKILL');
    await running(from, '9.0.1');
    expect(slots().rollbacks.at(-1)).toMatchObject({ version: '9.0.5' });
  });

  it('is supervised by the one before where the next supervisor does not come up', async () => {
    const broken = { [RUN]: GOOD, 'agent/cli/supervise.ts': "throw new Error('no supervisor');\n" };
    await release.layDown(prefix, '9.0.6', broken);
    const confirmed = await handOver('9.0.6');
    await running(confirmed, '9.0.6');
    expect(linkedVersion(prefix, 'supervisor')).toBe('9.0.6');
    const from = supervised.lines.length;
    process.kill(programPid(), 'SIGKILL');
    await running(from, '9.0.6');
    const began = supervised.lines.findLast(({ msg }) => msg === 'supervisor-began');
    expect(began).toMatchObject({ version: '9.0.1', current: '9.0.6' });
  });

  it('goes back when somebody asks for it, without a trial', async () => {
    const said = await running(await handOver('9.0.1'), '9.0.1');
    expect(said['trial']).toBeUndefined();
    expect(said['rollbacks']).toContainEqual(
      expect.objectContaining({ version: '9.0.6', to: '9.0.1', cause: 'asked' }),
    );
  });

  it('is the agent itself, which finds itself well and stays', async () => {
    await release.layDown(prefix, '9.0.7', {});
    const from = await handOver('9.0.7');
    const said =
      supervised.lines.slice(from).find(isConfirmed) ??
      (await supervised.next('the agent is well', isConfirmed));
    expect(said['body']).toMatchObject({ version: '9.0.7', from: '9.0.1' });
    await supervised.line('it is recorded', isRecorded);
    expect(slots().trial).toBeUndefined();
  });

  it('serves its API, its description and its page from the tree alone', async () => {
    const ready = await supervised.line('the agent is ready', ({ msg }) => msg === 'agent-ready');
    for (const path of ['/v1/errors', '/v1/openapi.json', '/']) {
      const answer = await fetch(`${String(ready['url'])}${path}`);
      expect(answer.status).toBe(200);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
    // Node reads what it runs once: what is open or mapped later is what must not be the checkout's.
    expect(readFileSync(`/proc/${programPid()}/maps`, 'utf8')).not.toContain(ROOT);
    const program = join(prefix, 'releases/9.0.7/agent');
    const telling = readdirSync(program).filter((file) => {
      return readFileSync(join(program, file), 'utf8').includes(ROOT);
    });
    expect(telling).toEqual([]);
  });

  it('has every command', () => {
    const own = commandsOf(process.execPath, MAIN);
    expect(commandsOf(join(prefix, 'bin/tillwarden'))).toBe(own);
  });

  it('ends with its supervisor, in order', async () => {
    const pid = programPid();
    supervised.child.kill('SIGTERM');
    expect(await supervised.ended).toBe('0');
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});
