/**
 * One balance at a hub and two tills that promise from it, cut off from each other in random ways,
 * with clocks that stop, jump and run backwards. Decisions are those of the product; the network,
 * the clocks and the restored disks are made here, all of one seed.
 */
import { leaseEntries } from '../../agent/core/contract/lease-effect.ts';
import {
  NO_LEASES,
  stepLeasing,
  type Lease,
  type LeaseLine,
  type Leasing,
  type LeasingEvent,
} from '../../agent/core/contract/lease.ts';
import type { LedgerEntry } from '../../agent/core/contract/ledger-entry.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { emptyLedger, post, type Ledger } from '../../agent/core/contract/ledger.ts';

export interface LeaseLife {
  readonly seed: number;
  /** Whether disks are restored to what they held before. */
  readonly restores: boolean;
  readonly deeds: number;
}

/** What is true at the end, reckoned from what was really done and not from the ledger. */
export interface LeaseReckoning {
  readonly granted: number;
  /** Work that tills settled, on every branch of theirs. */
  readonly worked: number;
  /** Amounts of leases that a restored till held and could spend again. */
  readonly heldAtRestores: number;
  readonly restores: number;
  readonly refusals: number;
  readonly ledger: Ledger;
}

interface Till {
  readonly id: string;
  leasing: Leasing;
  /** The journal of the branch it is on. */
  lines: LeaseLine[];
  epoch: number;
  sentTo: number;
  inbox: Lease[];
  isCutOff: boolean;
  clockMs: number;
  /** Mail that a restored disk gets once more. */
  readonly mail: Lease[];
  saved: { leasing: Leasing; lines: LeaseLine[] } | undefined;
}

const ACCOUNT = 'credits';
const TICKETS = 40;

class World {
  readonly tills: readonly Till[] = ['till-1', 'till-2'].map(newTill);
  ledger = emptyLedger({ holdProtects: true });
  hubClockMs = 1_000_000;
  granted = 0;
  worked = 0;
  heldAtRestores = 0;
  restores = 0;
  refusals = 0;
  #made = 0;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  act(restores: boolean): void {
    this.#turnClocks();
    const till = this.tills[this.pick(this.tills.length)];
    if (till === undefined) return;
    const deed = this.pick(restores ? 12 : 10);
    if (deed === 0) this.#grant();
    else if (deed === 1) this.#cutLease(till);
    else if (deed === 2) till.isCutOff = !till.isCutOff;
    else if (deed === 3) this.#writeOff();
    else if (deed === 4) this.#askToClose(till);
    else if (deed < 7) this.#promise(till);
    else if (deed < 10) this.#settle(till);
    else if (deed === 10) till.saved = { leasing: till.leasing, lines: [...till.lines] };
    else this.#restore(till);
    if (this.pick(2) === 0) this.exchange(till);
  }

  /** Mail goes down, lines go up; the line breaks after any of them, and some go twice. */
  exchange(till: Till, isWhole = false): void {
    if (till.isCutOff && !isWhole) return;
    const { length } = till.inbox;
    for (const lease of till.inbox.splice(0, isWhole ? length : this.pick(length + 1))) {
      this.#tell(till, { kind: 'lease-arrived', lease });
    }
    const left = till.lines.length - till.sentTo;
    const to = till.sentTo + (isWhole ? left : this.pick(left + 1));
    for (let at = till.sentTo; at < to; at += 1) {
      this.#apply(till, at);
      if (this.pick(4) === 0) this.#apply(till, at);
    }
    till.sentTo = to;
  }

  pick(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #grant(): void {
    const amount = 1 + this.pick(60);
    this.granted += amount;
    this.#post({
      kind: 'grant',
      id: this.#id('grant'),
      atMs: this.hubClockMs,
      amount,
      source: 'pack',
    });
  }

  #cutLease(till: Till): void {
    const lease = { id: this.#id('lease'), account: ACCOUNT, amount: 1 + this.pick(40) };
    const entry = { kind: 'lease-cut', id: `cut/${lease.id}`, atMs: this.hubClockMs } as const;
    if (!this.#post({ ...entry, lease: lease.id, amount: lease.amount })) return;
    till.inbox.push(lease);
    till.mail.push(lease);
  }

  /** An admin gives a lease up, which the till may not hear of for ever. */
  #writeOff(): void {
    const open = [...this.ledger.leases].filter(([, { state }]) => state === 'open');
    const lease = open[this.pick(open.length + 3)]?.[0];
    if (lease === undefined) return;
    this.#post({ kind: 'lease-written-off', id: `off/${lease}`, atMs: this.hubClockMs, lease });
  }

  #askToClose(till: Till): void {
    const ids = till.leasing.leases.map(({ id }) => id);
    const lease = ids[this.pick(ids.length)];
    if (lease !== undefined) this.#tell(till, { kind: 'lease-close-asked', lease });
  }

  #promise(till: Till): void {
    const ticket = `${till.id}-${this.pick(TICKETS)}`;
    const amount = 1 + this.pick(30);
    this.#tell(till, { kind: 'promise-asked', ticket, account: ACCOUNT, amount });
  }

  #settle(till: Till): void {
    const ticket = `${till.id}-${this.pick(TICKETS)}`;
    const isReleased = this.pick(5) === 0;
    if (isReleased) {
      this.#tell(till, { kind: 'ticket-released', ticket });
      return;
    }
    const amount = 1 + this.pick(30);
    if (this.#tell(till, { kind: 'ticket-settled', ticket, amount })) this.worked += amount;
  }

  /** The disk of the till is as it was; what it wrote since is another branch. */
  #restore(till: Till): void {
    if (till.saved === undefined) return;
    this.exchangeLines(till);
    const { leasing, lines } = till.saved;
    this.restores += 1;
    this.heldAtRestores += [...till.mail].reduce((sum, { amount }) => sum + amount, 0);
    till.leasing = leasing;
    till.lines = [...lines];
    till.sentTo = lines.length;
    till.epoch += 1;
    // The mailbox gives it again what it had not taken by then.
    till.inbox = till.mail.filter(({ id }) => !leasing.leases.some((held) => held.id === id));
  }

  /** What a till wrote before its disk was lost had reached the hub, or is work nobody has a line of. */
  exchangeLines(till: Till): void {
    for (let at = till.sentTo; at < till.lines.length; at += 1) this.#apply(till, at);
    till.sentTo = till.lines.length;
  }

  #tell(till: Till, event: LeasingEvent): boolean {
    const { state, lines, answer } = stepLeasing(till.leasing, event);
    till.leasing = state;
    till.lines.push(...lines);
    if (answer.kind === 'line-needed') this.refusals += 1;
    return answer.kind === 'done';
  }

  #apply(till: Till, at: number): void {
    const line = till.lines[at];
    if (line === undefined) return;
    const place = { station: till.id, epoch: till.epoch, seq: at + 1, atMs: this.hubClockMs };
    for (const entry of leaseEntries(line, place)) this.#post(entry);
  }

  #post(entry: LedgerEntry): boolean {
    const { ledger, answer } = post(this.ledger, entry);
    this.ledger = ledger;
    return answer.kind === 'posted';
  }

  /** Stopped, wrong, backwards: nothing of it may matter. */
  #turnClocks(): void {
    this.hubClockMs += this.pick(3) === 0 ? 0 : this.pick(2_000_000) - 1_000_000;
    for (const till of this.tills) till.clockMs += this.pick(2_000_000) - 1_000_000;
  }

  #id(name: string): string {
    this.#made += 1;
    return `${name}-${String(this.#made).padStart(6, '0')}`;
  }
}

/** Lives one life, then lets everything that was written reach the hub. */
export function liveLeases({ seed, restores, deeds }: LeaseLife): LeaseReckoning {
  const world = new World(seed);
  for (let done = 0; done < deeds; done += 1) world.act(restores);
  for (const till of world.tills) world.exchange(till, true);
  const { granted, worked, heldAtRestores, restores: restored, refusals, ledger } = world;
  return { granted, worked, heldAtRestores, restores: restored, refusals, ledger };
}

function newTill(id: string): Till {
  return {
    id,
    leasing: NO_LEASES,
    lines: [],
    epoch: 1,
    sentTo: 0,
    inbox: [],
    isCutOff: false,
    clockMs: 0,
    mail: [],
    saved: undefined,
  };
}
