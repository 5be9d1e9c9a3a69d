/** Commands to a simulated machine as people and programs write them: plain words, or JSON. */
import { z } from 'zod';

export type ParsedSimCommand<Command> =
  | { readonly kind: 'command'; readonly command: Command }
  | {
      readonly kind: 'bad';
      readonly code: 'not-json' | 'bad-command';
      readonly message: string;
      /** All that would have been understood. */
      readonly commands: readonly string[];
    };

/** The plain words after each command, in order; the last ones may be left out. */
export type CommandWords = Readonly<Record<string, readonly string[]>>;

/** Reads a line such as `insert 200`, or `{"do":"insert","valueMinor":200}`. */
export function readSimCommand<Command>(
  line: string,
  schema: z.ZodType<Command>,
  words: CommandWords,
): ParsedSimCommand<Command> {
  const text = line.trim();
  const value = text.startsWith('{') ? parseJson(text) : fromWords(text.split(/\s+/), words);
  const commands = usageOf(words);
  if (value === undefined) {
    return { kind: 'bad', code: 'not-json', message: 'This is not JSON.', commands };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'command', command: parsed.data };
  return { kind: 'bad', code: 'bad-command', message: z.prettifyError(parsed.error), commands };
}

/** Each command with the words that follow it, for `help`. */
export function usageOf(words: CommandWords): readonly string[] {
  return Object.entries(words).map(([name, names]) => [name, ...names].join(' '));
}

function fromWords([name, ...given]: readonly string[], words: CommandWords): unknown {
  const names = Object.entries(words).find(([known]) => known === name)?.[1] ?? [];
  const facts = given.map((word, at) => [names[at] ?? `word ${at + 2}`, fromWord(word)] as const);
  return { do: name, ...Object.fromEntries(facts) };
}

function fromWord(word: string): string | number {
  return /^[0-9]{1,9}$/.test(word) ? Number(word) : word;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
