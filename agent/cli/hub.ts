import { UsageError, type Command, type CommandIo } from './command.ts';
import type { HubAction } from './hub-action.ts';
import { codeAction } from './hub-code.ts';
import { contractAction } from './hub-contract.ts';
import { creditAction } from './hub-credit.ts';
import { directorAction } from './hub-director.ts';
import { leaseAction } from './hub-lease.ts';
import { licenceAction } from './hub-life.ts';
import { issueAction, sendAction } from './hub-licence.ts';
import { mailAction } from './hub-mail.ts';
import { pinsAction } from './hub-pins.ts';
import { quarantineAction, reapplyAction } from './hub-quarantine.ts';
import { releaseAction } from './hub-release.ts';
import { rolloutAction } from './hub-rollout.ts';
import { serveAction } from './hub-serve.ts';
import { statementAction } from './hub-statement.ts';
import { userAction } from './hub-users.ts';
import { workAction } from './hub-work.ts';
import { vaultAction } from './hub-vault.ts';
import { explainAction, revokeAction, stationsAction } from './hub-station.ts';

const ACTIONS: Readonly<Record<string, HubAction>> = {
  code: codeAction,
  send: sendAction,
  issue: issueAction,
  licence: licenceAction,
  contract: contractAction,
  stations: stationsAction,
  revoke: revokeAction,
  explain: explainAction,
  quarantine: quarantineAction,
  reapply: reapplyAction,
  pins: pinsAction,
  user: userAction,
  credit: creditAction,
  statement: statementAction,
  lease: leaseAction,
  release: releaseAction,
  rollout: rolloutAction,
  director: directorAction,
  work: workAction,
  mail: mailAction,
  vault: vaultAction,
};

export const hubCommand: Command = {
  usage: [serveAction, ...Object.values(ACTIONS)].map(({ usage }) => usage).join('\n  '),
  summary:
    'Run the vendor’s hub; beside it, make one-time codes for tills, license them, look after them.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name.startsWith('-')) return await serveAction.run(argv, io);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action !== undefined) return await action.run(rest, io);
  const names = Object.keys(ACTIONS).join(', ');
  throw new UsageError(`there is no hub ${name}: say ${names}, or nothing to run it`);
}
