import { dirname, join } from 'node:path';
import type { Config } from './config.ts';

/** Where a till keeps what makes it a station: beside its database. */
export function stationFolder({ store }: Pick<Config, 'store'>): string {
  return join(dirname(store), 'station');
}
