/** `tillwarden help`: asks for help at the agent that runs, and says at once what the contract says to it. */
import { randomUUID } from 'node:crypto';
import type { DecisionView } from '../api/decision-schema.ts';
import {
  bundleSchema,
  ticketSchema,
  ticketsSchema,
  type TicketView,
} from '../api/support-schema.ts';
import { TOPICS } from '../core/contract/request.ts';
import { errorText } from '../words/error-words.ts';
import type { Language } from '../words/language.ts';
import { refusedBy, type AgentRequest } from './cash-agent.ts';
import type { CashError } from './cash-error.ts';
import { UsageError, type Command } from './command.ts';
import { summaryLine, ticketLines } from './help-lines.ts';
import { runSpoken } from './run-spoken.ts';
import {
  refuseWords,
  type SpokenAction,
  type SpokenAnswer,
  type SpokenAsked,
  type SpokenCommand,
  type SpokenDesk,
} from './spoken-action.ts';
import { englishUsage } from './spoken-usage.ts';

export const helpCommand: Command = {
  usage: englishUsage('help'),
  summary: 'Ask for help, and talk to whoever helps. All commands: tillwarden --help',
  run: (argv, io) => runSpoken(HELP, argv, io),
};

const ask: SpokenAction = {
  flags: ['topic', 'words'],
  read: ({ words, flags: { topic, words: text }, says }) => {
    if (words.length > 0) throw new UsageError(says.help.quoteIt);
    if (topic !== undefined && !TOPICS.some((one) => one === topic)) {
      throw new UsageError(says.help.topics(TOPICS.join(', ')));
    }
    const body = { topic, words: text };
    return (desk) => one(desk, { method: 'POST', path: '/v1/help', body, key: randomUUID() });
  },
};

const list: SpokenAction = {
  read: ({ words, says }) => {
    refuseWords(words, says);
    return async ({ ask: askFor, language }) => {
      const answer = await askFor({ method: 'GET', path: '/v1/help', schema: ticketsSchema });
      const lines = answer.tickets.map((ticket) => summaryLine(ticket, language));
      return { answer, lines: lines.length === 0 ? [says.help.none] : lines };
    };
  },
};

const show: SpokenAction = {
  read: ({ words: [number, ...more], says }) => {
    const which = numberOf(number, says);
    refuseWords(more, says);
    return async (desk) => one(desk, { method: 'GET', path: await pathOf(which, desk) });
  },
};

const say: SpokenAction = {
  read: ({ words: [number, ...words], says }) => {
    const which = numberOf(number, says);
    if (words.length === 0) throw new UsageError(says.help.nothingSaid);
    const body = { message: randomUUID(), text: words.join(' ') };
    return async (desk) => {
      const path = `${await pathOf(which, desk)}/messages`;
      return one(desk, { method: 'POST', path, body });
    };
  },
};

const withdraw: SpokenAction = {
  read: ({ words: [number, ...more], says }) => {
    const which = numberOf(number, says);
    refuseWords(more, says);
    return async (desk) => {
      const path = `${await pathOf(which, desk)}/withdraw`;
      return one(desk, { method: 'POST', path });
    };
  },
};

const bundle: SpokenAction = {
  flags: ['trace'],
  read: ({ words, flags: { trace: withTrace = false }, says }) => {
    refuseWords(words, says);
    return async ({ ask: askFor }) => {
      const path = '/v1/help/bundle';
      const body = { withTrace };
      const answer = await askFor({ method: 'POST', path, body, schema: bundleSchema });
      const kilobytes = Math.ceil(answer.sizeBytes / BYTES_PER_KB);
      return { answer, lines: [says.help.bundled(answer.path, kilobytes)] };
    };
  },
};

const BYTES_PER_KB = 1_000;

const HELP: SpokenCommand = {
  name: 'help',
  usual: 'ask',
  actions: { ask, list, show, say, withdraw, bundle },
  hint: ({ help }) => help.quoteIt,
};

type Says = SpokenAsked['says'];

function numberOf(number: string | undefined, { help }: Says): string {
  if (number !== undefined && /^[1-9]\d{0,8}$/.test(number)) return number;
  throw new UsageError(help.whichOne);
}

/** People say the number; the agent wants the ticket. */
async function pathOf(number: string, { ask: askFor, language }: SpokenDesk): Promise<string> {
  const { tickets } = await askFor({ method: 'GET', path: '/v1/help', schema: ticketsSchema });
  const found = tickets.find((ticket) => ticket.number === Number(number));
  if (found === undefined) throw unknownHelp(number, language);
  return `/v1/help/${found.ticket}`;
}

/** In the words that the agent has for a ticket it does not know. */
function unknownHelp(number: string, language: Language): CashError {
  const code = 'ticket-not-found';
  return refusedBy(
    { code, ...errorText(code, language), details: { number: Number(number) } },
    language,
  );
}

async function one(
  { ask: askFor, language, currency }: SpokenDesk,
  request: Omit<AgentRequest<TicketView>, 'schema'>,
): Promise<SpokenAnswer> {
  const answer = await askFor({ ...request, schema: ticketSchema });
  return { answer: factsOf(answer), lines: ticketLines(answer, { language, currency }) };
}

/** For a program: what was decided, in its codes, without the sentences made of them. */
function factsOf({ answer, deskDecision, ...rest }: TicketView): object {
  const isDecided = answer?.kind === 'decided';
  return {
    ...rest,
    answer: isDecided ? { ...answer, decision: codesOf(answer.decision) } : answer,
    deskDecision: deskDecision === null ? null : codesOf(deskDecision),
  };
}

function codesOf(decision: DecisionView): object {
  const { text: _, ...codes } = decision;
  return codes;
}
