/** Every action there is, and both its schemas. */
import { challenge } from './challenge.ts';
import { commands } from './commands.ts';
import { hello } from './hello.ts';
import { lines } from './lines.ts';

export const ACTIONS = [challenge, hello, lines, commands] as const;
