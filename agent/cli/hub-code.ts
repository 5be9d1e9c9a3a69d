import { parseArgs } from 'node:util';
import type { LicenceTerms } from '../../sync/hub/licences/decide.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { EDITION, PRODUCT } from '../core/entitlement/licence-defaults.ts';
import { countOf, required } from './values.ts';

const MS_PER_HOUR = 3_600_000;
const HOURS_MAX = 24 * 30;

export const codeAction: HubAction = {
  usage: `hub code --data FOLDER --name NAME [--site SITE] [--hours N]
      [--customer NAME --zone ZONE [--product NAME] [--edition NAME]]
                               with a licence: one free year from the day the till enrols
      [--station ID]           for a known station that gets a new key; its licence stays`,
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      name: { type: 'string' },
      site: { type: 'string', default: 'main' },
      hours: { type: 'string', default: '24' },
      station: { type: 'string' },
      customer: { type: 'string' },
      zone: { type: 'string' },
      product: { type: 'string' },
      edition: { type: 'string' },
    },
  }).values;
}

type Flags = ReturnType<typeof parse>;

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const flags = parse(argv);
  const { site, station } = flags;
  const name = required(flags.name, 'what the till is called: --name NAME');
  const hours = countOf('--hours', flags.hours, { min: 1, max: HOURS_MAX });
  const licence = termsOf(flags);
  await using office = await openOffice({ data: flags.data }, io);
  const terms = { name, site, licence, validMs: hours * MS_PER_HOUR };
  const code = await office.makeCode(station === undefined ? terms : { ...terms, station });
  io.stdout.write(`${code}\n`);
  return 0;
}

function termsOf({ customer, zone, product, edition }: Flags): LicenceTerms | undefined {
  if ([customer, zone, product, edition].every((term) => term === undefined)) return undefined;
  if (customer === undefined || zone === undefined) {
    throw new UsageError('a licence needs both: --customer NAME --zone ZONE');
  }
  return { customer, zone, product: product ?? PRODUCT, edition: edition ?? EDITION };
}
