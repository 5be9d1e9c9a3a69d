/**
 * The agent as `tillwarden run` composes it, with one thing more: told by the environment, it kills
 * itself with SIGKILL at the n-th passing of a named point. Only tests start this.
 */
import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { pino } from 'pino';
import { pageFolderOf, startAgent } from '../../agent/compose.ts';
import { readConfig } from '../../agent/config/config.ts';
import { readTrust } from '../../agent/config/trust-place.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { RecentLog } from '../../agent/support/recent-log.ts';
import { shiftedClock } from './shifted-clock.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const crashPoint = process.env['CRASH_POINT'];
let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');

const recentLog = new RecentLog();
const hooks = { streamWrite: recentLog.keep };

void start();

async function start(): Promise<void> {
  const agent = await startAgent({
    config: readConfig(process.env['TILLWARDEN_CONFIG'] ?? ''),
    trust: readTrust(process.env['TILLWARDEN_ROOT'] ?? ROOT),
    version: 'test',
    clock: shiftedClock(process.env['WALL_AT'], Number(process.env['RAN_DAYS'] ?? '0')),
    events: createAgentEvents(
      pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null, hooks }, process.stdout),
    ),
    recentLog,
    pageFolder: pageFolderOf(ROOT),
    hardwareRoot: process.env['HARDWARE_ROOT'] ?? '/',
    // What ships is whatever the store does by itself; only the counter-proof says otherwise.
    ...(process.env['SYNCHRONOUS'] === 'OFF' ? { synchronous: 'OFF' as const } : {}),
    onPoint: (point) => {
      if (point !== crashPoint) return;
      passesLeft -= 1;
      if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
    },
  });
  // Node itself does this at an end that comes to few of these.
  flushCompileCache();
  process.once('SIGTERM', () => void agent[Symbol.asyncDispose]());
}
