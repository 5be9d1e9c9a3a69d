/** Runs `tillwarden help` and `tillwarden support`: whatever they tell a person is in that person's language. */
import { parseArgs } from 'node:util';
import { standingSchema } from '../api/support-schema.ts';
import { readConfig, type Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { CommandWords } from '../words/command-text.ts';
import { commandWords } from '../words/command-words.ts';
import { helpWords } from '../words/help-words.ts';
import type { Language } from '../words/language.ts';
import { suspendedText } from '../api/page/session-text.ts';
import { askAgent, type AgentPlace } from './cash-agent.ts';
import { CashError } from './cash-error.ts';
import { agentPlace, pinOf, signedIn, signOut } from './cash-sign-in.ts';
import { configPath, UsageError, type CommandIo } from './command.ts';
import {
  SPOKEN_OPTIONS,
  type SpokenAction,
  type SpokenAnswer,
  type SpokenCommand,
  type SpokenDeed,
  type SpokenFlag,
  type SpokenFlags,
} from './spoken-action.ts';
import { spokenLanguage } from './spoken-language.ts';
import { spokenUsage } from './spoken-usage.ts';
import { wrongOption } from './wrong-option.ts';

const EXIT_REFUSED = 1;
const EXIT_USAGE = 2;

/** The exit code. */
export async function runSpoken(
  command: SpokenCommand,
  argv: readonly string[],
  io: CommandIo,
): Promise<number> {
  const call = callOf(argv, io);
  try {
    return await act(read(command, call), call, io);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    const words = commandWords(call.language);
    const usage = spokenUsage(command.name, words);
    io.stderr.write(`${cause.message}\n${words.usage.title}: tillwarden ${usage}\n`);
    return EXIT_USAGE;
  }
}

/** A command line as far as it is understood before it is known to be right. */
interface Call {
  readonly argv: readonly string[];
  readonly config: Config | ConfigError;
  readonly language: Language;
  /** Why it is spoken in another language than was asked for. */
  readonly fault: UsageError | undefined;
}

function callOf(argv: readonly string[], { env }: CommandIo): Call {
  const { values } = parseArgs({
    args: [...argv],
    options: SPOKEN_OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  const config = configAt(configPath(textOf(values['config']), env));
  const configured = config instanceof ConfigError ? undefined : config.language;
  const asked = textOf(values['language']);
  try {
    const language = spokenLanguage({ asked, configured, env });
    return { argv, config, language, fault: undefined };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    const language = spokenLanguage({ asked: undefined, configured, env });
    return { argv, config, language, fault: cause };
  }
}

function configAt(path: string): Config | ConfigError {
  try {
    return readConfig(path);
  } catch (cause) {
    if (cause instanceof ConfigError) return cause;
    throw cause;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

interface Read {
  readonly action: SpokenAction;
  readonly deed: SpokenDeed;
  readonly flags: SpokenFlags;
}

/** Throws `UsageError` where it is called wrongly, and asks nobody for anything. */
function read(command: SpokenCommand, { argv, language, fault }: Call): Read {
  if (fault !== undefined) throw fault;
  const says = commandWords(language);
  const wrong = wrongOption(argv, SPOKEN_OPTIONS, says.wrongCall);
  if (wrong !== undefined) throw new UsageError(wrong);
  const { values: flags, positionals } = parseArgs({
    args: [...argv],
    options: SPOKEN_OPTIONS,
    allowPositionals: true,
  });
  const [name = command.usual, ...words] = positionals;
  const action = actionOf(name, command, says);
  const deed = action.read({ words, flags, says });
  const foreign = OWN_FLAGS.find(
    (flag) => flags[flag] !== undefined && action.flags?.includes(flag) !== true,
  );
  if (foreign !== undefined) throw new UsageError(says.wrongCall.foreignOption(`--${foreign}`));
  return { action, deed, flags };
}

function actionOf(
  name: string,
  { name: command, actions, hint }: SpokenCommand,
  says: CommandWords,
): SpokenAction {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action !== undefined) return action;
  const known = Object.keys(actions).join(', ');
  const told = says.wrongCall.unknownAction(`${command} ${name}`, known);
  throw new UsageError([told, ...(hint === undefined ? [] : [hint(says)])].join('\n'));
}

const OWN_FLAGS: readonly SpokenFlag[] = ['topic', 'words', 'trace', 'nights', 'from', 'until'];

async function act(asked: Read, { config, language }: Call, io: CommandIo): Promise<number> {
  if (config instanceof ConfigError) throw config;
  const { flags } = asked;
  const place = agentPlace({ port: config.api.port, language }, flags, io);
  try {
    const { answer, lines } = await told(asked, { place, currency: config.currency, io });
    io.stdout.write(flags.json === true ? `${JSON.stringify(answer)}\n` : `${lines.join('\n')}\n`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof CashError)) throw cause;
    if (flags.json !== true) throw spokenError(cause, language);
    io.stdout.write(`${JSON.stringify({ error: factsOf(cause) })}\n`);
    return EXIT_REFUSED;
  }
}

interface Around {
  readonly place: AgentPlace;
  readonly currency: string;
  readonly io: CommandIo;
}

async function told(
  { action, deed, flags }: Read,
  { place, currency, io }: Around,
): Promise<SpokenAnswer> {
  const free = async (): Promise<void> => takeHandOff(place, io);
  const isSigningIn = action.provesPin !== true && flags.operator !== undefined;
  if (isSigningIn) await free();
  const present = isSigningIn ? await signedIn(place, flags, io) : place;
  const { language } = place;
  try {
    return await deed({
      ask: (request) => askAgent(present, request),
      pin: async (operatorId) => {
        await free();
        return pinOf(operatorId, { place, flags, io });
      },
      language,
      says: commandWords(language),
      currency,
    });
  } finally {
    await signOut(present);
  }
}

/** As the page does before it shows a PIN: what is typed here is typed by whoever is here. */
async function takeHandOff(place: AgentPlace, { stderr }: CommandIo): Promise<void> {
  const path = '/v1/support/session';
  const schema = standingSchema;
  const { session } = await askAgent(place, { method: 'GET', path, schema });
  const isHandOn =
    session?.phase === 'live' && (session.control === 'granted' || session.isExternal);
  if (!isHandOn) return;
  const body = { control: 'suspended', cause: 'sign-in' };
  const request = { method: 'POST', path: `${path}/control`, body, schema } as const;
  const after = await askAgent(place, request);
  const { over } = helpWords(place.language).session;
  const note =
    after.session === null
      ? `${over(session.technician.name)}.`
      : suspendedText(after.session, place.language);
  stderr.write(`${note}\n`);
}

/** What happened, what is safe and what to do, also where no agent says it. */
function spokenError(cause: CashError, language: Language): CashError {
  const { after } = commandWords(language).agent;
  switch (cause.code) {
    case 'refused':
      return cause;
    case 'no-agent':
      return new CashError(cause.code, `${cause.message}\n${after.missing}`, { cause });
    case 'no-answer':
      return new CashError(cause.code, `${cause.message}\n${after.silent}`, { cause });
    case 'not-understood':
      return new CashError(cause.code, `${cause.message}\n${after.foreign}`, { cause });
  }
}

/** For a program: no words of any language. */
function factsOf({ code, refusal }: CashError): object {
  return refusal === undefined ? { code } : { code: refusal.code, details: refusal.details };
}
