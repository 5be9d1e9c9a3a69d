/** `tillwarden update`: what the till's own program is, is to be, and waits for; at the agent that runs. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  updateSchema,
  updateTakenSchema,
  type UpdateTakenView,
  type UpdateView,
} from '../api/update-schema.ts';
import { readConfig } from '../config/config.ts';
import { compareVersions } from '../core/update/version.ts';
import { COMMON_OPTIONS } from './cash-action.ts';
import { askAgent, type AgentPlace } from './cash-agent.ts';
import { agentPlace, signedIn } from './cash-sign-in.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { englishUnlessAsked } from './spoken-language.ts';
import { required } from './values.ts';

const LOCK_MINUTES = 60;

export const updateCommand: Command = {
  usage: `update status
      what runs, what is ordered, and what it waits for
  tillwarden update check
      look again, at once, at what was ordered and at what this till may have
  tillwarden update apply
      install what is ready as soon as no sale is under way, without waiting for its hour
  tillwarden update rollback --operator ID
      go back to the version before
  tillwarden update medium FOLDER --operator ID
      take the order for this till from a USB stick, such as /media/usb
  tillwarden update lock --reason TEXT [--minutes N]
      hold updates up, an hour where nothing is said, four at most
  tillwarden update unlock
      let them go on
  --operator ID asks for their PIN, or takes it by --pin-file FILE or --pin-stdin
  --token-file FILE or TILLWARDEN_TOKEN has the token of this program (tillwarden client add)
  --json prints the agent’s answer; --config FILE`,
  summary: 'Updates of this till: at the agent that runs.',
  run,
};

const OPTIONS = {
  ...COMMON_OPTIONS,
  reason: { type: 'string' },
  minutes: { type: 'string' },
} as const;

type Flags = ReturnType<
  typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>
>['values'];

interface Asked {
  readonly words: readonly string[];
  readonly flags: Flags;
}

interface Deed {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

/** Each says what it asks the agent for. Throws `UsageError` before anybody is asked for a PIN. */
const ACTIONS: Readonly<Record<string, (asked: Asked) => Deed>> = {
  status: (asked) => plain(asked, { method: 'GET', path: '/v1/update' }),
  check: (asked) => plain(asked, { method: 'POST', path: '/v1/update/check' }),
  apply: (asked) => plain(asked, { method: 'POST', path: '/v1/update/apply' }),
  rollback: (asked) => plain(asked, { method: 'POST', path: '/v1/update/rollback' }),
  unlock: (asked) => plain(asked, { method: 'POST', path: '/v1/update/lock/release' }),
  lock: (asked) => {
    const { reason, minutes = String(LOCK_MINUTES) } = asked.flags;
    if (!/^[1-9]\d{0,3}$/.test(minutes)) throw new UsageError('--minutes is a number such as 60');
    const body = {
      reason: required(reason, 'why updates are held up: --reason TEXT'),
      seconds: Number(minutes) * 60,
    };
    return plain(asked, { method: 'POST', path: '/v1/update/lock', body });
  },
  medium: ({ words: [folder, ...more] }) => {
    if (folder === undefined || more.length > 0) {
      throw new UsageError('say update medium and where it is, such as /media/usb');
    }
    return { method: 'POST', path: MEDIUM, body: { folder: resolve(folder) } };
  },
};

const MEDIUM = '/v1/update/medium';

function plain({ words }: Asked, deed: Deed): Deed {
  if (words.length > 0) throw new UsageError(`${words.join(' ')} says nothing here`);
  return deed;
}

async function run([name = 'status', ...argv]: readonly string[], io: CommandIo): Promise<number> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new UsageError(`say update ${Object.keys(ACTIONS).join(', ')}`);
  const { values: flags, positionals: words } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  const deed = action({ words, flags });
  const { api } = readConfig(configPath(flags.config, io.env));
  const language = englishUnlessAsked(flags);
  const place = await signedIn(agentPlace({ port: api.port, language }, flags, io), flags, io);
  return deed.path === MEDIUM
    ? medium(place, deed, { flags, io })
    : show(place, deed, { flags, io });
}

interface Around {
  readonly flags: Flags;
  readonly io: CommandIo;
}

async function show(place: AgentPlace, deed: Deed, { flags, io }: Around): Promise<number> {
  const view = await askAgent(place, { ...deed, schema: updateSchema });
  io.stdout.write(flags.json === true ? `${JSON.stringify(view)}\n` : updateText(view));
  return 0;
}

async function medium(place: AgentPlace, deed: Deed, { flags, io }: Around): Promise<number> {
  const taken = await askAgent(place, { ...deed, schema: updateTakenSchema });
  io.stdout.write(flags.json === true ? `${JSON.stringify(taken)}\n` : takenText(taken));
  return taken.isTaken ? 0 : 1;
}

function takenText({ isTaken, reason }: UpdateTakenView): string {
  if (isTaken) {
    return 'The order is taken. Leave the medium in until: tillwarden update status says ready.\n';
  }
  const said = REASONS[reason ?? ''] ?? `The order on it is not believed: ${reason}.`;
  return `${said}\nNothing has changed; the till goes on with the version it has.\n`;
}

/** What a person can do about it. */
const REASONS: Readonly<Record<string, string>> = {
  'no-order':
    'There is no order for this till on it. Ask the vendor for a medium that names this station.',
  'wrong-station': 'The order on it is for another till.',
  replayed: 'The order on it is older than one this till has already had. Ask for a new one.',
  'not-installed':
    'This program runs from no installed tree, so that nothing can be installed beside it. See docs/install.md.',
};

/** A sentence a line, for whoever stands at the till. */
function updateText(view: UpdateView): string {
  const lines = [
    `Version ${view.version} runs.`,
    view.isInstalled ? PHASES[view.phase](view) : NOT_INSTALLED,
    ...view.waitsFor.map((wait) => `It waits ${WAITS[wait](view)}`),
    ...(view.lock === null || view.waitsFor.includes('lock') ? [] : [heldUp(view.lock)]),
    ...(view.rolledBack === null ? [] : [rolledBackText(view.rolledBack)]),
    ...latestText(view),
    ...(view.previous === null ? [] : [`A rollback would go back to ${view.previous}.`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Below what runs, it takes an order of the vendor's to have it again: no till goes down by itself. */
function latestText({ version, latestEntitled, lookFault }: UpdateView): readonly string[] {
  const isBelow = latestEntitled !== null && compareVersions(latestEntitled, version) < 0;
  return [
    ...(latestEntitled === null
      ? []
      : [`The latest release this till is entitled to is ${latestEntitled}.`]),
    ...(isBelow ? ['It is below what runs: your vendor can have it installed again.'] : []),
    ...(lookFault === null ? [] : [`${LOOK_FAILED} (${lookFault}).`]),
  ];
}

const LOOK_FAILED =
  'What the vendor has released could not be looked at; the till tries again by itself';

function rolledBackText({ version, cause }: NonNullable<UpdateView['rolledBack']>): string {
  return cause === 'asked'
    ? `Somebody had it go back from version ${version}.`
    : `Version ${version} did not work here: the till has gone back by itself.`;
}

const NOT_INSTALLED =
  'It runs from no installed tree, so that nothing can be installed beside it: see docs/install.md.';

type Say = (view: UpdateView) => string;

const PHASES: Readonly<Record<UpdateView['phase'], Say>> = {
  idle: () => 'Nothing is to be installed.',
  checking: (view) => `${ordered(view)} is ordered; the vendor’s signatures are being checked.`,
  fetching: (view) => `${ordered(view)} is ordered and is being downloaded.`,
  'waiting-to-retry': (view) => `${ordered(view)} is ordered, and could not be had yet.`,
  ready: (view) => `${ordered(view)} is ready to be installed.`,
  'handing-over': () => 'The till is about to restart with another version.',
  'on-trial': () => 'It is on trial: it stays if it does all that the version before did.',
};

function ordered({ ordered: order }: UpdateView): string {
  return `Version ${order?.version ?? '?'}`;
}

const WAITS: Readonly<Record<UpdateView['waitsFor'][number], Say>> = {
  sale: () => 'for the end of what the machine is doing.',
  lock: ({ lock }) => `until ${lock?.until}, for ${lock?.client}: ${lock?.reason}.`,
  window: () => 'for the hours in which the vendor lets it begin.',
  word: () => 'for somebody to say: tillwarden update apply',
  retry: ({ retryAt }) => `until ${retryAt}, and is tried again then.`,
};

function heldUp({ client, reason, until }: NonNullable<UpdateView['lock']>): string {
  return `${client} holds updates up until ${until}: ${reason}.`;
}
