import { parseArgs } from 'node:util';
import { sendContract, type SentToStation } from '../../sync/hub/contracts/send-contract.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

export const contractAction: HubAction = {
  usage: `hub contract send --data FOLDER --trust FILE --issuer-key FILE --contract ID
                               what it says goes to each till it covers, and is taken back from
                               those it covers no more; once more, nothing is sent`,
  run,
};

async function run([what = '', ...rest]: readonly string[], io: CommandIo): Promise<number> {
  if (what !== 'send') throw new UsageError(`there is no hub contract ${what}: say send`);
  const { values } = parseArgs({
    args: [...rest],
    options: {
      data: { type: 'string' },
      trust: { type: 'string' },
      'issuer-key': { type: 'string' },
      contract: { type: 'string' },
    },
  });
  const contract = required(values.contract, 'which: --contract ID');
  await using office = await openOffice(values, io);
  const outcome = await sendContract(office.desk(), contract);
  if (outcome.kind === 'sent') return told(outcome.stations, io);
  const cure =
    outcome.code === 'issuer-key-missing'
      ? 'to sign takes a key: --trust FILE --issuer-key FILE'
      : `there is no contract ${contract}`;
  io.stderr.write(`Not sent (${outcome.code}): ${cure}\n`);
  return 1;
}

const DONE: readonly SentToStation['result'][] = ['sent', 'withdrawn', 'unchanged'];

/** It has not all been done where a till could not be sent to. */
function told(stations: readonly SentToStation[], { stdout }: CommandIo): number {
  const rows = stations.map(({ station, result }) => [station, result]);
  stdout.write(
    rows.length === 0 ? 'It names no till.\n' : tableText([['STATION', 'RESULT'], ...rows]),
  );
  return stations.every(({ result }) => DONE.includes(result)) ? 0 : 1;
}
