/**
 * A till of pure steps with an imaginary whole machine that has a truth of its own: operations it
 * was told of, begun or not, and pieces that moved. The journal is only ever compared with it.
 */
import type { JobEffect, JobEvent, JobReport } from '../../agent/core/cash/changer-job.ts';
import type { CashOperation } from '../../agent/core/cash/cash-operation.ts';
import type { DepositPurpose, LineDraft, OperationPurpose } from '../../agent/core/journal-line.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import type { KnownChanger } from '../../agent/core/till/changer-turn.ts';
import type {
  Answer,
  DepositEndAsked,
  OperationOrder,
  TillEvent,
  TillFacts,
} from '../../agent/core/till/events.ts';
import { DEFAULT_RULES } from '../../agent/core/operators/rights.ts';
import { stepTill } from '../../agent/core/till/step.ts';
import { EMPTY_TILL, type Till } from '../../agent/core/till/till.ts';

const DEVICE = 'machine';
export const RECYCLER = `${DEVICE}/recycler`;
const ROUNDING_MAX_MINOR = 2;
const COLLECTS = ['sale', 'deposit', 'load'];
export const EVA = { operatorId: 'eva', role: 'supervisor' } as const;

interface Operation {
  readonly machineId: string;
  readonly alias: string;
  readonly task: string;
  readonly amountMinor: number;
  state: 'waiting' | 'running' | 'finished';
  begun: number;
  readonly in: Map<number, number>;
  readonly out: Map<number, number>;
  notPaidMinor: number;
  isForgotten: boolean;
}

export class PureMachine {
  till: Till = EMPTY_TILL;
  readonly lines: LineDraft[] = [];
  readonly sales = new Map<string, Sale>();
  readonly cashOperations = new Map<string, CashOperation>();
  readonly operations: Operation[] = [];
  readonly held = new Map<number, number>([
    [10, 10],
    [50, 10],
    [200, 10],
  ]);
  effects: JobEffect[] = [];
  condition: KnownChanger['condition'] = 'ready';
  followed: string | undefined;
  nowMs = 1_000_000;
  idleMs = 0;
  inMinor = 0;
  outMinor = 0;
  #ids = 0;

  constructor() {
    this.tellLevels();
  }

  send(event: TillEvent): Answer {
    const step = stepTill(this.till, event, this.#facts(event));
    this.till = step.till;
    this.lines.push(...step.lines);
    for (const sale of step.sales) this.sales.set(sale.saleId, sale);
    for (const one of step.cashOperations) this.cashOperations.set(one.operationId, one);
    for (const effect of step.effects) if (isJobEffect(effect)) this.effects.push(effect);
    return step.answer;
  }

  startSale(saleId: string, amountDueMinor: number): Answer {
    const idempotencyKey = `key-${saleId}`;
    const terms = { saleId, client: 'pos', idempotencyKey, amountDueMinor, currency: 'EUR' };
    return this.send({ kind: 'sale-requested', terms });
  }

  startDeposit(saleId: string, purpose: DepositPurpose = 'deposit'): Answer {
    const key = { client: 'pos', idempotencyKey: `key-${saleId}` };
    const deposit = { purpose } as const;
    const terms = { saleId, ...key, amountDueMinor: 0, currency: 'EUR', deposit };
    return this.send({ kind: 'sale-requested', terms, operator: EVA });
  }

  fixDeposit(saleId: string): Answer {
    return this.send({ kind: 'deposit-change-requested', saleId, change: 'fix' });
  }

  endDeposit(saleId: string, end: DepositEndAsked, idempotencyKey = `end-${saleId}`): Answer {
    const operation = { idempotencyKey, terms: JSON.stringify(end) };
    return this.send({ kind: 'deposit-end-requested', saleId, end, operation });
  }

  operate(operationId: string, purpose: OperationPurpose, order: OperationOrder): Answer {
    const operation = { idempotencyKey: `key-${operationId}`, terms: JSON.stringify(order) };
    const asked = { operationId, purpose, order, client: 'pos', operator: EVA, operation };
    return this.send({ kind: 'operation-requested', ...asked, reason: 'to the bank' });
  }

  /** Its operator chooses a piece at the machine. */
  choose(valueMinor: number): void {
    const running = this.running();
    const held = this.held.get(valueMinor) ?? 0;
    if (running?.task !== 'withdrawal' || held === 0) return;
    this.held.set(valueMinor, held - 1);
    running.out.set(valueMinor, (running.out.get(valueMinor) ?? 0) + 1);
    this.outMinor += valueMinor;
  }

  /** Somebody ends what runs, at its screen. */
  endAtMachine(how: 'keep' | 'give-back'): void {
    const running = this.running();
    if (running !== undefined) this.#end(running, how);
  }

  /** Carries effects out until there are none. */
  settle(): void {
    for (let effect = this.effects.shift(); effect !== undefined; effect = this.effects.shift()) {
      this.carryOut(effect);
    }
  }

  /** The machine hears it, and its answer comes back unless it is lost. */
  carryOut(effect: JobEffect, isAnswered = true): void {
    const { jobId } = effect;
    const said = this.#hear(effect);
    if (!isAnswered) {
      const lost = { kind: 'unanswered', reason: 'timeout' } as const;
      const isTold = effect.kind === 'follow-job' || effect.kind === 'end-job';
      if (!isTold && effect.kind !== 'forget-job') {
        this.send({ kind: 'job-told', jobId, said: lost });
      }
      return;
    }
    if (said !== undefined) this.send({ kind: 'job-told', jobId, said });
    if (effect.kind === 'run-job' || effect.kind === 'follow-job') this.tell();
  }

  /** A piece goes into the operation that runs, as the machine decides, whoever listens. */
  insert(valueMinor: number): void {
    const running = this.running();
    if (running === undefined || !COLLECTS.includes(running.task)) return;
    running.in.set(valueMinor, (running.in.get(valueMinor) ?? 0) + 1);
    this.held.set(valueMinor, (this.held.get(valueMinor) ?? 0) + 1);
    this.inMinor += valueMinor;
    const inMinor = worthMinor(running.in);
    const isPaid = running.task === 'sale' && inMinor >= running.amountMinor;
    if (isPaid) this.#payAndEnd(running, inMinor - running.amountMinor);
  }

  running(): Operation | undefined {
    return this.operations.find(({ state }) => state === 'running');
  }

  /** Says how what it was asked to report stands. */
  tell(): void {
    const operation = this.operations.find(({ machineId }) => machineId === this.followed);
    if (operation === undefined) return;
    const report = reportOf(operation);
    const { alias: jobId } = operation;
    this.send({ kind: 'job-told', jobId, said: { kind: 'reported', report } });
  }

  tellLevels(): void {
    const levels = [...this.held].map(([valueMinor, count]) => {
      return { place: RECYCLER, valueMinor, count };
    });
    this.send({ kind: 'levels-told', device: DEVICE, levels });
  }

  lookAgain(): void {
    this.send({ kind: 'time-passed' });
  }

  /** The process dies: effects under way are forgotten, state and journal are not. */
  restart(): void {
    this.effects = [];
    this.followed = undefined;
    this.send({ kind: 'agent-started' });
  }

  /** Everything is asked and told again until nothing is open. */
  rest(): void {
    this.restart();
    for (let turn = 0; turn < 12; turn += 1) {
      this.settle();
      this.tell();
      this.lookAgain();
    }
    this.tellLevels();
  }

  heldMinor(): number {
    return worthMinor(this.held);
  }

  #hear(effect: JobEffect): JobEvent | undefined {
    switch (effect.kind) {
      case 'open-job': {
        const { jobId: alias, task, amountMinor = 0 } = effect;
        if (this.running() !== undefined) return { kind: 'refused', reason: 'occupied' };
        const machineId = String(this.operations.length + 1);
        const nothing = { begun: 0, notPaidMinor: 0, isForgotten: false };
        const moves = { in: new Map(), out: new Map() };
        const state = 'waiting' as const;
        this.operations.push({ machineId, alias, task, amountMinor, state, ...nothing, ...moves });
        return { kind: 'opened', machineId };
      }
      case 'find-job': {
        const ours = this.operations.filter(({ alias }) => alias === effect.jobId);
        const found = ours.find(({ state }) => state !== 'waiting') ?? ours.at(-1);
        return found === undefined
          ? { kind: 'not-found' }
          : { kind: 'opened', machineId: found.machineId };
      }
      case 'run-job':
        this.#begin(effect.machineId);
        this.followed = effect.machineId;
        return { kind: 'begun' };
      case 'follow-job':
        this.followed = effect.machineId;
        return undefined;
      case 'end-job': {
        const operation = this.#known(effect.machineId);
        if (operation?.state === 'running') this.#end(operation, effect.how);
        if (operation?.state === 'waiting') operation.state = 'finished';
        return { kind: 'end-told' };
      }
      case 'forget-job': {
        const operation = this.#known(effect.machineId);
        if (operation !== undefined) operation.isForgotten = true;
        return { kind: 'forgotten' };
      }
    }
  }

  #begin(machineId: string): void {
    const operation = this.#known(machineId);
    if (operation?.state !== 'waiting' || this.running() !== undefined) return;
    operation.state = 'running';
    operation.begun += 1;
    if (operation.task === 'payout') this.#payAndEnd(operation, operation.amountMinor);
  }

  #end(operation: Operation, how: 'keep' | 'give-back'): void {
    this.#payAndEnd(operation, how === 'give-back' ? worthMinor(operation.in) : 0);
  }

  #payAndEnd(operation: Operation, amountMinor: number): void {
    let restMinor = amountMinor;
    for (const valueMinor of [...this.held.keys()].toSorted((a, b) => b - a)) {
      while (restMinor >= valueMinor && (this.held.get(valueMinor) ?? 0) > 0) {
        restMinor -= valueMinor;
        this.outMinor += valueMinor;
        this.held.set(valueMinor, (this.held.get(valueMinor) ?? 0) - 1);
        operation.out.set(valueMinor, (operation.out.get(valueMinor) ?? 0) + 1);
      }
    }
    operation.notPaidMinor = restMinor;
    operation.state = 'finished';
  }

  #known(machineId: string): Operation | undefined {
    return this.operations.find((operation) => operation.machineId === machineId);
  }

  #facts(event: TillEvent): TillFacts {
    this.#ids += 1;
    const known = { device: DEVICE, roundingMaxMinor: ROUNDING_MAX_MINOR };
    return {
      version: 'test',
      currency: 'EUR',
      nowMs: this.nowMs,
      station: 'till-1',
      activationGraceDays: 30,
      ranMs: 0,
      idleMs: this.idleMs,
      idleExpiryMs: 180_000,
      acceptors: [],
      dispensers: [],
      changers: [{ ...known, condition: this.condition }],
      places: [{ place: RECYCLER }, { place: `${DEVICE}/cassette` }],
      limits: {},
      operators: DEFAULT_RULES,
      lockRanMs: 0,
      storedSale: this.#storedSale(event),
      storedCashOperation: this.#storedOperation(event),
      newId: `id-${this.#ids}`,
    };
  }

  #storedSale(event: TillEvent): Sale | undefined {
    switch (event.kind) {
      case 'cancel-requested':
      case 'acknowledge-requested':
      case 'deposit-change-requested':
      case 'deposit-end-requested':
        return this.sales.get(event.saleId);
      default:
        return undefined;
    }
  }

  #storedOperation(event: TillEvent): CashOperation | undefined {
    const isAbout =
      event.kind === 'operation-requested' || event.kind === 'operation-end-requested';
    return isAbout ? this.cashOperations.get(event.operationId) : undefined;
  }
}

function isJobEffect(effect: { readonly kind: string }): effect is JobEffect {
  return effect.kind.endsWith('-job');
}

function reportOf(operation: Operation): JobReport {
  const { machineId, state, notPaidMinor } = operation;
  return {
    machineId,
    state,
    in: placed(operation.in),
    out: placed(operation.out),
    inMinor: worthMinor(operation.in),
    outMinor: worthMinor(operation.out),
    notPaidMinor,
  };
}

function placed(counts: ReadonlyMap<number, number>): JobReport['in'] {
  return [...counts].map(([valueMinor, count]) => ({ place: RECYCLER, valueMinor, count }));
}

function worthMinor(counts: ReadonlyMap<number, number>): number {
  return [...counts].reduce((sum, [valueMinor, count]) => sum + valueMinor * count, 0);
}
