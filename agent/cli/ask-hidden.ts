import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CommandIo } from './command.ts';

/** Whether somebody sits at a terminal who can be asked. */
export function hasTerminal({ stdin }: Pick<CommandIo, 'stdin'>): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true;
}

/** Asks on the terminal for a secret; what is typed is not shown. */
export async function askHidden(
  question: string,
  { stdin, stderr, signal }: Pick<CommandIo, 'stdin' | 'stderr' | 'signal'>,
): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silent, terminal: true });
  // Only now: before, the terminal itself would show what is typed.
  stderr.write(question);
  try {
    return await terminal.question('', { signal });
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}

/** Asks on the terminal for what everybody may read. */
export async function askShown(
  question: string,
  { stdin, stderr, signal }: Pick<CommandIo, 'stdin' | 'stderr' | 'signal'>,
): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr, terminal: true });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}
