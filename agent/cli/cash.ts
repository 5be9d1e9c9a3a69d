/** `tillwarden cash`: what a shop does with its cash, at the agent that runs. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import {
  CASH_OPTIONS,
  type CashAction,
  type CashDesk,
  type CashFlags,
  type OwnFlag,
} from './cash-action.ts';
import { askAgent, type AgentPlace, type AgentRequest } from './cash-agent.ts';
import { claimAction } from './cash-claim.ts';
import {
  cassetteAction,
  countAction,
  fillAction,
  levelsAction,
  takeAction,
} from './cash-counts.ts';
import { debtsAction, payDebtAction, receiptAction } from './cash-debts.ts';
import { drawerAction } from './cash-drawer.ts';
import { CashError } from './cash-error.ts';
import { exchangeAction } from './cash-exchange.ts';
import {
  collectAction,
  emptyAction,
  floatAction,
  payAction,
  refundAction,
} from './cash-operation.ts';
import { shiftAction } from './cash-shift.ts';
import { agentPlace, signedIn, signOut } from './cash-sign-in.ts';
import { acknowledgeAction, unacknowledgedAction } from './cash-unacknowledged.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { englishUnlessAsked } from './spoken-language.ts';

const ACTIONS: Readonly<Record<string, CashAction>> = {
  levels: levelsAction,
  fill: fillAction,
  take: takeAction,
  count: countAction,
  float: floatAction,
  pay: payAction,
  refund: refundAction,
  empty: emptyAction,
  collect: collectAction,
  cassette: cassetteAction,
  exchange: exchangeAction,
  shift: shiftAction,
  debts: debtsAction,
  'pay-debt': payDebtAction,
  receipt: receiptAction,
  'open-drawer': drawerAction,
  claim: claimAction,
  unacknowledged: unacknowledgedAction,
  acknowledge: acknowledgeAction,
};

const WHO = `--operator ID asks for their PIN, or takes it by --pin-file FILE or --pin-stdin
  --token-file FILE or TILLWARDEN_TOKEN has the token of this program (tillwarden client add)
  AMOUNT is as 12.50; COUNTS is as 100x0.50 20x1: a hundred of 0.50 and twenty of 1.00
  --json prints the agent’s answer; --config FILE; --key KEY repeats a command that got no answer`;

const EXIT_USAGE = 2;

export const cashCommand: Command = {
  usage: `cash ${Object.values(ACTIONS)
    .map(({ usage, summary }) => `${usage}\n      ${summary}`)
    .join('\n  tillwarden cash ')}
  ${WHO}`,
  summary: 'What lies in the machine, in and out of it, shifts and debts: at the agent that runs.',
  run,
};

async function run([name, ...argv]: readonly string[], io: CommandIo): Promise<number> {
  const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`say cash ${Object.keys(ACTIONS).join(', ')}`);
  try {
    return await act(action, argv, io);
  } catch (cause) {
    if (!isWrongCall(cause)) throw cause;
    // Not the usage of all the others too: what is wrong should stay on the screen.
    io.stderr.write(
      `${cause.message}\nUsage: tillwarden cash ${action.usage}\n      ${action.summary}\n  ${WHO}\n`,
    );
    return EXIT_USAGE;
  }
}

function isWrongCall(cause: unknown): cause is Error {
  if (cause instanceof UsageError) return true;
  return (
    cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS')
  );
}

async function act(action: CashAction, argv: readonly string[], io: CommandIo): Promise<number> {
  const { values: flags, positionals: words } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: CASH_OPTIONS,
  });
  refuseForeignFlags(action, flags);
  const { currency, api } = readConfig(configPath(flags.config, io.env));
  const deed = action.read({ words, flags, currency });
  const place = agentPlace({ port: api.port, language: englishUnlessAsked(flags) }, flags, io);
  try {
    return await withOperator(place, flags, { io, currency, deed });
  } catch (cause) {
    if (flags.json !== true || !(cause instanceof CashError)) throw cause;
    const { code, message, refusal } = cause;
    io.stdout.write(`${JSON.stringify({ error: refusal ?? { code, message } })}\n`);
    return 1;
  }
}

function refuseForeignFlags({ flags: own }: CashAction, flags: CashFlags): void {
  const foreign = OWN_FLAGS.find((flag) => flags[flag] !== undefined && !own.includes(flag));
  if (foreign !== undefined) throw new UsageError(`--${foreign} says nothing here`);
}

const OWN_FLAGS: readonly OwnFlag[] = ['key', 'reason', 'reference', 'pieces', 'by', 'device-gone'];

interface Work extends Pick<CashDesk, 'io' | 'currency'> {
  readonly deed: ReturnType<CashAction['read']>;
}

async function withOperator(place: AgentPlace, flags: CashFlags, work: Work): Promise<number> {
  const present = await signedIn(place, flags, work.io);
  try {
    return await work.deed(deskAt(present, flags, work));
  } finally {
    await signOut(present);
  }
}

function deskAt(place: AgentPlace, flags: CashFlags, { io, currency }: Work): CashDesk {
  const key = flags.key ?? randomUUID();
  let isBegun = false;
  const ask = async <T>(request: AgentRequest<T>): Promise<T> => {
    try {
      const answer = await askAgent(place, request);
      isBegun ||= request.key !== undefined;
      return answer;
    } catch (cause) {
      const isAsked = isBegun || (request.key !== undefined && !isUnsent(cause));
      throw isAsked ? withKey(cause, key) : cause;
    }
  };
  const tell = (answer: object, text: string): void => {
    const whole = isBegun ? { key, ...answer } : answer;
    io.stdout.write(flags.json === true ? `${JSON.stringify(whole)}\n` : text);
  };
  return { ask, io, currency, key, tell, note: (text) => void io.stderr.write(`${text}\n`) };
}

function isUnsent(cause: unknown): boolean {
  return cause instanceof CashError && cause.code === 'no-agent';
}

/** What was asked under a key may have been done: only under the same key it is safe to ask again. */
function withKey(cause: unknown, key: string): unknown {
  if (!(cause instanceof CashError)) return cause;
  switch (cause.code) {
    case 'refused':
    case 'not-understood':
      return cause;
    case 'no-agent':
    case 'no-answer': {
      const again = `Nobody knows yet what was done. Repeat the same command with: --key ${key}`;
      return new CashError(cause.code, `${cause.message}\n${again}`, { cause });
    }
  }
}
