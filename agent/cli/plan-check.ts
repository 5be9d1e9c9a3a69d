import { planSchema } from '../../sync/trust/plan-schema.ts';
import type { CommandIo } from './command.ts';
import { problemsOf, problemText } from './explain-issues.ts';
import { readJson } from './read-strict.ts';

/** Says of every place of a plan file what is wrong and what would be right. Exit code 1 where any is. */
export function checkPlan(path: string, isJson: boolean, { stdout, stderr }: CommandIo): number {
  const value = readJson(path);
  const parsed = planSchema.safeParse(value);
  const problems = parsed.success ? [] : problemsOf(parsed.error, value);
  const isGood = parsed.success;
  if (isJson) stdout.write(`${JSON.stringify({ isGood, problems })}\n`);
  else for (const problem of problems) stderr.write(`${problemText(problem)}\n`);
  if (!isJson && parsed.success) {
    const { id, version, rows } = parsed.data;
    stdout.write(`${path} is a good plan: ${id}, version ${version}, ${rows.length} rows.\n`);
  }
  return isGood ? 0 : 1;
}
