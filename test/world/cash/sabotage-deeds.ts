/** Bugs planted on purpose in what a till makes of deposits, operations and currencies. */
import { totalMinor } from '../../../agent/core/cash/counts.ts';
import type {
  DepositEndAsked,
  OperationOrder,
  TillRequest,
} from '../../../agent/core/till/events.ts';
import type { CashDispenser, ChangerJobId, PlacedCount } from '../../../hardware/kit/device.ts';
import { SUPERVISOR } from '../../support/operators.ts';
import { withMethod, withOrder, type Sabotages } from './sabotage.ts';

/** By what it does wrong; each as a fresh saboteur, because some count. */
export const DEED_SABOTAGES: Sabotages = {
  'books a collect twice': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withOrder(one, 'dispense', async (dispenser, order) => {
          const outcome = await dispenser.dispense(order);
          if (outcome.kind !== 'settled' || order.to !== 'cashbox') return outcome;
          return { ...outcome, paid: 2 * outcome.paid };
        }),
      ),
  }),
  'collects twice and books it once': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withOrder(one, 'dispense', async (dispenser, order) => {
          const first = await dispenser.dispense(order);
          if (order.to === 'cashbox') await payAnew(dispenser, order);
          return first;
        }),
      ),
  }),
  'pays out what it was to collect': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withOrder(one, 'dispense', async (dispenser, order) => {
          const { evidence } = order;
          return dispenser.dispense({ count: order.count, evidence, to: 'customer' });
        }),
      ),
  }),
  'pays anew what a crash has left open': () => ({
    devices: (devices) =>
      devices.map((one) =>
        withOrder(one, 'settle', async (dispenser, order) => {
          const outcome = await dispenser.settle(order);
          if (outcome.kind === 'settled') await payAnew(dispenser, order);
          return outcome;
        }),
      ),
  }),
  'begins an operation anew that is asked for again': () =>
    forgetting((request) => request.kind === 'operation-requested'),
  'books an entry anew that is made again': () =>
    forgetting(({ kind }) => kind.endsWith('-entered') || kind === 'cassette-replaced'),
  'gives back what a deposit was to keep': () =>
    withEnds((end) => (end.kind === 'no-change' ? { kind: 'repay' } : end)),
  'keeps what a deposit was to give back': () =>
    withEnds((end) => (end.kind === 'repay' ? { kind: 'no-change' } : end)),
  'keeps more of a deposit than it was told to': () =>
    withEnds((end) => (end.kind === 'change' ? { ...end, amountMinor: end.amountMinor + 5 } : end)),
  'lets a cashier do what only a supervisor may': () =>
    withRequests((request) =>
      request.kind === 'operation-requested' && request.operator.role === 'cashier'
        ? { ...request, operator: { ...SUPERVISOR, operatorId: request.operator.operatorId } }
        : request,
    ),
  'pays other pieces than were asked for': () =>
    withRequests((request) =>
      request.kind === 'operation-requested' && request.order.kind === 'counts'
        ? { ...request, order: asAmount(request.order) }
        : request,
    ),
};

/** The same where there is a second currency. */
export const CURRENCY_SABOTAGES: Sabotages = {
  'takes one currency for another': () => ({ currencies: () => ({}) }),
};

/** The same with a whole machine. */
export const WHOLE_SABOTAGES: Sabotages = {
  'gives a whole machine its order twice': () => ({
    devices: (devices) =>
      devices.map((one) =>
        one.kind === 'cash-changer'
          ? withMethod(one, 'forget', async (changer, job: ChangerJobId) => {
              const again = { jobId: job.jobId, task: 'payout', amountMinor: 5 } as const;
              const told = await changer.forget(job);
              const second = await changer.open(again);
              if (second.kind === 'opened') await changer.run({ ...job, ...second });
              return told;
            })
          : one,
      ),
  }),
  'books a piece of a whole machine twice': () => ({
    tell: (report) =>
      report.kind === 'job'
        ? { ...report, job: { ...report.job, in: report.job.in.map(withOneMore) } }
        : report,
  }),
  'overlooks what a whole machine paid': () => ({
    tell: (report) =>
      report.kind === 'job' ? { ...report, job: { ...report.job, out: [], outMinor: 0 } } : report,
  }),
};

function withOneMore(one: PlacedCount): PlacedCount {
  return { ...one, count: one.count + 1 };
}

type Order = Parameters<CashDispenser['dispense']>[0];

async function payAnew(dispenser: CashDispenser, order: Order): Promise<void> {
  const again = await dispenser.prepare(order.to);
  if (again.kind === 'prepared') await dispenser.dispense({ ...order, evidence: again.evidence });
}

/** Takes such a request for a new one each time, whatever its key. */
function forgetting(isForgotten: (request: TillRequest) => boolean): ReturnType<Sabotages[string]> {
  let asked = 0;
  return withRequests((request) => {
    if (!isForgotten(request) || !('operation' in request)) return request;
    const { operation } = request;
    if (operation === undefined) return request;
    asked += 1;
    const idempotencyKey = `${operation.idempotencyKey}-${asked}`;
    return { ...request, operation: { ...operation, idempotencyKey } };
  });
}

/** The same amount in whatever pieces there are. */
function asAmount({ counts }: Extract<OperationOrder, { kind: 'counts' }>): OperationOrder {
  return { kind: 'amount', amountMinor: totalMinor(counts) };
}

function withRequests(
  change: (request: TillRequest) => TillRequest,
): ReturnType<Sabotages[string]> {
  return { request: change };
}

function withEnds(
  change: (end: DepositEndAsked) => DepositEndAsked,
): ReturnType<Sabotages[string]> {
  return withRequests((request) =>
    request.kind === 'deposit-end-requested' ? { ...request, end: change(request.end) } : request,
  );
}
