/** What a till may have been through by the time it is updated: something of everything it stores. */
import type { Answer } from '../../agent/core/till/events.ts';
import type { CommandLog } from '../../agent/store/command-log.ts';
import type { TillStore } from '../../agent/store/till-store.ts';
import { beginDeposit, cassette, change, end, operate, OPERATOR } from './operator-deeds.ts';
import { StoredTill } from './stored-till.ts';
import { testPlan } from './test-plan.ts';
import { testOrder, testRelease } from './test-release.ts';
import { testEntitlement } from './test-vendor.ts';

export const BORN_MS = Date.parse('2026-11-22T10:00:00Z');
const STATION = 'till-1';
const KEYED = { client: 'pos', operator: OPERATOR } as const;

/** Lived in the store; much is still open at its end, a payout that may be out among it. */
export function live(store: TillStore, version: string): void {
  const till = new StoredTill(store, { version, fromMs: BORN_MS });
  till.send({ kind: 'agent-started' });
  till.send({ kind: 'device-changed', device: 'acceptor', state: 'up', detail: '' });
  fill(till, 'first');
  licensed(till);
  staffed(till);
  done(till.send({ kind: 'shift-open-requested', ...KEYED, operation: key('open') }));
  sold(till);
  deposited(till);
  operated(till);
  leased(till);
  commanded(store, till);
  done(till.send({ kind: 'shift-close-requested', ...KEYED, operation: key('close') }));
  done(till.send({ kind: 'shift-open-requested', ...KEYED, operation: key('open again') }));
  owed(till);
  ordered(till);
  leftOpen(till);
}

function fill(till: StoredTill, why: string): void {
  for (const valueMinor of [5, 10, 20, 50, 100, 200]) {
    const added = [{ valueMinor, count: 10 }];
    const operation = key(`fill ${valueMinor} ${why}`);
    done(
      till.send({
        kind: 'fill-entered',
        place: `hopper-${valueMinor}`,
        added,
        ...KEYED,
        operation,
      }),
    );
  }
}

function licensed(till: StoredTill): void {
  const entitlement = testEntitlement();
  const documents = { document: 'the signed text', source: 'hub' } as const;
  done(till.send({ kind: 'entitlement-offered', entitlement, ...documents }));
  done(till.send({ kind: 'plan-offered', plan: testPlan, ...documents, builtIn: [] }));
  const signed = { timeMs: till.nowMs, clockMs: till.nowMs };
  done(till.send({ kind: 'time-signed', signed }));
  till.send({ kind: 'running-noted' });
}

function staffed(till: StoredTill): void {
  const admin = { operatorId: 'anna', role: 'admin' } as const;
  const bob = { operatorId: 'bob', unlocks: 0 };
  const client = 'pos';
  till.send({ kind: 'sign-in-attempted', operator: { operatorId: 'anna', unlocks: 0 }, client });
  till.send({ kind: 'pin-proved', operator: admin, isNew: true, client });
  const noted = { operatorId: 'bob', change: 'added', role: 'cashier' } as const;
  till.send({ kind: 'operator-change-noted', ...noted, operator: admin, client });
  for (let time = 0; time < 5; time += 1) {
    till.send({ kind: 'sign-in-attempted', operator: bob, client });
    till.send({ kind: 'pin-failed', operator: bob, client });
  }
}

function sold(till: StoredTill): void {
  done(till.startSale('paid', 240));
  const cause = { kind: 'sale', saleId: 'paid' } as const;
  done(till.send({ kind: 'drawer-open-requested', device: 'drawer', client: 'pos', cause }));
  till.insert(200, 50);
  till.settle();
  done(till.send({ kind: 'acknowledge-requested', saleId: 'paid', client: 'pos' }));
  done(till.startSale('given up', 500));
  till.insert(100, 100);
  done(till.send({ kind: 'cancel-requested', saleId: 'given up' }));
  till.settle();
  till.insert(20);
  till.report([
    { kind: 'lost', countMax: 2, cause: 'overflow' },
    { kind: 'incident', code: 'coin-on-a-string', isFraud: true },
  ]);
}

function deposited(till: StoredTill): void {
  done(beginDeposit(till, 'deposit'));
  till.insert(200, 100);
  done(change(till, 'deposit', 'pause'));
  done(change(till, 'deposit', 'restart'));
  done(change(till, 'deposit', 'fix'));
  till.settle();
  done(end(till, 'deposit', { kind: 'change', amountMinor: 240 }));
  till.settle();
}

function operated(till: StoredTill): void {
  done(operate(till, 'refund', { purpose: 'refund', order: { kind: 'amount', amountMinor: 120 } }));
  till.settle();
  const order = { kind: 'places', places: [{ place: 'hopper-5', count: 4 }] } as const;
  done(operate(till, 'collect', { purpose: 'collect', order }));
  till.settle();
  const taken = [{ valueMinor: 200, count: 2 }];
  const what = { place: 'hopper-200', taken, reason: 'to the bank' };
  done(till.send({ kind: 'take-entered', ...what, ...KEYED, operation: key('take') }));
  const counted = { place: 'hopper-100', counted: [{ valueMinor: 100, count: 9 }] };
  const count = { kind: 'count-entered', ...counted, isDeviceGone: false } as const;
  done(till.send({ ...count, ...KEYED, operation: key('count') }));
  done(cassette(till, 'remove', 'removed'));
}

function leased(till: StoredTill): void {
  const lease = { id: 'lease-1', account: 'credits', amount: 60 };
  done(till.send({ kind: 'lease-offered', lease, station: STATION }));
  for (const ticket of ['settled', 'promised']) {
    done(till.send({ kind: 'promise-asked', ticket, account: 'credits', amount: 15 }));
  }
  done(till.send({ kind: 'ticket-settled', ticket: 'settled', amount: 10 }));
}

/** Between the till's own steps, on the same chain. */
function commanded(store: TillStore, till: StoredTill): void {
  const log = commandsOf(store, till);
  const first = { hubEpoch: 'epoch', command: { seq: 1, kind: 'say', body: { text: 'Hello' } } };
  log.receive(first);
  log.settle(first, { kind: 'done' });
  const notAfterMs = BORN_MS + 60_000;
  log.receive({ ...first, command: { ...first.command, seq: 2, notAfterMs } });
}

/** The hub's commands, by the till's clock. */
export function commandsOf(store: TillStore, { nowMs }: Pick<StoredTill, 'nowMs'>): CommandLog {
  return store.commands({ station: STATION, wallMs: () => nowMs, onLines: () => undefined });
}

/** What the hoppers could not pay: one debt paid by hand, one left. */
function owed(till: StoredTill): void {
  till.hoppers = 'are-empty';
  for (const saleId of ['owed', 'still owed']) {
    done(till.startSale(saleId, 130));
    till.insert(200);
    till.settle();
    fill(till, saleId);
  }
  till.hoppers = 'pay';
  const debt = { kind: 'debt-payment-requested', debtId: 'owed/owed', by: 'hand' } as const;
  done(till.send({ ...debt, ...KEYED, operation: key('pay by hand') }));
}

function ordered(till: StoredTill): void {
  const order = testOrder('9.0.0');
  const release = testRelease('9.0.0', { floor: '0.0.1', securityFloor: '0.0.1' });
  const counter = order.counter;
  const ask = (
    request: Extract<Parameters<StoredTill['send']>[0], { kind: 'update-requested' }>['request'],
  ) => done(till.send({ kind: 'update-requested', request }));
  ask({ kind: 'ordered', order, source: 'hub' });
  till.send({
    kind: 'update-told',
    said: { kind: 'checked', of: counter, release, releases: [release] },
  });
  ask({ kind: 'locked', client: 'pos', reason: 'stocktaking', forMs: 3_600_000 });
}

/** One payout of which nobody knows what came out, and one whose order may be out. */
function leftOpen(till: StoredTill): void {
  till.hoppers = 'are-silent';
  done(till.startSale('unresolved', 150));
  till.insert(200);
  till.settle();
  till.hoppers = 'pay';
  done(till.startSale('under way', 70));
  till.insert(100);
  till.settle('ordered');
}

function key(idempotencyKey: string) {
  return { idempotencyKey, terms: idempotencyKey };
}

/** A life in which something is refused is not the one that was meant. */
function done(answer: Answer): void {
  const isDone = ['done', 'sale', 'operation', 'counted', 'shift-opened', 'shift-closed'].includes(
    answer.kind,
  );
  if (!isDone) throw new TypeError(`refused: ${JSON.stringify(answer)}`);
}
