import { PassThrough } from 'node:stream';
import type { Command } from '../../agent/cli/command.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the command line in this process; `typed` is what comes in, at a terminal or not. */
export async function callCommand(
  command: Command,
  argv: readonly string[],
  typed?: { readonly text: string; readonly isTerminal: boolean },
): Promise<Said> {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed?.isTerminal === true });
  stdin.end(typed?.text ?? '');
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const { signal } = new AbortController();
  const io = { env: {}, stdin, stdout, stderr, signal, root: '/nowhere', version: '0.0.0' };
  const code = await command.run(argv, io);
  return { code, out: textIn(stdout), err: textIn(stderr) };
}

function textIn(stream: PassThrough): string {
  return String(stream.read() ?? '');
}
