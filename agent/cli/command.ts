import type { ParentChannel } from '../update/supervisor-link.ts';

/** What a subcommand is given instead of `process`: the whole of the world it may touch. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** The folder the program lies in. */
  readonly root: string;
  /** Where this computer's parts are looked up; `/` where left out. */
  readonly hardwareRoot?: string;
  readonly version: string;
  /** Of the process behind it; where left out, nothing can be installed. */
  readonly host?: ProcessHost;
}

export interface ProcessHost {
  /** Such as `linux-x64`. */
  readonly platform: string;
  /** The Node it runs in. */
  readonly nodePath: string;
  /** Stands still until all garbage is collected, where the process was started with leave for it. */
  readonly collectGarbage?: (() => void) | undefined;
  /** To whoever started the process, such as a supervisor. */
  readonly parent: ParentChannel | undefined;
}

export interface Command {
  /** How it is called, after `tillwarden`. */
  readonly usage: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** The exit code. Throws `UsageError` when it was called wrongly. */
  readonly run: (argv: readonly string[], io: CommandIo) => Promise<number>;
}

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The configuration file a command works on: `--config`, the environment, or where it is installed. */
export function configPath(flag: string | undefined, env: CommandIo['env']): string {
  return flag ?? env['TILLWARDEN_CONFIG'] ?? '/etc/tillwarden/config.json';
}
