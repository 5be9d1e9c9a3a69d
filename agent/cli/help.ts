/** `tillwarden help`: asks for help at the agent that runs, and says at once what the contract says to it. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  bundleSchema,
  ticketSchema,
  ticketsSchema,
  type TicketSummaryView,
  type TicketView,
} from '../api/support-schema.ts';
import { readConfig } from '../config/config.ts';
import { TOPICS } from '../core/contract/request.ts';
import { COMMON_OPTIONS } from './cash-action.ts';
import { askAgent, type AgentPlace, type AgentRequest } from './cash-agent.ts';
import { CashError } from './cash-error.ts';
import { agentPlace, signedIn } from './cash-sign-in.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { localTime } from './local-time.ts';

export const helpCommand: Command = {
  usage: `help [--topic TOPIC] [--words TEXT]
      ask for help; what the contract says to it is told at once, with no network too
  tillwarden help list
      the requests of this till
  tillwarden help show N | say N TEXT | withdraw N
      one of them by its number: what was said, to say something, or to take it back
  tillwarden help bundle [--trace]
      put the till’s logs into a file, with no secrets in them; with what went over the ports lately
  --operator ID asks for their PIN, or takes it by --pin-file FILE or --pin-stdin
  --token-file FILE or TILLWARDEN_TOKEN has the token of this program (tillwarden client add)
  --language es|de|it|en; --json prints the agent’s answer; --config FILE`,
  summary: 'Ask for help, and talk to whoever helps. All commands: tillwarden --help',
  run,
};

const OPTIONS = {
  ...COMMON_OPTIONS,
  topic: { type: 'string' },
  words: { type: 'string' },
  trace: { type: 'boolean' },
} as const;

type Flags = ReturnType<
  typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>
>['values'];

interface Asked {
  readonly place: AgentPlace;
  readonly words: readonly string[];
  readonly flags: Flags;
}

interface Said {
  readonly answer: object;
  readonly text: string;
}

const ACTIONS: Readonly<Record<string, (asked: Asked) => Promise<Said>>> = {
  ask: ({ place, words, flags: { topic, words: text } }) => {
    if (words.length > 0) throw new UsageError(HOW_TO_ASK);
    if (topic !== undefined && !TOPICS.some((one) => one === topic)) {
      throw new UsageError(`--topic is one of ${TOPICS.join(', ')}`);
    }
    const body = { topic, words: text };
    return one(place, { method: 'POST', path: '/v1/help', body, key: randomUUID() });
  },
  list: async ({ place }) => {
    const answer = await askAgent(place, {
      method: 'GET',
      path: '/v1/help',
      schema: ticketsSchema,
    });
    const lines = answer.tickets.map(summaryText);
    return {
      answer,
      text: lines.length === 0 ? 'Nobody has asked for help yet.' : lines.join('\n'),
    };
  },
  show: async (asked) => one(asked.place, { method: 'GET', path: await pathOf(asked) }),
  say: async (asked) => {
    const [, ...words] = asked.words;
    if (words.length === 0) {
      throw new UsageError('what do you want to say? For example: help say 12 it works again');
    }
    const body = { message: randomUUID(), text: words.join(' ') };
    const path = `${await pathOf(asked)}/messages`;
    return one(asked.place, { method: 'POST', path, body });
  },
  withdraw: async (asked) =>
    one(asked.place, { method: 'POST', path: `${await pathOf(asked)}/withdraw` }),
  bundle: async ({ place, flags: { trace: withTrace = false } }) => {
    const answer = await askAgent(place, {
      method: 'POST',
      path: '/v1/help/bundle',
      body: { withTrace },
      schema: bundleSchema,
    });
    return { answer, text: `The logs are in ${answer.path} (${kilobytes(answer.sizeBytes)} kB).` };
  },
};

const HOW_TO_ASK =
  'to ask for help, put what is wrong in quotes: help --words "the printer is silent"';

const BYTES_PER_KB = 1_000;

function kilobytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BYTES_PER_KB);
}

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values: flags, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  const [name = 'ask', ...words] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`there is no help ${name}; ${HOW_TO_ASK}`);
  const { api } = readConfig(configPath(flags.config, io.env));
  const place = await signedIn(agentPlace(api.port, flags, io), flags, io);
  const { answer, text } = await action({ place, words, flags });
  io.stdout.write(flags.json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
  return 0;
}

/** People say the number; the agent wants the ticket. */
async function pathOf({ place, words: [number] }: Asked): Promise<string> {
  if (number === undefined || !/^[1-9]\d{0,8}$/.test(number)) {
    throw new UsageError(
      'which one? Say its number, such as 12; tillwarden help list has them all',
    );
  }
  const { tickets } = await askAgent(place, {
    method: 'GET',
    path: '/v1/help',
    schema: ticketsSchema,
  });
  const found = tickets.find((one) => one.number === Number(number));
  if (found === undefined) {
    const message = `This till knows no help ${number}. All it knows: tillwarden help list`;
    throw new CashError('refused', message);
  }
  return `/v1/help/${found.ticket}`;
}

async function one(
  place: AgentPlace,
  request: Omit<AgentRequest<TicketView>, 'schema'>,
): Promise<Said> {
  const answer = await askAgent(place, { ...request, schema: ticketSchema });
  return { answer, text: ticketText(answer) };
}

function summaryText({ number, state, isDelivered, handler, askedAt }: TicketSummaryView): string {
  const who = handler === null ? '' : `, with ${handler.name} of ${handler.company}`;
  const where = isDelivered ? '' : ', not at the desk yet';
  const asked = askedAt === null ? 'at the desk' : localTime(askedAt);
  return `Help ${number ?? '-'}: ${STATES[state]}${who}${where}. Asked ${asked}.`;
}

const STATES: Readonly<Record<TicketSummaryView['state'], string>> = {
  open: 'nobody works on it yet',
  assigned: 'somebody works on it',
  scheduled: 'somebody calls or comes',
  waiting: 'something is needed first',
  resolved: 'done',
  withdrawn: 'taken back',
};

function ticketText(view: TicketView): string {
  const delivery = view.isDelivered
    ? 'It has reached the desk.'
    : 'It is kept here and goes out by itself as soon as the line is back.';
  const isOver = view.state === 'resolved' || view.state === 'withdrawn';
  const now = isOver ? [] : [delivery, ...answerLines(view)];
  const chat = view.chat.map(({ from, text }) => `  ${from?.name ?? 'This till'}: ${text}`);
  const desk = view.deskText === null ? [] : [view.deskText];
  return [summaryText(view), ...now, ...desk, ...chat].join('\n');
}

function answerLines({ answer }: TicketView): readonly string[] {
  if (answer === null) return [];
  const call = answer.contacts.map(
    ({ name, phone, email }) => `  Call ${[name, phone, email].filter(Boolean).join(', ')}`,
  );
  switch (answer.kind) {
    case 'decided': {
      const { what, who, when, cost, why, clauses } = answer.decision.text;
      const rests = clauses.map(({ id, sentence }) => `  ${id}: ${sentence}`);
      return [...what, ...who, ...when, ...cost, ...why, ...rests, ...call];
    }
    case 'line-needed':
      return ['Only the desk knows whether the balance is enough; it will tell you.', ...call];
    case 'no-plan':
      return ['What the contract says is not known at this till; the desk will tell you.', ...call];
  }
}
