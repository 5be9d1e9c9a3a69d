/** In whose name the agent is asked: a program's token, and an operator's PIN. Neither is ever among the arguments. */
import { readFileSync } from 'node:fs';
import type { parseArgs } from 'node:util';
import { doneSchema, sessionSchema } from '../api/operator-schema.ts';
import { commandWords } from '../words/command-words.ts';
import type { Language } from '../words/language.ts';
import { askHidden, hasTerminal } from './ask-hidden.ts';
import type { COMMON_OPTIONS } from './cash-action.ts';
import { askAgent, type AgentPlace } from './cash-agent.ts';
import { UsageError, type CommandIo } from './command.ts';
import { firstLine, lineOf } from './typed-text.ts';

/** Where its configuration says that the agent is, and how whoever asks it speaks. */
export interface AgentDoor {
  readonly port: number;
  readonly language: Language;
}

type SignInFlags = ReturnType<typeof parseArgs<{ options: typeof COMMON_OPTIONS }>>['values'];

/** The agent behind that door, asked with the token of this program. Throws `UsageError`. */
export function agentPlace(
  { port, language }: AgentDoor,
  flags: SignInFlags,
  io: CommandIo,
): AgentPlace {
  if (port === 0) throw new UsageError(commandWords(language).wrongCall.noPort);
  const token = tokenOf(flags, io.env, language);
  return { url: `http://127.0.0.1:${port}`, token, language };
}

function tokenOf(flags: SignInFlags, env: CommandIo['env'], language: Language): string {
  const file = flags['token-file'];
  const token = file === undefined ? env['TILLWARDEN_TOKEN'] : secretIn(file, language).trim();
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(commandWords(language).wrongCall.noToken);
}

function secretIn(file: string, language: Language): string {
  try {
    return firstLine(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(commandWords(language).wrongCall.unreadable(file), { cause });
  }
}

/** The place as the operator of `--operator` asks there; unchanged where nobody is said to. */
export async function signedIn(
  place: AgentPlace,
  flags: SignInFlags,
  io: CommandIo,
): Promise<AgentPlace> {
  const { operator: operatorId } = flags;
  if (operatorId === undefined) return place;
  const body = { operatorId, pin: await pinOf(operatorId, { place, flags, io }) };
  const path = '/v1/operators/sign-in';
  const { token } = await askAgent(place, { method: 'POST', path, body, schema: sessionSchema });
  return { ...place, operator: token };
}

/** Ends what `signedIn` began. By itself it ends a little later: nothing hangs on it. */
export async function signOut(place: AgentPlace): Promise<void> {
  if (place.operator === undefined) return;
  const path = '/v1/operators/sign-out';
  await askAgent(place, { method: 'POST', path, schema: doneSchema }).catch(() => undefined);
}

export interface PinAsking {
  readonly place: AgentPlace;
  readonly flags: SignInFlags;
  readonly io: CommandIo;
}

/** The PIN of an operator: from where the flags say, or typed here and not shown. Throws `UsageError`. */
export async function pinOf(
  operatorId: string,
  { place: { language }, flags, io }: PinAsking,
): Promise<string> {
  const words = commandWords(language);
  const file = flags['pin-file'];
  if (file !== undefined) return secretIn(file, language);
  if (flags['pin-stdin'] === true) return await lineOf(io.stdin);
  if (hasTerminal(io)) return await askHidden(words.pinOf(operatorId), io);
  throw new UsageError(words.wrongCall.noPin);
}
