/** Versions of releases: three numbers and nothing else, so that every two of them can be ordered. */

const VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;

/** Whether a text is a version as releases have them, such as `1.4.12`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Negative where `a` is the older. Text that is no version is older than all that are. */
export function compareVersions(a: string, b: string): number {
  const [ours, theirs] = [numbersOf(a), numbersOf(b)];
  for (const [at, number] of ours.entries()) {
    const difference = number - (theirs[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * What an operator may go back to. Down only: above what runs lies what the way back to the release the
 * till is entitled to has just left.
 */
export function rollbackGoal(installed: string, previous: string | undefined): string | undefined {
  return previous === undefined || compareVersions(previous, installed) > 0 ? undefined : previous;
}

function numbersOf(version: string): readonly number[] {
  const [, ...numbers] = VERSION.exec(version) ?? [];
  return numbers.length === 0 ? [-1, -1, -1] : numbers.map(Number);
}
