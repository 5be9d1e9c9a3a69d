import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { pageFolderOf, startAgent, type Agent } from '../compose.ts';
import { readConfig } from '../config/config.ts';
import { createAgentEvents, type AgentEvents } from '../events.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { readTrust } from '../config/trust-place.ts';
import { RecentLog } from '../support/recent-log.ts';
import { aborted } from './aborted.ts';
import { superviseLink, unlessUnfit, updatesBy } from './run-updates.ts';
import { HANDED_OVER_EXIT } from '../update/supervisor-words.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];

export const runCommand: Command = {
  usage: 'run [--config FILE] [--log trace|debug|info|warn|error]',
  summary: 'Run the agent until it is stopped; logs are JSON lines on standard output.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { config: { type: 'string' }, log: { type: 'string', default: 'info' } },
  });
  const level = values.log;
  if (!LOG_LEVELS.includes(level)) {
    throw new UsageError(`there is no log level ${level}: use ${LOG_LEVELS.join(', ')}`);
  }
  const recentLog = new RecentLog();
  const hooks = { streamWrite: recentLog.keep };
  const events = createAgentEvents(pino({ level, base: null, hooks }, io.stdout));
  using link = superviseLink(io);
  const updates =
    link === undefined || io.host === undefined ? undefined : await updatesBy(link, io.host);
  const start = (): Promise<Agent> =>
    startAgent({
      config: readConfig(configPath(values.config, io.env)),
      trust: trustOf(io.root, events),
      events,
      recentLog,
      version: io.version,
      clock: systemClock,
      pageFolder: pageFolderOf(io.root),
      updates,
      collectGarbage: io.host?.collectGarbage,
    });
  await using agent = await unlessUnfit(start, { link, updates });
  try {
    const end = await Promise.race([
      unlessUnfit(() => agent.finished, { link, updates }).then(() => 'stopped' as const),
      aborted(io.signal).then(() => 'stopped' as const),
      agent.makingWay.then(() => 'making-way' as const),
      // Another program will be started in its place.
      ...(link === undefined ? [] : [link.lost.then(() => 'stopped' as const)]),
    ]);
    events.agentStopped();
    return end === 'making-way' ? HANDED_OVER_EXIT : 0;
  } catch (cause) {
    events.agentFailed(cause);
    return 1;
  }
}

/** A trust file that is no use is none: then no licence counts, and the till says so and goes on. */
function trustOf(root: string, events: AgentEvents): TrustFile | undefined {
  try {
    return readTrust(root);
  } catch (cause) {
    events.vendorFailed(cause);
    return undefined;
  }
}
