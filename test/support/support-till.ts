/** A till with a technician at its door: what they may do, step by step, and what the till writes of it. */
import type { SupportAsk, SupportSaid } from '../../agent/core/support/supporting.ts';
import type { Operator } from '../../agent/core/operators/operator.ts';
import type { Answer } from '../../agent/core/till/events.ts';
import { PureTill } from './pure-till.ts';

export const TECHNICIAN = { name: 'Anna Rossi', company: 'Cassa Aiuto' } as const;
export const ADMIN: Operator = { operatorId: 'boss', role: 'admin' };
const AT_TILL = { client: 'page' } as const;

export class SupportTill extends PureTill {
  constructor(coinsEach = 10) {
    super(coinsEach);
    this.around = { ...this.around, streams: ['screen', 'console'], newCode: '123456' };
  }

  ask(request: SupportAsk): Answer {
    return this.send({ kind: 'support-requested', request });
  }

  told(said: SupportSaid): void {
    this.send({ kind: 'support-told', said });
  }

  pass(ms: number): void {
    this.nowMs += ms;
    this.around = { ...this.around, monotonicMs: this.around.monotonicMs + ms };
    this.send({ kind: 'time-passed' });
  }

  /** The ticket of a cashier who asks. */
  help(words = 'the printer is silent'): string {
    const question = { ...AT_TILL, caller: 'cashier', words } as const;
    const answer = this.ask({ kind: 'help-asked', question, plans: [] });
    if (answer.kind !== 'help') throw new TypeError(answer.kind);
    return answer.ticket.ticket;
  }

  technicianAsks(ticket: string, session = 's-1'): Answer {
    return this.ask({
      kind: 'session-asked',
      session,
      ticket,
      technician: TECHNICIAN,
      streams: ['screen', 'console'],
    });
  }

  technicianTypes(code: string, session = 's-1'): Answer {
    return this.ask({ kind: 'code-typed', session, code });
  }

  accept(): Answer {
    return this.ask({ kind: 'session-accepted', ...AT_TILL });
  }

  control(control: 'granted' | 'withdrawn' | 'suspended'): Answer {
    return this.ask({ kind: 'control-asked', ...AT_TILL, control, cause: 'cashier' });
  }

  /** From the first call for help to a session that is live, with its streams open. */
  goLive(): string {
    this.technicianAsks(this.help());
    this.technicianTypes('123456');
    this.accept();
    for (const stream of ['screen', 'console'] as const) {
      this.told({ kind: 'stream-opened', session: 's-1', stream });
    }
    return 's-1';
  }

  provePin(operator: Operator): void {
    this.send({ kind: 'pin-proved', operator, isNew: true, client: 'page' });
  }

  attemptSignIn(operatorId: string): Answer {
    const operator = { operatorId, unlocks: 0 };
    return this.send({ kind: 'sign-in-attempted', operator, client: 'page' });
  }

  dispense(operationId: string, operator: Operator = ADMIN): Answer {
    return this.send({
      kind: 'operation-requested',
      operationId,
      purpose: 'dispense',
      order: { kind: 'amount', amountMinor: 5 },
      client: 'page',
      operator,
      operation: { idempotencyKey: operationId, terms: operationId },
    });
  }

  get live() {
    const phase = this.till.supporting.session?.phase;
    return phase?.kind === 'live' ? phase : undefined;
  }

  kinds(): readonly string[] {
    return this.lines.map(({ kind }) => kind);
  }
}
