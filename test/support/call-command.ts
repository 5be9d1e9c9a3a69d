import { PassThrough } from 'node:stream';
import type { Command } from '../../agent/cli/command.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  /** What is typed, at a terminal or not. */
  readonly text?: string;
  readonly isTerminal?: boolean;
  /** Where the program lies, with its trust file. */
  readonly root?: string;
  readonly hardwareRoot?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command of the command line in this process. */
export async function callCommand(
  command: Command,
  argv: readonly string[],
  around: Around = {},
): Promise<Said> {
  const stdin = Object.assign(new PassThrough(), { isTTY: around.isTerminal === true });
  stdin.end(around.text ?? '');
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const { signal } = new AbortController();
  const io = {
    env: around.env ?? {},
    stdin,
    stdout,
    stderr,
    signal,
    root: around.root ?? '/nowhere',
    version: '0.0.0',
    hardwareRoot: around.hardwareRoot ?? '/nowhere',
  };
  const code = await command.run(argv, io);
  return { code, out: textIn(stdout), err: textIn(stderr) };
}

function textIn(stream: PassThrough): string {
  return String(stream.read() ?? '');
}
