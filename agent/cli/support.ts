/** `tillwarden support`: what somebody at the till says to a technician who is, or wants to be, connected to it. */
import { standingSchema, type StandingView } from '../api/support-schema.ts';
import { refusedBy, type AgentRequest } from './cash-agent.ts';
import { CashError } from './cash-error.ts';
import { UsageError, type Command } from './command.ts';
import { runSpoken } from './run-spoken.ts';
import {
  refuseWords,
  type SpokenAction,
  type SpokenCommand,
  type SpokenDesk,
} from './spoken-action.ts';
import { englishUsage } from './spoken-usage.ts';
import { hoursAction } from './support-hours.ts';
import { noControlLine, standingLines } from './support-lines.ts';

export const supportCommand: Command = {
  usage: englishUsage('support'),
  summary: 'A technician’s session at this till.',
  run: (argv, io) => runSpoken(SUPPORT, argv, io),
};

const SESSION = '/v1/support/session';

type Deed = Pick<AgentRequest<StandingView>, 'method' | 'path' | 'body'>;

/** Takes no more words, and tells how it stands then. */
function plain(deed: Deed): SpokenAction {
  return {
    read: ({ words, says }) => {
      refuseWords(words, says);
      return (desk) => standing(desk, deed);
    },
  };
}

const CONTROL = { grant: 'granted', withdraw: 'withdrawn' } as const;

const control: SpokenAction = {
  read: ({ words: [move = '', ...more], says }) => {
    if (move !== 'grant' && move !== 'withdraw') {
      const known = Object.keys(CONTROL).join(', ');
      throw new UsageError(says.wrongCall.unknownAction(`support control ${move}`.trim(), known));
    }
    refuseWords(more, says);
    const body = { control: CONTROL[move] };
    return async (desk) => {
      try {
        return await standing(desk, { method: 'POST', path: `${SESSION}/control`, body });
      } catch (cause) {
        throw await withReason(cause, desk);
      }
    };
  },
};

const SUPPORT: SpokenCommand = {
  name: 'support',
  usual: 'session',
  actions: {
    session: plain({ method: 'GET', path: SESSION }),
    accept: plain({ method: 'POST', path: `${SESSION}/accept` }),
    decline: plain({ method: 'POST', path: `${SESSION}/decline` }),
    stop: plain({ method: 'POST', path: `${SESSION}/stop` }),
    control,
    resume: plain({ method: 'POST', path: `${SESSION}/resume` }),
    hours: hoursAction,
  },
};

async function standing({ ask, language }: SpokenDesk, deed: Deed) {
  const answer = await ask({ ...deed, schema: standingSchema });
  return { answer, lines: standingLines(answer, language) };
}

/** The agent says that control cannot be given; its session says why, and so what to do instead. */
async function withReason(cause: unknown, { ask, language }: SpokenDesk): Promise<unknown> {
  const refusal = cause instanceof CashError ? cause.refusal : undefined;
  if (refusal?.code !== 'control-not-possible') return cause;
  const { session } = await ask({ method: 'GET', path: SESSION, schema: standingSchema });
  const action = session === null ? undefined : noControlLine(session, language);
  return action === undefined ? cause : refusedBy({ ...refusal, action }, language);
}
