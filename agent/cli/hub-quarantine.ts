import { parseArgs } from 'node:util';
import type { Reapplied } from '../../sync/hub/store/quarantine.ts';
import type { CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { countOf, required } from './values.ts';

const EPOCH_MAX = 1_000_000_000;
const SEQ_MAX = 9_999_999_999;

export const quarantineAction: HubAction = {
  usage: 'hub quarantine --data FOLDER --station ID   lines that were set aside, and why',
  run: list,
};

export const reapplyAction: HubAction = {
  usage: `hub reapply --data FOLDER --station ID --epoch N --seq N
                               check such a line again, and count it if it is good by now`,
  run: reapply,
};

async function list(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, station: { type: 'string' } },
  });
  const station = required(values.station, 'whose: --station ID');
  await using office = await openOffice({ data: values.data }, io);
  const lines = await office.quarantined(station);
  const rows = lines.map(({ epoch, seq, reason, receivedAtMs, line }) => [
    String(epoch),
    String(seq),
    reason,
    new Date(receivedAtMs).toISOString(),
    JSON.stringify(line),
  ]);
  const headings = ['EPOCH', 'SEQ', 'REASON', 'RECEIVED', 'LINE'];
  io.stdout.write(rows.length === 0 ? 'Nothing is set aside.\n' : tableText([headings, ...rows]));
  return 0;
}

async function reapply(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      station: { type: 'string' },
      epoch: { type: 'string' },
      seq: { type: 'string' },
    },
  });
  const station = required(values.station, 'whose: --station ID');
  const epoch = countOf('--epoch', required(values.epoch, '--epoch N'), { min: 1, max: EPOCH_MAX });
  const seq = countOf('--seq', required(values.seq, '--seq N'), { min: 1, max: SEQ_MAX });
  await using office = await openOffice({ data: values.data }, io);
  const outcome = await office.reapply({ station, epoch, seq });
  if (outcome.kind === 'applied') {
    io.stdout.write(`Line ${seq} of ${station} is good, and counts now.\n`);
    return 0;
  }
  io.stderr.write(`Line ${seq} stays as it is (${outcome.code}): ${WHY[outcome.code]}.\n`);
  return 1;
}

const WHY: Readonly<Record<Extract<Reapplied, { kind: 'refused' }>['code'], string>> = {
  'hash-mismatch': 'its content is not what it was hashed from',
  'broken-link': 'it does not name the line before it',
  'no-canonical-form': 'its content has no one text',
  'body-invalid': 'this release does not understand its body',
  forked: 'another line has its place; its own came in under the epoch of the fork',
  'lease-unknown': 'it is about a lease that this hub has not cut for the till',
  'not-quarantined': 'no such line is set aside',
};
