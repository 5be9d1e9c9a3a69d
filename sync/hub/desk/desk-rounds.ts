/** What the desk does by itself: takes up what has come in, and passes on what nobody may keep. */
import type { Desk } from '../contracts/desk.ts';
import { ticketsToTakeUp } from '../store/tickets.ts';
import { passOn } from './pass-on.ts';
import { releaseOrders } from './release-orders.ts';
import { takeUp } from './take-up.ts';

export interface RoundFault {
  readonly ticket: string;
  readonly cause: unknown;
}

/** A ticket that fails keeps nobody else waiting; the next round tries it again. */
export async function deskRound(desk: Desk): Promise<readonly RoundFault[]> {
  const faults: RoundFault[] = [];
  for (const ticket of await ticketsToTakeUp(desk.database)) {
    try {
      await takeUp(desk, ticket);
    } catch (cause) {
      faults.push({ ticket, cause });
    }
  }
  await passOn(desk);
  await releaseOrders(desk);
  return faults;
}
