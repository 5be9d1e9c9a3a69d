/**
 * The supervisor as `tillwarden supervise` composes it, with one thing more: what the file `crash` in
 * its tree names is killed with SIGKILL when the point it names is passed. Only tests start this.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { supervise } from '../../agent/update/supervisor.ts';
import { createSupervisorEvents } from '../../agent/update/supervisor-events.ts';
import { REPLACED_EXIT } from '../../agent/update/supervisor-words.ts';

const [prefix = '', version = '', healthMs = '', pointsFile = ''] = process.argv.slice(2);
const crashFile = join(prefix, 'crash');
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

let program: number | undefined;
const events = createSupervisorEvents(pino({ base: null }, process.stdout));

void start();

async function start(): Promise<void> {
  const end = await supervise(
    {
      prefix,
      version,
      programArgs: ['run'],
      healthMs: Number(healthMs),
      env: { PATH: process.env['PATH'] },
      stdout: process.stdout,
      stderr: process.stderr,
      clock: systemClock,
      events: {
        ...events,
        programStarted: (facts) => {
          program = facts.pid;
          events.programStarted(facts);
        },
        programEnded: (facts) => {
          program = undefined;
          events.programEnded(facts);
        },
      },
      onPoint: (point) => {
        if (pointsFile !== '') appendFileSync(pointsFile, `${point}\n`);
        if (!existsSync(crashFile)) return;
        const [at, who] = readFileSync(crashFile, 'utf8').split(' ');
        if (at !== point) return;
        rmSync(crashFile);
        if (who !== 'supervisor') killProgram();
        if (who !== 'program') process.kill(process.pid, 'SIGKILL');
      },
    },
    stop.signal,
  );
  process.exitCode = end === 'replaced' ? REPLACED_EXIT : 0;
}

function killProgram(): void {
  if (program === undefined) return;
  try {
    process.kill(program, 'SIGKILL');
  } catch {
    // It has ended, and nobody has been told yet.
  }
}
