import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CommandIo } from './command.ts';
import { openOffice, type HubAction } from './hub-action.ts';
import { required } from './values.ts';

/** Where a medium has the orders of its stations. */
const ORDERS_FOLDER = 'director';

export const directorAction: HubAction = {
  usage: `hub director --data FOLDER --site SITE --out FOLDER
                               the update orders of a site’s tills, for a medium`,
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, site: { type: 'string' }, out: { type: 'string' } },
  });
  const site = required(values.site, 'whose: --site SITE');
  const out = join(required(values.out, 'where to: --out FOLDER'), ORDERS_FOLDER);
  await using office = await openOffice(values, io);
  const orders = await office.rollouts().exportOrders(site);
  mkdirSync(out, { recursive: true });
  for (const { station, document } of orders) {
    writeFileSync(join(out, `${station}.jws`), `${document}\n`);
  }
  io.stdout.write(
    orders.length === 0
      ? `No till at ${site} has anything to be told.\n`
      : `${out} has the orders of ${orders.map(({ station }) => station).join(', ')}.\n`,
  );
  return 0;
}
