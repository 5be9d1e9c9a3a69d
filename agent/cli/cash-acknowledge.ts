import type { z } from 'zod';
import type { CashDesk } from './cash-action.ts';
import { CashError } from './cash-error.ts';

/** Once its outcome was told; that it could not be said changes nothing of what was done. */
export async function acknowledgeQuietly(
  { ask, note }: CashDesk,
  path: string,
  schema: z.ZodType<object>,
): Promise<void> {
  try {
    await ask({ method: 'POST', path, schema });
  } catch (cause) {
    if (!(cause instanceof CashError)) throw cause;
    note('It is done, but the till still lists it under: tillwarden cash unacknowledged');
  }
}
