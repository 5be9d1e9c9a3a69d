/** One figure of ours beside what it is measured against, both from the same run. */
export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number;
  readonly against: string;
  readonly goal?: Goal;
  /** What else there is to know. */
  readonly note?: string;
}

/** A bound of ours divided by theirs, or of ours alone. */
export interface Goal {
  readonly of: 'ratio' | 'ours';
  readonly bound: 'min' | 'max';
  readonly value: number;
}

/** Rows are shown as they are measured, so no column can wait for the widest of its cells. */
const WIDTHS = [42, 8, 30, 11, 8, 16];

/** What the columns of `rowsOf` are called. */
export const HEAD = lineOf(['', 'ours', 'against', 'unit', 'ratio', 'goal', '']);

/** The comparisons as lines of a plain table; a goal that is missed says so, and nothing fails by it. */
export function rowsOf(comparisons: readonly Comparison[]): string {
  return comparisons.map((comparison) => lineOf(rowOf(comparison))).join('\n');
}

function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0))
    .join('  ')
    .trimEnd();
}

function rowOf(comparison: Comparison): readonly string[] {
  const { what, unit, ours, theirs, against, goal, note } = comparison;
  const ratio = ours / theirs;
  return [
    what,
    figure(ours),
    `${figure(theirs)} ${against}`,
    unit,
    goal?.of === 'ours' ? '' : `${figure(ratio)}x`,
    goal === undefined ? '' : goalText(goal, goal.of === 'ratio' ? ratio : ours),
    note ?? '',
  ];
}

function goalText({ of, bound, value }: Goal, reached: number): string {
  const holds = bound === 'min' ? reached >= value : reached <= value;
  const sign = bound === 'min' ? '>=' : '<=';
  return `[${sign} ${value}${of === 'ratio' ? 'x' : ''}] ${holds ? 'met' : 'MISSED'}`;
}

function figure(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
  return value.toFixed(digits);
}
