/** What a schema found wrong, for whoever wrote the file: where, what is there, what would be right. */
import type { z } from 'zod';

const SHOWN_CHARS_MAX = 60;
const PROBLEMS_MAX = 50;

/** What is wrong at one place. */
export interface Problem {
  /** Where, such as `rows[3].then.outcome`; empty for the whole. */
  readonly field: string;
  readonly problem: string;
}

/** One for each thing that is wrong, none twice. */
export function problemsOf(error: z.ZodError, value: unknown): readonly Problem[] {
  const problems = error.issues.flatMap((issue) => problemsIn(issue, value));
  const byText = new Map(problems.map((each) => [problemText(each), each]));
  return [...byText.values()];
}

/** One line for each thing that is wrong; of very many the first ones. */
export function explained(error: z.ZodError, value: unknown): readonly string[] {
  const lines = problemsOf(error, value).map(problemText);
  const more = lines.length - PROBLEMS_MAX;
  return more > 0 ? [...lines.slice(0, PROBLEMS_MAX), `and ${more} more`] : lines;
}

export function problemText({ field, problem }: Problem): string {
  return `${field === '' ? 'the whole' : field}: ${problem}`;
}

type Issue = z.core.$ZodIssue;

function problemsIn(issue: Issue, value: unknown): readonly Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pathText([...path, key]),
      problem: 'nothing of this name belongs here; leave it out',
    }));
  }
  const field = pathText(path);
  if (issue.code === 'invalid_key') {
    const why = issue.issues.map(({ message }) => message).join('; ');
    return [{ field, problem: `this name cannot be used: ${why}` }];
  }
  const found = valueAt(value, path);
  const there = found === undefined ? 'it is missing' : `there is ${shown(found)}`;
  return [{ field, problem: `${there}; ${wanted(issue)}` }];
}

function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it takes ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `it takes ${shown(issue.values[0])}`
        : `use one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `${sizeName(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `${sizeName(issue.origin)} at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'use a day such as 2026-12-25' : issue.message;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'custom':
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list [ … ]',
  object: 'an object { … }',
  record: 'an object { … }',
};

function sizeName(origin: string): string {
  switch (origin) {
    case 'string':
      return 'characters:';
    case 'array':
      return 'entries:';
    default:
      return 'it takes';
  }
}

/** `rows[3].then.outcome`; a key that is no plain name stands in quotes. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = String(part);
      return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === String(part))?.[1];
  }
  return at;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text;
}
