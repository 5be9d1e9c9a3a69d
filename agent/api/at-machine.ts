import type { Answer, TillRequest } from '../core/till/events.ts';
import type { ServerParts } from './api-parts.ts';
import type { Problem } from './errors.ts';
import type { Patience } from './machine-queue.ts';

interface Asking extends Patience {
  readonly client: string;
}

/**
 * Has the till begin something once the machine is there for it. What it has begun under this key
 * already is answered whoever holds the machine by now: who hears "occupied" takes it for not done.
 */
export function beginAtMachine(
  { shell, queue }: Pick<ServerParts, 'shell' | 'queue'>,
  request: TillRequest,
  { client, ...patience }: Asking,
): Promise<Answer | Problem> {
  const ask = () => shell.ask(request);
  return shell.knows(request) ? ask() : queue.begin(client, patience, ask);
}
