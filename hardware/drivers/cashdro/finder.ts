import { isWaiting } from './reports.ts';
import type { CashdroMachine, Heard } from './machine.ts';

export interface Found {
  readonly machineId: string;
}

/** Newest operations without a name in the list that are asked for theirs. */
const ASKED_MAX = 20;

/** Looks for operations in all that the machine lists. */
export class Finder {
  readonly #machine: CashdroMachine;

  constructor(machine: CashdroMachine) {
    this.#machine = machine;
  }

  /**
   * The operation that carries this name. Two can: the answer to a first start was lost and it was
   * not listed yet. Then the one that was begun is it; the other is never acknowledged.
   */
  async byAlias(alias: string): Promise<Heard<Found | 'none'>> {
    const listed = await this.#listed();
    if (listed.kind !== 'said') return listed;
    const ours = [];
    let asked = 0;
    for (const { machineId, alias: told } of listed.said.toReversed()) {
      if (told !== undefined && told !== alias) continue;
      asked += told === undefined ? 1 : 0;
      if (asked > ASKED_MAX) break;
      const heard = await this.#machine.operation(machineId);
      if (heard.kind === 'silent') return heard;
      if (heard.kind === 'said' && heard.said.operation.aliasid === alias) ours.push(heard.said);
    }
    const found = ours.find((one) => !isWaiting(one)) ?? ours[0];
    if (found === undefined) return { kind: 'said', said: 'none' };
    return { kind: 'said', said: { machineId: found.operation.operationid } };
  }

  async isListed(machineId: string): Promise<Heard<boolean>> {
    const listed = await this.#listed();
    if (listed.kind !== 'said') return listed;
    return { kind: 'said', said: listed.said.some((one) => one.machineId === machineId) };
  }

  async #listed(): ReturnType<CashdroMachine['pending']> {
    const executing = await this.#machine.executing();
    if (executing.kind !== 'said') return executing;
    const pending = await this.#machine.pending();
    if (pending.kind !== 'said') return pending;
    const seen = new Map(
      [...pending.said, ...executing.said]
        .filter(({ machineId }) => machineId !== '')
        .map((one) => [one.machineId, one]),
    );
    return { kind: 'said', said: [...seen.values()] };
  }
}
