import { parseArgs } from 'node:util';
import { isFork } from '../../sync/hub/fleet/branch-standing.ts';
import type { HubOffice } from '../../sync/hub/hub-office.ts';
import type { ListedStation } from '../../sync/hub/store/station-list.ts';
import type { CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { countOf, required } from './values.ts';

const EPOCH_MAX = 1_000_000_000;

export const stationsAction: HubAction = {
  usage: 'hub stations --data FOLDER       every station, and what there is to look at',
  run: stations,
};

export const revokeAction: HubAction = {
  usage: `hub revoke --data FOLDER --station ID
                               its last lines may still come in; nothing is sent to it any more`,
  run: revoke,
};

export const explainAction: HubAction = {
  usage: `hub explain --data FOLDER --station ID [--epoch N]
                               note that a fork is understood; without --epoch, list them`,
  run: explain,
};

const STATION_OPTIONS = {
  data: { type: 'string' },
  station: { type: 'string' },
  epoch: { type: 'string' },
} as const;

async function stations(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' } } });
  await using office = await openOffice({ data: values.data }, io);
  const listed = await office.stations();
  const headings = ['STATION', 'NAME', 'SITE', 'STATE', 'LAST SEEN (UTC)', 'LINES'];
  const marks = ['FORKS TO EXPLAIN', 'SET ASIDE', 'LICENCE (EPOCH.N)'];
  io.stdout.write(tableText([[...headings, ...marks], ...listed.map(rowOf)]));
  io.stdout.write(hintsFor(listed));
  return 0;
}

function rowOf(station: ListedStation): readonly string[] {
  const { lastSeenMs, licence } = station;
  return [
    station.station,
    station.name,
    station.site,
    station.isRevoked ? 'revoked' : 'enrolled',
    lastSeenMs === undefined ? 'never' : minuteOf(lastSeenMs),
    String(station.lines),
    String(station.unexplainedForks),
    String(station.quarantined),
    licence === undefined ? 'none' : `${licence.keyEpoch}.${licence.n}`,
  ];
}

function hintsFor(listed: readonly ListedStation[]): string {
  const forked = listed.find(({ unexplainedForks }) => unexplainedForks > 0);
  const setAside = listed.find(({ quarantined }) => quarantined > 0);
  return [
    ...(forked === undefined ? [] : [`Forks: tillwarden hub explain --station ${forked.station}`]),
    ...(setAside === undefined
      ? []
      : [`Lines set aside: tillwarden hub quarantine --station ${setAside.station}`]),
  ]
    .map((hint) => `${hint}\n`)
    .join('');
}

async function revoke(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: STATION_OPTIONS });
  const station = required(values.station, 'which: --station ID');
  await using office = await openOffice({ data: values.data }, io);
  await office.revoke(station);
  io.stdout.write(
    `${station} is revoked. A running hub cuts it off within moments; enrol it again to undo this.\n`,
  );
  return 0;
}

async function explain(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: STATION_OPTIONS });
  const station = required(values.station, 'which: --station ID');
  await using office = await openOffice({ data: values.data }, io);
  if (values.epoch === undefined) return await listForks(office, station, io);
  const epoch = countOf('--epoch', values.epoch, { min: 1, max: EPOCH_MAX });
  const outcome = await office.explainFork(station, epoch);
  if (outcome.kind === 'explained') {
    io.stdout.write(`The fork under epoch ${epoch} of ${station} is explained.\n`);
    return 0;
  }
  io.stderr.write(`Epoch ${epoch} of ${station} is no fork: see hub explain without --epoch.\n`);
  return 1;
}

async function listForks(
  office: HubOffice,
  station: string,
  { stdout, stderr }: CommandIo,
): Promise<number> {
  const account = await office.account(station);
  if (account === undefined) {
    stderr.write(`there is no station ${station}\n`);
    return 1;
  }
  const forks = account.branches.filter(isFork);
  const rows = forks.map(({ epoch, parentEpoch, forkSeq, durableTo, isExplained }) => [
    String(epoch),
    String(parentEpoch),
    String(forkSeq),
    String(durableTo - forkSeq),
    isExplained ? 'yes' : 'no',
  ]);
  const headings = ['EPOCH', 'FORKED FROM', 'AFTER LINE', 'LINES OF ITS OWN', 'EXPLAINED'];
  stdout.write(rows.length === 0 ? 'Its chain has not forked.\n' : tableText([headings, ...rows]));
  return 0;
}

const MINUTE_CHARS = 'YYYY-MM-DDTHH:MM'.length;

function minuteOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, MINUTE_CHARS).replace('T', ' ');
}
