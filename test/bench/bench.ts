/**
 * Where the till stands: each figure beside a peer or a physical limit measured in the same run.
 * Nothing is asserted; a machine that is busy with something else shows in both columns. Names of
 * sections as arguments measure those alone.
 */
import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bench-till.ts';
import { HEAD, rowsOf, type Comparison } from './comparison.ts';
import { measureCreditLatency } from './credit-latency.ts';
import { measureDecide } from './decide.ts';
import { measureEcho } from './echo.ts';
import { measureJournalAppend, type AppendFigures } from './journal-append.ts';
import { measureLedger } from './ledger.ts';
import { measurePayout } from './payout.ts';
import { measureRelay } from './relay.ts';
import { measureRefresh } from './release-refresh.ts';
import { measureRest, measureStart } from './start-and-rest.ts';

/** Inside the checkout, which lies on a disk; the system's temporary folder may not. */
const SCRATCH = join(ROOT, 'var');

type Section = () => readonly Comparison[] | Promise<readonly Comparison[]>;

let appended: AppendFigures | undefined;

const SECTIONS: Readonly<Record<string, Section>> = {
  decide: measureDecide,
  ledger: measureLedger,
  journal: () => [append().comparison],
  start: measureStart,
  rest: measureRest,
  credits: async () =>
    await measureCreditLatency({ echoMs: await measureEcho(), commitMs: append().bareCommitMs }),
  change: measurePayout,
  relay: measureRelay,
  releases: async () => [await measureRefresh(SCRATCH)],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `there is no ${unknown.join(', ')}: say ${Object.keys(SECTIONS).join(', ')}, or nothing for all\n`,
  );
  process.exitCode = 2;
} else {
  await measure(Object.entries(SECTIONS).filter(([name]) => isAsked(name)));
}

function isAsked(name: string): boolean {
  return names.length === 0 || names.includes(name);
}

async function measure(sections: readonly (readonly [string, Section])[]): Promise<void> {
  mkdirSync(SCRATCH, { recursive: true });
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  say(`Node ${process.version}, ${cores} cores, load ${load.toFixed(2)} at the start`);
  say(`A till that runs is a release’s program, built from this checkout, and started as its`);
  say(`supervisor starts it.\n\n${HEAD}`);
  for (const [, section] of sections) say(rowsOf(await section()));
}

/** The commit that credits are measured against is that of the journal's own section. */
function append(): AppendFigures {
  appended ??= measureJournalAppend(SCRATCH);
  return appended;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
