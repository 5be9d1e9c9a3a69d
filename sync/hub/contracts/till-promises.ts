/** What a till says of its leases: which it has taken, and what of them stands behind open tickets. */
import { z } from 'zod';
import { nameField } from '../../protocol/fields.ts';

/** A line of the chain a till goes on with. */
export interface LeaseWord {
  readonly kind: string;
  readonly body: unknown;
}

export interface TillPromises {
  readonly taken: ReadonlySet<string>;
  /** By lease; what a ticket has been promised and has neither settled nor released. */
  readonly promised: ReadonlyMap<string, number>;
}

const LEASE_WORDS = {
  'lease-taken': z.object({ id: nameField }),
  'lease-promised': z.object({
    ticket: z.string(),
    parts: z.array(z.object({ lease: nameField, amount: z.int().min(1) })),
  }),
  'lease-settled': z.object({ ticket: z.string() }),
  'lease-released': z.object({ ticket: z.string() }),
} as const;

export const LEASE_WORD_KINDS: readonly string[] = Object.keys(LEASE_WORDS);

/** From its lines in their order. One that cannot be understood says nothing. */
export function promisesOf(words: readonly LeaseWord[]): TillPromises {
  const taken = new Set<string>();
  const tickets = new Map<string, readonly { readonly lease: string; readonly amount: number }[]>();
  for (const { kind, body } of words) {
    const arrived = kind === 'lease-taken' ? LEASE_WORDS[kind].safeParse(body).data : undefined;
    if (arrived !== undefined) taken.add(arrived.id);
    const made = kind === 'lease-promised' ? LEASE_WORDS[kind].safeParse(body).data : undefined;
    if (made !== undefined) tickets.set(made.ticket, made.parts);
    const ended =
      kind === 'lease-settled' || kind === 'lease-released'
        ? LEASE_WORDS[kind].safeParse(body).data
        : undefined;
    if (ended !== undefined) tickets.delete(ended.ticket);
  }
  const promised = new Map<string, number>();
  for (const { lease, amount } of [...tickets.values()].flat()) {
    promised.set(lease, (promised.get(lease) ?? 0) + amount);
  }
  return { taken, promised };
}
