import type {
  BarredOperator,
  BookOutcome,
  OperatorBook,
  OperatorChange,
  OperatorRecord,
  Roster,
} from '../../agent/api/operator-book.ts';

/** One operator a role, called like it, with a PIN that is never the same. */
export const PINS = {
  cashier: '2580',
  supervisor: '3691',
  admin: '4702',
  technician: '5813',
} as const;

const WRONG_PIN_CHARS = 4;

/** The people of a till in memory: PINs are compared as they are, so that tests need no scrypt. */
export class FakeBook implements OperatorBook {
  isBusy = false;
  isUnusable = false;
  /** Runs while a PIN is being looked at. */
  onVerify: () => Promise<void> | void = () => undefined;
  readonly #pins = new Map<string, string>(Object.entries(PINS));
  #records: readonly OperatorRecord[] = Object.keys(PINS).map((role) => ({
    operatorId: role,
    name: `The ${role}`,
    role: role as OperatorRecord['role'],
    isDisabled: false,
    unlocks: 0,
    revision: '0',
  }));
  #revisions = 0;
  #barred: readonly BarredOperator[] = [];

  roster(): Roster {
    return this.isUnusable
      ? { kind: 'unusable', reason: 'broken' }
      : { kind: 'read', operators: this.#records, barred: this.#barred };
  }

  async verify(operatorId: string, pin: string): Promise<'right' | 'wrong'> {
    await this.onVerify();
    return this.#pins.get(operatorId) === pin ? 'right' : 'wrong';
  }

  async add(operator: Parameters<OperatorBook['add']>[0]): Promise<BookOutcome> {
    const { pin, ...rest } = operator;
    if (this.#records.some(({ operatorId }) => operatorId === rest.operatorId)) {
      return { kind: 'refused', code: 'operator-exists' };
    }
    this.#pins.set(rest.operatorId, pin);
    const record = { ...rest, isDisabled: false, unlocks: 0, revision: this.#revision() };
    this.#records = [...this.#records, record];
    return { kind: 'done' };
  }

  async change(operatorId: string, { pin, ...rest }: OperatorChange): Promise<BookOutcome> {
    if (pin === '0'.repeat(WRONG_PIN_CHARS)) return { kind: 'refused', code: 'pin-unfit' };
    const old = this.#records.find((record) => record.operatorId === operatorId);
    if (old === undefined) return { kind: 'refused', code: 'operator-not-found' };
    if (pin !== undefined) this.#pins.set(operatorId, pin);
    this.#replace(operatorId, {
      name: rest.name ?? old.name,
      role: rest.role ?? old.role,
      isDisabled: rest.isDisabled ?? old.isDisabled,
    });
    return { kind: 'done' };
  }

  /** As after a roll back from a release that has given this operator a role of its own. */
  bar(operatorId: string): void {
    this.#records = this.#records.filter((record) => record.operatorId !== operatorId);
    this.#barred = [...this.#barred, { operatorId, unlocks: 0 }];
  }

  /** As the command line does, beside the agent. */
  unlockInFile(operatorId: string): void {
    const old = this.#records.find((record) => record.operatorId === operatorId);
    this.#replace(operatorId, { unlocks: (old?.unlocks ?? 0) + 1 });
  }

  #replace(operatorId: string, change: Partial<OperatorRecord>): void {
    const revision = this.#revision();
    this.#records = this.#records.map((record) =>
      record.operatorId === operatorId ? { ...record, ...change, revision } : record,
    );
  }

  #revision(): string {
    this.#revisions += 1;
    return String(this.#revisions);
  }
}
