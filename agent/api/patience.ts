import type { FastifyReply } from 'fastify';
import type { Patience } from './machine-queue.ts';

/** For as long as was said, and no longer than somebody is there to hear the answer. */
export function patienceOf({ raw }: FastifyReply, waitSeconds: number): Patience {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return { waitMs: waitSeconds * 1_000, signal: gone.signal };
}
