/** `tillwarden support`: what somebody at the till says to a technician who wants to look at it. */
import { parseArgs } from 'node:util';
import { standingSchema, type StandingView } from '../api/support-schema.ts';
import { readConfig } from '../config/config.ts';
import type { SessionEnd } from '../core/support/remote-session.ts';
import { COMMON_OPTIONS } from './cash-action.ts';
import { askAgent } from './cash-agent.ts';
import { agentPlace, signedIn } from './cash-sign-in.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { localTime } from './local-time.ts';

export const supportCommand: Command = {
  usage: `support [session]
      who is connected to this till, or wants to be, and the code to read out to them
  tillwarden support accept | decline | stop
      let them see this till, do not, or cut them off at once
  --token-file FILE or TILLWARDEN_TOKEN has the token of this program (tillwarden client add)
  --json prints the agent’s answer; --config FILE`,
  summary: 'A technician’s session at this till.',
  run,
};

const ACTIONS = ['session', 'accept', 'decline', 'stop'] as const;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values: flags, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: COMMON_OPTIONS,
  });
  const [name = 'session', ...more] = positionals;
  const action = ACTIONS.find((one) => one === name);
  if (action === undefined || more.length > 0) {
    throw new UsageError(`say support ${ACTIONS.join(', support ')}`);
  }
  const { api } = readConfig(configPath(flags.config, io.env));
  const place = await signedIn(agentPlace(api.port, flags, io), flags, io);
  const path = '/v1/support/session';
  const view = await askAgent(
    place,
    action === 'session'
      ? { method: 'GET', path, schema: standingSchema }
      : { method: 'POST', path: `${path}/${action}`, schema: standingSchema },
  );
  io.stdout.write(flags.json === true ? `${JSON.stringify(view)}\n` : standingText(view));
  return 0;
}

const ENDS: Readonly<Record<SessionEnd, string>> = {
  declined: 'somebody here said no',
  expired: 'nobody said yes in time',
  'wrong-code': 'the code was typed wrong too often',
  'stopped-at-till': 'it was stopped here',
  'stopped-by-technician': 'the technician was done',
  withdrawn: 'the technician may not any more',
  'line-lost': 'the line broke',
  'time-over': 'its time was over',
  'agent-restarted': 'the till’s program started again',
  'screen-unavailable': 'this till had no screen to show',
};

function standingText({ session, ended }: StandingView): string {
  if (session === null) {
    const last =
      ended === null ? '' : ` The last session ended ${localTime(ended.at)}: ${ENDS[ended.end]}.`;
    return `Nobody is connected to this till.${last}\n`;
  }
  const { technician, number, phase, code, control } = session;
  const who = `${technician.name} of ${technician.company}`;
  const what = number === null ? '' : ` for help ${number}`;
  switch (phase) {
    case 'asked':
      return `${who} wants to see this till${what}.\nRead this code out to them: ${code}\n`;
    case 'matched':
      return `${who} has typed the code.\nTo let them see this till: tillwarden support accept\nTo say no: tillwarden support decline\n`;
    case 'live': {
      const touch =
        control === 'granted' ? 'sees this till and has control of it' : 'sees this till';
      return `${who} ${touch}.\nTo cut them off: tillwarden support stop\n`;
    }
  }
}
