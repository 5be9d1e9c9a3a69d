import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pinOfCertificate } from '../../sync/trust/pin.ts';
import { UsageError, type CommandIo } from './command.ts';
import type { HubAction } from './hub-action.ts';
import { required } from './values.ts';

export const pinsAction: HubAction = {
  usage: 'hub pins --tls-cert FILE         what tills know the key of a certificate by',
  run,
};

async function run(argv: readonly string[], { stdout }: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'tls-cert': { type: 'string' } },
  });
  const path = required(values['tls-cert'], 'of which certificate: --tls-cert FILE');
  stdout.write(`${pinIn(path)}\n`);
  return 0;
}

function pinIn(path: string): string {
  const text = readFileSync(path);
  try {
    return pinOfCertificate(text);
  } catch (cause) {
    throw new UsageError(`${path} is no certificate`, { cause });
  }
}
