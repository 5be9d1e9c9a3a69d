/**
 * Supervisor, program or both are killed with SIGKILL at every named point of a hand-over, a flip, a
 * start, a confirmation and a rollback, and at random moments. Started again, each time one good
 * version runs, no version that was given up runs again, and links and record agree.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import type { SupervisorPoint } from '../../agent/update/supervisor.ts';
import { REPLACED_EXIT } from '../../agent/update/supervisor-words.ts';

import { JsonProcess, type JsonLine } from '../support/json-process.ts';
import { StandInTree, type StandInCharacter } from '../support/stand-in-tree.ts';
import { wholeProgram } from '../support/whole-program.ts';

const COMPILE_CACHE = resolve(import.meta.dirname, '../../var/compile-cache');
const KILLS = Number(process.env['UPDATE_KILLS'] ?? '300');
const SEED = Number(process.env['CRASH_SEED'] ?? String(Date.now() % 100_000));
/** A stand-in confirms within milliseconds; one on a busy computer that does not is rolled back. */
const HEALTH_MS = 1_000;
const UNTIL_TIMEOUT_MS = 20_000;
const ASK_AGAIN_MS = 10;
const VICTIMS = ['supervisor', 'program', 'both'] as const;
type Victim = (typeof VICTIMS)[number];

/** Each named point once a victim, in the life in which it is passed. */
const POINTS: Readonly<Record<StandInCharacter, readonly SupervisorPoint[]>> = {
  good: [
    'began:point-link:before',
    'began:point-link:after',
    'began:start:before',
    'began:start:after',
    'standing:answer:before',
    'standing:answer:after',
    'hand-over:write-slots:before',
    'hand-over:write-slots:after',
    'hand-over:answer:before',
    'hand-over:answer:after',
    'hand-over:end-program:after',
    'hand-over:remove-release:before',
    'hand-over:remove-release:after',
    'exited:write-slots:before',
    'exited:write-slots:after',
    'exited:point-link:before',
    'exited:point-link:after',
    'exited:start:before',
    'exited:start:after',
    'confirm:write-slots:before',
    'confirm:write-slots:after',
    'confirm:answer:before',
    'confirm:answer:after',
    'confirm:point-link:before',
    'confirm:point-link:after',
    'exited:make-way:before',
    'exited:make-way:after',
  ],
  unhealthy: [
    'unhealthy:write-slots:before',
    'unhealthy:write-slots:after',
    'unhealthy:answer:before',
    'unhealthy:answer:after',
    'unhealthy:end-program:before',
    'unhealthy:end-program:after',
    'forget:write-slots:before',
    'forget:write-slots:after',
    'forget:answer:after',
  ],
  crashing: [
    'exited:wait:before',
    'exited:wait:after',
    'waited:write-slots:after',
    'waited:start:after',
  ],
  silent: [
    'window-over:write-slots:before',
    'window-over:write-slots:after',
    'window-over:end-program:before',
    'window-over:end-program:after',
  ],
};

/** A tree with its supervisor, started again whenever it has ended. */
class Life implements AsyncDisposable {
  readonly tree = new StandInTree('1.0.0');
  readonly #crashFile = join(this.tree.prefix, 'crash');
  #supervisor: JsonProcess;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;
  round = 0;
  /** Ends of a supervisor that nobody asked for. */
  readonly failures: string[] = [];

  constructor() {
    this.#supervisor = this.#start();
  }

  /** Goes for a new version, with somebody killed on the way; the version that runs in the end. */
  async update(character: StandInCharacter, crash: () => void): Promise<string> {
    this.round += 1;
    const version = `1.0.${this.round}`;
    this.tree.unpack(version, character);
    this.tree.goFor(version, this.round);
    crash();
    signal(this.#program, 'SIGUSR1');
    return this.settled();
  }

  killAtPoint(point: SupervisorPoint, victim: Victim): void {
    writeFileSync(this.#crashFile, `${point} ${victim}`);
    if (point.startsWith('began:')) this.kill('supervisor');
  }

  kill(victim: Victim): void {
    if (victim !== 'program') this.#supervisor.child.kill('SIGKILL');
    if (victim !== 'supervisor') signal(this.#program, 'SIGKILL');
  }

  /** The one that was started last. */
  get #program(): number {
    const started = this.#supervisor.lines.findLast((line) => line['msg'] === 'program-started');
    return Number(started?.['pid']);
  }

  killWithin(delayMs: number, victim: Victim): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.kill(victim), delayMs);
  }

  /** Whether what was to be killed at a point has not been. */
  isCrashPending(): boolean {
    return existsSync(this.#crashFile);
  }

  async settled(): Promise<string> {
    const deadline = performance.now() + UNTIL_TIMEOUT_MS;
    while (!this.#isSettled()) {
      if (performance.now() > deadline) throw new Error(`not settled: ${this.describe()}`);
      if (this.#hasEnded) this.#supervisor = this.#start();
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
    return this.tree.slots().current;
  }

  describe(): string {
    const { lines, errors } = this.#supervisor;
    const last = lines.slice(-30).map((line) => JSON.stringify(line));
    return [JSON.stringify(this.tree.slots()), ...last, errors].join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    rmSync(this.#crashFile, { force: true });
    this.#supervisor.child.kill('SIGTERM');
    await this.#supervisor.ended;
    this.tree[Symbol.dispose]();
  }

  /** The program that runs has no goal left, and nothing is under way. */
  #isSettled(): boolean {
    const { tree } = this;
    const isSaid = this.#supervisor.lines.some(
      (line: JsonLine) => line['msg'] === 'settled' && line['round'] === String(this.round),
    );
    if (this.#hasEnded || !isSaid) return false;
    const { current, supervisor, supervisorPrevious, trial } = tree.slots();
    return (
      trial === undefined &&
      tree.link('current') === current &&
      tree.link('supervisor') === supervisor &&
      tree.link('supervisor.previous') === supervisorPrevious &&
      tree.programs().length === 1
    );
  }

  #start(): JsonProcess {
    this.#hasEnded = false;
    const { prefix } = this.tree;
    const version = this.tree.link('supervisor') ?? '';
    const command = [
      process.execPath,
      wholeProgram('crash-supervisor'),
      prefix,
      version,
      String(HEALTH_MS),
    ];
    const supervisor = new JsonProcess('the supervisor', command as [string, ...string[]], {
      NODE_COMPILE_CACHE: COMPILE_CACHE,
    });
    supervisor.child.once('exit', (code, killedBy) => {
      this.#hasEnded = true;
      if (killedBy !== 'SIGKILL' && code !== REPLACED_EXIT)
        this.failures.push('the supervisor failed');
    });
    return supervisor;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

interface Fate {
  readonly character: StandInCharacter;
  readonly victim: Victim;
  /** Undefined: at a random moment. */
  readonly point?: SupervisorPoint;
}

const NAMED: readonly Fate[] = Object.entries(POINTS).flatMap(([character, points]) =>
  points.flatMap((point) =>
    VICTIMS.map((victim) => ({ character: character as StandInCharacter, victim, point })),
  ),
);

const LANES = 3;

it.concurrent.each(Array.from({ length: LANES }, (_, lane) => lane))(
  'one good version runs after every kill, lane %i',
  async (lane) => {
    const random = seededRandom(SEED + lane);
    process.stdout.write(`CRASH_SEED=${SEED} lane ${lane}\n`);
    await using life = new Life();
    await life.settled();
    const fates = NAMED.filter((_, at) => at % LANES === lane);
    while (fates.length < KILLS / LANES) fates.push(randomFate(random));
    for (const fate of fates) expect(await liveThrough(life, fate, random)).toEqual([]);
  },
);

/** What is wrong after it. */
async function liveThrough(life: Life, fate: Fate, random: () => number): Promise<string[]> {
  const { character, victim, point } = fate;
  if (point === undefined) {
    return liveRound(life, character, () => life.killWithin(RANDOM_MS * random(), victim));
  }
  const faults = await liveRound(life, character, () => life.killAtPoint(point, victim));
  // Whether a supervisor makes way at the end of its program depends on what it has lived through.
  if (life.isCrashPending()) {
    if (!point.includes('make-way')) life.kill('supervisor');
    await life.settled();
    faults.push(...(await liveRound(life, character, () => undefined)));
  }
  if (life.isCrashPending()) faults.push(`nobody was killed: ${JSON.stringify(fate)}`);
  return faults;
}

async function liveRound(
  life: Life,
  character: StandInCharacter,
  crash: () => void,
): Promise<string[]> {
  const before = life.tree.slots().current;
  const settled = await life.update(character, crash);
  const { supervisor } = life.tree.slots();
  const faults = life.failures.splice(0);
  if (life.tree.characterOf(settled) !== 'good') faults.push('no good version runs');
  // A good one is installed, or given up because it was killed too often; a bad one never stays.
  if (character !== 'good' && settled !== before) faults.push('another version runs');
  if (!life.tree.releases().includes(supervisor)) faults.push('there is no such supervisor');
  return faults.map((fault) => `${fault}: ${character}, round ${life.round}\n${life.describe()}`);
}

/** About as long as an update of a stand-in takes. */
const RANDOM_MS = 120;

function randomFate(random: () => number): Fate {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  return {
    character: pick(['good', 'good', 'good', 'unhealthy', 'crashing']),
    victim: pick(VICTIMS),
  };
}
