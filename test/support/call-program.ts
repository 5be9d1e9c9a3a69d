import { runCommandLine } from '../../agent/cli/command-line.ts';
import type { Command } from '../../agent/cli/command.ts';
import { callCommand, type Around } from './call-command.ts';

/** How a command has ended, as its process would show it. */
export interface ProgramSaid {
  /** Null where a signal has ended it. */
  readonly status: number | null;
  /** On standard output, then on standard error. */
  readonly said: string;
}

const PROGRAM: Command = { usage: 'COMMAND', summary: 'The whole program.', run: runCommandLine };

/**
 * Runs a command line of the program in this process, mistakes included, a hundred times cheaper
 * than a process of its own: for commands that end by themselves.
 */
export async function callProgram(
  argv: readonly string[],
  around: Around = {},
): Promise<ProgramSaid> {
  const { code, out, err } = await callCommand(PROGRAM, argv, around);
  return { status: code, said: `${out}${err}`.trim() };
}
