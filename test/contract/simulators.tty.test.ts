/**
 * Every machine on the list of `tillwarden simulate` is run by that command, is worked with by its real
 * driver over a real port, and answers whoever tells it something wrong by what it would understand.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runSimulate } from '../../agent/cli/simulate.ts';
import { simulatedMachines, simulatedWebMachines } from '../../agent/cli/simulated-machines.ts';
import { planPort } from '../../agent/compose-ports.ts';
import { euroNoteMachineDriverConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import { driverConfigFor, nv200 } from '../../hardware/drivers/ssp/sim-config.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { terminalFamilies } from './terminal-families.ts';

const LIMIT_MS = 30_000;

interface Fitting {
  readonly machine: string;
  readonly driver: string;
  readonly config: object;
  /** A command that does something to it. */
  readonly insert: string;
}

/** The machines that the suite on terminals has no cash of its own to put in. */
const others: readonly Fitting[] = [
  {
    machine: 'cctalk-notes-crc',
    driver: 'cctalk',
    config: { ...euroNoteMachineDriverConfig, checksum: 'crc' },
    insert: 'insert-note 500',
  },
  {
    machine: 'smart-payout',
    driver: 'ssp',
    config: driverConfigFor(nv200),
    insert: 'insert 500',
  },
  {
    machine: 'escpos-drawer',
    driver: 'escpos-drawer',
    config: { device: 'drawer', openLevel: 'low' },
    insert: 'open',
  },
  { machine: 'lcus', driver: 'lcus', config: { device: 'drawer' }, insert: 'truth' },
  {
    machine: 'cashdro',
    driver: 'cashdro',
    config: { device: 'cashdro', currency: 'EUR', terminal: 'till-1' },
    insert: 'insert 500',
  },
];

const fittings: readonly Fitting[] = [...terminalFamilies, ...others];

interface Line {
  readonly [key: string]: unknown;
}

/** The command itself, with a hand at its input and an eye on its output. */
class Simulation implements AsyncDisposable {
  readonly #stdin = new PassThrough();
  readonly #ending = new AbortController();
  readonly #lines: AsyncIterator<string>;
  readonly #code: Promise<number>;

  constructor(argv: readonly string[]) {
    const stdout = new PassThrough();
    const { signal } = this.#ending;
    const lines = createInterface({ input: stdout });
    this.#lines = lines[Symbol.asyncIterator]();
    const stderr = new PassThrough();
    this.#code = runSimulate(argv, { stdin: this.#stdin, stdout, stderr, signal });
  }

  /** The next thing it says that is called so. */
  async next(event: string): Promise<Line> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new RangeError(`It has ended without ${event}.`);
      const line = JSON.parse(value) as Line;
      if (line['event'] === event) return line;
    }
  }

  say(command: string): void {
    this.#stdin.write(`${command}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    const code = await this.#code;
    if (code !== 0) throw new RangeError(`It has ended with ${code}.`);
  }
}

/** Opens the real driver there, and waits until all its devices are up. */
async function driveUntilUp({ driver, config }: Fitting, transport: object, folder: string) {
  const ended = new AbortController();
  const states = new Map<string, string>();
  const site = { currency: 'EUR', folder };
  const open = await planPort({ id: 'port', driver, transport, options: config }, site);
  const news = new EventTarget();
  const port = open({
    clock: systemClock,
    cursors: {},
    judge: async () => 'return',
    trace: () => {},
    tell: async () => {},
    report: async (report) => {
      if (report.kind !== 'state') return;
      states.set(report.device, report.state.kind);
      news.dispatchEvent(new Event('news'));
    },
  });
  await using _ = port;
  const names = [...port.devices, ...(port.peripherals ?? [])].map(({ device }) => device);
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(LIMIT_MS)]);
  while (!names.every((name) => states.get(name) === 'up')) await once(news, 'news', { signal });
  return names;
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'simulators-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const all = [...simulatedMachines, ...simulatedWebMachines].map(({ name }) => name);

it('there is a driver for every simulated machine, and a machine for every entry', () => {
  expect(fittings.map(({ machine }) => machine).toSorted()).toEqual(all.toSorted());
});

describe.concurrent.each(fittings)('$machine', (fitting) => {
  const { machine, insert } = fitting;
  const isWeb = simulatedWebMachines.some(({ name }) => name === machine);
  const place = (folder: string) => (isWeb ? ['--port', '0'] : ['--tty', join(folder, 'tty')]);

  it('answers what is wrong by what is possible, and goes on', () =>
    withFolder(async (folder) => {
      await using simulation = new Simulation([machine, ...place(folder), '--fast']);
      await simulation.next('ready');
      simulation.say('help');
      const { commands } = await simulation.next('help');
      expect(commands).toEqual(expect.arrayContaining(['truth', 'help', 'quit', 'unplug', 'plug']));
      for (const wrong of ['dance', 'unplug now', '{', '{"do":"insert"}']) {
        simulation.say(wrong);
        expect(await simulation.next('error')).toMatchObject({ commands });
      }
      simulation.say(insert);
      await simulation.next(insert === 'truth' ? 'truth' : 'done');
      simulation.say('quit');
      await simulation.next('ended');
    }));

  it('is worked with by its driver', () =>
    withFolder(async (folder) => {
      const credentials = join(folder, 'credentials.json');
      const known = JSON.stringify({ name: 'till', password: '1234' });
      await writeFile(credentials, known, { mode: 0o600 });
      await using simulation = new Simulation([machine, ...place(folder), '--fast']);
      const { port, pin, tty } = await simulation.next('ready');
      const transport = isWeb
        ? { kind: 'https', host: '127.0.0.1', port, pin, credentials }
        : { kind: 'serial', path: tty, baudRate: 9_600 };
      expect((await driveUntilUp(fitting, transport, folder)).length).toBeGreaterThan(0);
    }));
});
