import type { UnitConfig } from './config.ts';
import { command, COMMAND, floatByDenomination, valueBytes, type Command } from './commands.ts';
import type { Stock } from './stock.ts';

/** What is to go into the cash box. */
export interface Collecting {
  readonly valueMinor: number;
  readonly count: number;
}

/** The command that tries it out, where there is one, and those that do it: a unit knows at least one. */
export interface CollectCommands {
  readonly test: Command | undefined;
  readonly reals: readonly Command[];
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
    return { test: undefined, reals: [command(COMMAND.smartEmpty), command(COMMAND.emptyAll)] };
  }
  return { test: floatByDenomination('test', kept), reals: [floatByDenomination('real', kept)] };
}
