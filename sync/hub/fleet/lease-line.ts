/** Lines of a till about its leases that move a balance; the others tell only what the till has done. */
import { z } from 'zod';
import type { LeaseLine } from '../../../agent/core/contract/lease.ts';
import { nameField } from '../../protocol/fields.ts';

const amount = z.int().min(1);
const TEXT_MAX_CHARS = 200;
const PARTS_MAX = 100;

/** The bodies of the lines that have an effect on a balance. */
export const LEASE_LINES = {
  'lease-settled': z.object({
    ticket: z.string().min(1).max(TEXT_MAX_CHARS),
    parts: z
      .array(z.object({ lease: nameField, amount }))
      .min(1)
      .max(PARTS_MAX),
  }),
  'lease-closed': z.object({ lease: nameField, left: z.int().min(0) }),
} as const;

/** The line, if it is one of these and its body is what it must be. */
export function leaseLineOf(kind: string, body: unknown): LeaseLine | undefined {
  switch (kind) {
    case 'lease-settled': {
      const settled = LEASE_LINES['lease-settled'].safeParse(body);
      return settled.success ? { kind, body: settled.data } : undefined;
    }
    case 'lease-closed': {
      const closed = LEASE_LINES['lease-closed'].safeParse(body);
      return closed.success ? { kind, body: closed.data } : undefined;
    }
    default:
      return undefined;
  }
}
