import { parseArgs } from 'node:util';
import { ROLLOUT_ACTS } from '../../sync/hub/rollouts/act.ts';
import type { Outlook } from '../../sync/hub/rollouts/outlook.ts';
import type { RolloutAnswer, RolloutDesk } from '../../sync/hub/rollouts/rollout-desk.ts';
import { planSchema } from '../../sync/hub/rollouts/rollout-schema.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { readStrict } from './read-strict.ts';
import { rolloutRefusalText } from './rollout-refusal.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

export const rolloutAction: HubAction = {
  usage: `hub rollout (list | show | write | ${ROLLOUT_ACTS.join(' | ')}) --data FOLDER
      --releases FOLDER --trust FILE [--id ID] [--plan FILE] [--leave-failed] [--as USER]
                               a release on its way to the tills: --plan says whom it goes to first;
                               who wrote it cannot approve it, so both say who they are: --as`,
  run,
};

type Deed = (desk: RolloutDesk, io: CommandIo) => Promise<number>;

interface Flags {
  readonly id?: string | undefined;
  readonly plan?: string | undefined;
  /** A user of the hub. */
  readonly as?: string | undefined;
  readonly 'leave-failed': boolean;
}

async function run([what = '', ...rest]: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      data: { type: 'string' },
      releases: { type: 'string' },
      trust: { type: 'string' },
      id: { type: 'string' },
      plan: { type: 'string' },
      as: { type: 'string' },
      'leave-failed': { type: 'boolean', default: false },
    },
  });
  required(values.releases, 'where the releases are published: --releases FOLDER');
  const deed = deedOf(what, values);
  await using office = await openOffice(values, io);
  const acting =
    values.as === undefined ? office : await office.actingAsUser(values.as, 'manage-rollouts');
  return await deed(acting.rollouts(), io);
}

/** What is to be done, checked before the hub is opened. */
function deedOf(what: string, flags: Flags): Deed {
  if (what === 'list') return list;
  const kind = ROLLOUT_ACTS.find((each) => each === what);
  if (kind === undefined && what !== 'show' && what !== 'write') {
    const names = ['list', 'show', 'write', ...ROLLOUT_ACTS].join(', ');
    throw new UsageError(`there is no hub rollout ${what}: say one of ${names}`);
  }
  const id = required(flags.id, 'which: --id ID');
  if (what === 'show') return (desk, io) => show(desk, id, io);
  if (kind === undefined || kind === 'approve') required(flags.as, 'who you are: --as USER');
  if (kind === undefined) {
    const plan = readStrict(required(flags.plan, 'what: --plan FILE'), planSchema);
    return async (desk, io) => told(await desk.write(id, plan), io);
  }
  const pardon = flags['leave-failed'] ? 'leave' : 'retry';
  return async (desk, io) => told(await desk.act(id, { kind, pardon }), io);
}

async function list(desk: RolloutDesk, { stdout }: CommandIo): Promise<number> {
  const rows = (await desk.list()).map(({ rollout, tallies, waiting }) => [
    rollout.rollout,
    rollout.plan.version,
    rollout.state,
    rollout.halt?.kind ?? waiting?.reason ?? '',
    tallies
      .map(
        ({ successes, size, errors }) => `${successes}/${size}${errors > 0 ? ` -${errors}` : ''}`,
      )
      .join(', '),
    rollout.madeBy,
    rollout.approvedBy ?? '',
  ]);
  const headings = ['ROLLOUT', 'VERSION', 'STATE', 'WHY', 'GROUPS', 'MADE BY', 'APPROVED BY'];
  stdout.write(rows.length === 0 ? 'There are no rollouts.\n' : tableText([headings, ...rows]));
  return 0;
}

async function show(desk: RolloutDesk, id: string, io: CommandIo): Promise<number> {
  const view = await desk.view(id);
  if (view === undefined) return told({ kind: 'refused', code: 'no-such-rollout' }, io);
  const rows = view.rows.map(({ station, group, outlook }) => [
    station,
    view.rollout.plan.groups[group]?.name ?? '',
    outlook.kind,
    'version' in outlook ? outlook.version : '',
    whyOf(outlook),
  ]);
  io.stdout.write(tableText([['STATION', 'GROUP', 'STANDING', 'VERSION', 'WHY'], ...rows]));
  return 0;
}

function whyOf(outlook: Outlook): string {
  if ('reason' in outlook) return outlook.reason;
  return 'isStranded' in outlook ? 'cannot-be-called-back' : '';
}

function told(answer: RolloutAnswer, { stdout, stderr }: CommandIo): number {
  if (answer.kind === 'refused') {
    stderr.write(rolloutRefusalText(answer.code));
    return 1;
  }
  stdout.write('Done. A running hub takes it up within seconds.\n');
  return 0;
}
