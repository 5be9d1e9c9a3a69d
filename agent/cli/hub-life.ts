import { parseArgs } from 'node:util';
import { LIFE_ACTS } from '../../sync/hub/books/licence-entry.ts';
import { planNamed, planOfDistributors } from '../../sync/hub/contracts/plan-for.ts';
import {
  LICENCE_SORTS,
  licenceCsv,
  sortedLicences,
  type LicenceSort,
} from '../../sync/hub/licences/licence-list.ts';
import type { LifeOrder, LifeOutcome } from '../../sync/hub/licences/life-desk.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { EDITION, PRODUCT } from '../core/entitlement/licence-defaults.ts';
import { UsageError, type CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { required } from './values.ts';

export const licenceAction: HubAction = {
  usage: `hub licence list --data FOLDER [--sort expiry|licence|customer|site|station]
                               every licence with its last covered day, as CSV
  hub licence buy --data FOLDER --licence ID --customer NAME [--distributor ID] [--plan ID]
                               bought; no clock runs before it is installed
  hub licence ${LIFE_ACTS.join('|')}
      --data FOLDER --trust FILE --issuer-key FILE --station ID --id ID [--plan ID]
      [--licence ID] [--from STATION] [--paid INSTANT] [--reason TEXT]
                               the same --id again changes nothing`,
  run,
};

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      trust: { type: 'string' },
      'issuer-key': { type: 'string' },
      station: { type: 'string' },
      id: { type: 'string' },
      plan: { type: 'string' },
      licence: { type: 'string' },
      customer: { type: 'string' },
      distributor: { type: 'string' },
      product: { type: 'string', default: PRODUCT },
      edition: { type: 'string', default: EDITION },
      from: { type: 'string' },
      paid: { type: 'string' },
      reason: { type: 'string' },
      sort: { type: 'string', default: 'expiry' },
    },
  }).values;
}

type Flags = ReturnType<typeof parse>;

async function run([what = '', ...rest]: readonly string[], io: CommandIo): Promise<number> {
  const kind = LIFE_ACTS.find((act) => act === what);
  const flags = parse(rest);
  if (kind !== undefined) return await act(kind, flags, io);
  if (what === 'list') return await list(flags, io);
  if (what === 'buy') return await buy(flags, io);
  throw new UsageError(`there is no hub licence ${what}: say list, buy, ${LIFE_ACTS.join(', ')}`);
}

async function list({ data, sort }: Flags, io: CommandIo): Promise<number> {
  const by = LICENCE_SORTS.find((each): each is LicenceSort => each === sort);
  if (by === undefined) throw new UsageError(`--sort takes ${LICENCE_SORTS.join(', ')}`);
  await using office = await openOffice({ data }, io);
  io.stdout.write(licenceCsv(sortedLicences(await office.life().list('all'), by)));
  return 0;
}

async function buy(flags: Flags, io: CommandIo): Promise<number> {
  const { product, edition, distributor, plan: name } = flags;
  const id = required(flags.licence, 'which: --licence ID');
  const customer = required(flags.customer, 'for whom: --customer NAME');
  await using office = await openOffice({ data: flags.data }, io);
  const plans = await office.plans();
  const plan =
    name === undefined ? planOfDistributors(plans) : planNamed(plans, name, systemClock.wallMs());
  if (plan === undefined) throw new UsageError(`there is no plan ${name}`);
  const licence = { id, customer, product, edition };
  const bought = distributor === undefined ? licence : { ...licence, distributor };
  if (await office.life().buy(bought, plan.zone)) {
    io.stdout.write(`${id} is bought; its clock begins when it is installed.\n`);
    return 0;
  }
  io.stderr.write(`Not bought: ${id} is another licence.\n`);
  return 1;
}

async function act(kind: LifeOrder['kind'], flags: Flags, io: CommandIo): Promise<number> {
  const { plan, licence, from, reason, paid } = flags;
  const station = required(flags.station, 'whose: --station ID');
  const id = required(flags.id, 'under which id: --id ID');
  const paidAtMs = paid === undefined ? undefined : instantOf(paid);
  await using office = await openOffice(flags, io);
  const order = { id, station, kind, plan, licence, from, reason, paidAtMs };
  return told(await office.life().do(order), io);
}

function instantOf(text: string): number {
  const atMs = Date.parse(text);
  if (Number.isFinite(atMs)) return atMs;
  throw new UsageError('--paid takes an instant such as 2026-11-22T10:00:00Z');
}

function told(outcome: LifeOutcome, { stdout, stderr }: CommandIo): number {
  if (outcome.kind === 'done' || outcome.kind === 'repeated') {
    const { licence, lastCoveredDay } = outcome.act;
    const again = outcome.kind === 'repeated' ? ' It was done before.' : '';
    stdout.write(`${licence}: covered to ${lastCoveredDay}.${again}\n`);
    return 0;
  }
  const reasons =
    outcome.kind === 'refused' && 'decision' in outcome ? outcome.decision?.reasons : undefined;
  const why = reasons === undefined ? '' : `: ${reasons.join(', ')}`;
  stderr.write(`Not done (${outcome.code})${why}\n`);
  return 1;
}
