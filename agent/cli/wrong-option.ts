import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { WrongCallWords } from '../words/command-text.ts';

/** The first option that is not known, lacks its value or has one too many, in words; undefined where all are right. */
export function wrongOption(
  argv: readonly string[],
  options: ParseArgsOptionsConfig,
  words: WrongCallWords,
): string | undefined {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const known = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (known === undefined) return words.unknownOption(token.rawName);
    const { rawName, value, inlineValue } = token;
    if (known.type === 'boolean') {
      if (value !== undefined) return words.valueUnasked(rawName);
      continue;
    }
    // What looks like the next option is no value, unless it is written behind a =.
    const isThere = value !== undefined && (inlineValue || !value.startsWith('-'));
    if (!isThere) return words.valueMissing(rawName);
  }
  return undefined;
}
