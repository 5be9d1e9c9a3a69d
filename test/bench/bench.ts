/**
 * Where the till stands: each figure beside a peer or a physical limit measured in the same run.
 * Nothing is asserted; a machine that is busy with something else shows in both columns.
 */
import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bench-till.ts';
import { tableOf } from './comparison.ts';
import { measureCreditLatency } from './credit-latency.ts';
import { measureEcho } from './echo.ts';
import { measureJournalAppend } from './journal-append.ts';
import { measurePayout } from './payout.ts';
import { measureRefresh } from './release-refresh.ts';
import { measureRest, measureStart } from './start-and-rest.ts';

/** Inside the checkout, which lies on a disk; the system's temporary folder may not. */
const SCRATCH = join(ROOT, 'var');

mkdirSync(SCRATCH, { recursive: true });
const [load = 0] = loadavg();
say(
  `Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(2)} at the start`,
);
say('journal …');
const { comparison: append, bareCommitMs: commitMs } = measureJournalAppend(SCRATCH);
say('start …');
const start = await measureStart();
say('rest …');
const rest = await measureRest();
say('credits …');
const echoMs = await measureEcho();
const credits = await measureCreditLatency({ echoMs, commitMs });
say('change …');
const payout = await measurePayout();
say('releases …');
const refresh = await measureRefresh(SCRATCH);
say('');
process.stdout.write(tableOf([append, ...start, ...rest, ...credits, ...payout, refresh]));

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
