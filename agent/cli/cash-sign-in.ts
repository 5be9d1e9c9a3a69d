/** In whose name the agent is asked: a program's token, and an operator's PIN. Neither is ever among the arguments. */
import { readFileSync } from 'node:fs';
import { sessionSchema } from '../api/operator-schema.ts';
import { LANGUAGES } from '../words/language.ts';
import { askHidden, hasTerminal } from './ask-hidden.ts';
import type { CashFlags } from './cash-action.ts';
import { askAgent, type AgentPlace } from './cash-agent.ts';
import { UsageError, type CommandIo } from './command.ts';
import { firstLine, lineOf } from './typed-text.ts';

/** Where the agent is by its configuration, with the token of this program. Throws `UsageError`. */
export function agentPlace(port: number, flags: CashFlags, io: CommandIo): AgentPlace {
  if (port === 0) throw new UsageError('the configuration names no api.port to find the agent at');
  const language = LANGUAGES.find((one) => one === (flags.language ?? 'en'));
  if (language === undefined) throw new UsageError(`--language is ${LANGUAGES.join(', ')}`);
  return { url: `http://127.0.0.1:${port}`, token: tokenOf(flags, io.env), language };
}

function tokenOf(flags: CashFlags, env: CommandIo['env']): string {
  const file = flags['token-file'];
  const token =
    file === undefined ? env['TILLWARDEN_TOKEN'] : firstLine(readFileSync(file, 'utf8')).trim();
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(
    'say where a program’s token is: --token-file FILE, or TILLWARDEN_TOKEN. ' +
      'tillwarden client add NAME makes one: take one for this command alone',
  );
}

/** The place as the operator of `--operator` asks there; unchanged where nobody is said to. */
export async function signedIn(
  place: AgentPlace,
  flags: CashFlags,
  io: CommandIo,
): Promise<AgentPlace> {
  const { operator: operatorId } = flags;
  if (operatorId === undefined) return place;
  const body = { operatorId, pin: await pinOf(operatorId, flags, io) };
  const path = '/v1/operators/sign-in';
  const { token } = await askAgent(place, { method: 'POST', path, body, schema: sessionSchema });
  return { ...place, operator: token };
}

async function pinOf(operatorId: string, flags: CashFlags, io: CommandIo): Promise<string> {
  const file = flags['pin-file'];
  if (file !== undefined) return firstLine(readFileSync(file, 'utf8'));
  if (flags['pin-stdin'] === true) return await lineOf(io.stdin);
  if (hasTerminal(io)) return await askHidden(`PIN of ${operatorId}: `, io);
  throw new UsageError('say where the PIN is: --pin-file FILE or --pin-stdin');
}
