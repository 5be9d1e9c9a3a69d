import { parseArgs } from 'node:util';
import type { RolloutDesk } from '../../sync/hub/rollouts/rollout-desk.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { rolloutRefusalText } from './rollout-refusal.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

const CHANNEL = 'stable';
const NOTHING = '-';

export const releaseAction: HubAction = {
  usage: `hub release (list | yank | stations | deadlines) --data FOLDER --releases FOLDER --trust FILE
      [--channel NAME]         list: what there is; stations: who runs what, and why not the newest;
      [--version V --reason TEXT]  yank: withdraw one; deadlines: who will not have what the law asks`,
  run,
};

type Deed = (desk: RolloutDesk, io: CommandIo) => Promise<number>;

interface Flags {
  readonly channel: string;
  readonly version?: string | undefined;
  readonly reason?: string | undefined;
}

async function run([what = '', ...rest]: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      data: { type: 'string' },
      releases: { type: 'string' },
      trust: { type: 'string' },
      channel: { type: 'string', default: CHANNEL },
      version: { type: 'string' },
      reason: { type: 'string' },
    },
  });
  required(values.releases, 'where the releases are published: --releases FOLDER');
  const deed = deedOf(what, values);
  await using office = await openOffice(values, io);
  return await deed(office.rollouts(), io);
}

/** What is to be done, checked before the hub is opened. */
function deedOf(what: string, flags: Flags): Deed {
  const { channel } = flags;
  if (what === 'list') return list;
  if (what === 'deadlines') return deadlines;
  if (what === 'stations') return (desk, io) => stations(desk, channel, io);
  if (what !== 'yank') {
    throw new UsageError(`there is no hub release ${what}: say list, yank, stations or deadlines`);
  }
  const version = required(flags.version, 'which: --version V');
  const reason = required(flags.reason, 'why: --reason TEXT');
  return (desk, io) => yank(desk, { channel, version, reason }, io);
}

async function list(desk: RolloutDesk, { stdout }: CommandIo): Promise<number> {
  const rows = (await desk.releases()).map(({ release, yanked }) => [
    release.channel,
    release.version,
    release.platform,
    release.class,
    release.releasedAt.slice(0, 'yyyy-mm-dd'.length),
    release.inForceOn ?? NOTHING,
    yanked === undefined ? '' : `withdrawn: ${yanked}`,
  ]);
  const headings = ['CHANNEL', 'VERSION', 'PLATFORM', 'CLASS', 'RELEASED', 'IN FORCE', ''];
  stdout.write(rows.length === 0 ? 'There are no releases.\n' : tableText([headings, ...rows]));
  return 0;
}

async function stations(desk: RolloutDesk, channel: string, io: CommandIo): Promise<number> {
  const rows = (await desk.stations('all', channel)).map((report) => [
    report.station,
    report.site,
    report.running,
    report.mayRun ?? NOTHING,
    report.told === undefined ? NOTHING : `${report.told.version} (${report.told.rollout})`,
    report.said === undefined ? NOTHING : `${report.said.word} ${report.said.code ?? ''}`.trim(),
    report.bar === undefined ? '' : `${report.bar.reason} ${report.bar.step ?? ''}`.trim(),
  ]);
  const headings = ['STATION', 'SITE', 'RUNS', 'MAY RUN', 'TOLD', 'SAID', 'WHY NOT THE NEWEST'];
  io.stdout.write(rows.length === 0 ? 'There are no tills.\n' : tableText([headings, ...rows]));
  return 0;
}

async function deadlines(desk: RolloutDesk, { stdout }: CommandIo): Promise<number> {
  const rows = (await desk.deadlines('all')).flatMap(({ version, inForceOn, lacking }) =>
    lacking.map(({ station, site, running, reason, step }) => {
      return [inForceOn, version, station, site, running, `${reason} ${step ?? ''}`.trim()];
    }),
  );
  const headings = ['IN FORCE', 'VERSION', 'STATION', 'SITE', 'RUNS', 'WHY'];
  stdout.write(
    rows.length === 0 ? 'Nobody lacks what the law asks for.\n' : tableText([headings, ...rows]),
  );
  return 0;
}

async function yank(
  desk: RolloutDesk,
  gone: Parameters<RolloutDesk['yank']>[0],
  io: CommandIo,
): Promise<number> {
  const answer = await desk.yank(gone);
  if (answer.kind === 'refused') {
    io.stderr.write(rolloutRefusalText(answer.code));
    return 1;
  }
  io.stdout.write('It is withdrawn: nobody is told of it any more, nor may fetch it.\n');
  return 0;
}
