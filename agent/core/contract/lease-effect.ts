/** What a till's lines about its leases do to the balance at the hub. */
import type { LedgerEntry } from './ledger-entry.ts';
import type { LeaseLine } from './lease.ts';

/** Where a line stands: its entries have their ids from it, so that they count once. */
export interface LinePlace {
  readonly station: string;
  readonly epoch: number;
  readonly seq: number;
  /** When the hub took it in, by the hub's clock. */
  readonly atMs: number;
}

/** The entries of one line; a promise and what is released of it move nothing at the hub. */
export function leaseEntries(line: LeaseLine, place: LinePlace): readonly LedgerEntry[] {
  const { station, epoch, seq, atMs } = place;
  const id = `${station}/${epoch}/${seq}`;
  switch (line.kind) {
    case 'lease-settled':
      return line.body.parts.map(({ lease, amount }) => ({
        kind: 'lease-spend',
        id: `${id}/${lease}`,
        atMs,
        lease,
        // One settlement a branch: a ticket settled on two branches is two pieces of work.
        ticket: `${station}/${epoch}/${line.body.ticket}/${lease}`,
        amount,
      }));
    case 'lease-closed':
      return [{ kind: 'lease-closed', id, atMs, lease: line.body.lease }];
    case 'lease-taken':
    case 'lease-promised':
    case 'lease-released':
      return [];
  }
}
