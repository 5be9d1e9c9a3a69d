/**
 * The agent as `tillwarden run` composes it, with one thing more: told by the environment, it kills
 * itself with SIGKILL at the n-th passing of a named point. Only tests start this.
 */
import { resolve } from 'node:path';
import { pino } from 'pino';
import { pageFolderOf, startAgent } from '../../agent/compose.ts';
import { readConfig } from '../../agent/config/config.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const crashPoint = process.env['CRASH_POINT'];
let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');

const agent = await startAgent({
  config: readConfig(process.env['TILLWARDEN_CONFIG'] ?? ''),
  version: 'test',
  clock: systemClock,
  events: createAgentEvents(pino({ level: 'info', base: null }, process.stdout)),
  pageFolder: pageFolderOf(resolve(import.meta.dirname, '../..')),
  // What ships is whatever the store does by itself; only the counter-proof says otherwise.
  ...(process.env['SYNCHRONOUS'] === 'OFF' ? { synchronous: 'OFF' as const } : {}),
  onPoint: (point) => {
    if (point !== crashPoint) return;
    passesLeft -= 1;
    if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
  },
});
process.once('SIGTERM', () => void agent[Symbol.asyncDispose]());
