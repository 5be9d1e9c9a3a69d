/** Runs every test project and closes with one plain line of totals. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

const REPORT = 'var/test-report.json';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

mkdirSync('var', { recursive: true });
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
const { numPassedTests, numFailedTests, numPendingTests } = report;
process.stdout.write(
  `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`,
);
if (numPendingTests > 0) process.stdout.write('SKIPPED TESTS: see the list above\n');
process.exitCode = run.status ?? 1;
