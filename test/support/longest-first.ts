import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take minutes, the longest first: what begins last must not be what ends last, and
 * those that reckon run beside those that wait for coins to fall.
 */
const LONGEST = [
  'test/world/cash/even-lives.test.ts',
  'test/integration/crash.test.ts',
  'test/world/cash/odd-lives.test.ts',
  'test/integration/cashdro-cash.test.ts',
  'test/integration/operations.test.ts',
  'test/world/cash/judge.test.ts',
  'test/integration/remote-expiry.test.ts',
  'test/integration/cashdro.test.ts',
  'test/integration/licence-walk.test.ts',
  'test/integration/device-scan.test.ts',
  'test/integration/device-watch.test.ts',
  'test/contract/drivers.tty.test.ts',
  'test/integration/hub-agent.test.ts',
  'test/integration/update-walk.test.ts',
  'test/integration/update-kill.test.ts',
  'test/integration/demo-update.test.ts',
  'test/integration/update-fetch-kill.test.ts',
  'test/integration/update-attacks.test.ts',
  'test/world/fleet.test.ts',
  'test/integration/sync-cli.test.ts',
  'test/world/world.test.ts',
  'test/e2e/money.e2e.test.ts',
  'test/e2e/page.e2e.test.ts',
  'test/e2e/hub-page.e2e.test.ts',
  'test/integration/cashdro-trust.test.ts',
  'test/integration/operators.test.ts',
  'test/integration/sync.test.ts',
  'test/integration/unplug.test.ts',
  'test/integration/drawer.test.ts',
  'test/integration/notes.test.ts',
  'test/integration/socket-attacks.test.ts',
];

/** Begins with the longest files; those that share a process come last, and one after another. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  if (!project.config.isolate) return LONGEST.length + 1;
  const place = LONGEST.findIndex((file) => moduleId.endsWith(file));
  return place === -1 ? LONGEST.length : place;
}
