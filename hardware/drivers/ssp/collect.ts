import type { UnitConfig } from './config.ts';
import { command, COMMAND, floatByDenomination, valueBytes, type Command } from './commands.ts';
import type { Stock } from './stock.ts';

/** What is to go into the cash box. */
export interface Collecting {
  readonly valueMinor: number;
  readonly count: number;
}

/** The command that tries it out, where there is one, and the one that does it. */
export interface CollectCommands {
  readonly test: Command | undefined;
  readonly real: Command;
}

/**
 * Keeps all other values as they are. A unit that is to hold nothing afterwards is emptied instead: it
 * then looks for pieces that its levels do not know of, too.
 */
export function collectCommands(
  { valueMinor, count }: Collecting,
  stock: Stock,
  { currency }: Pick<UnitConfig, 'currency'>,
): CollectCommands {
  const kept = [...stock.levels].map(([value, level]) => ({
    count: value === valueMinor ? level - count : level,
    value: valueBytes(value, currency),
  }));
  if (kept.every((one) => one.count === 0)) {
    return { test: undefined, real: command(COMMAND.smartEmpty) };
  }
  return { test: floatByDenomination('test', kept), real: floatByDenomination('real', kept) };
}
