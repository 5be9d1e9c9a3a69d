import type { DeviceState, EscrowJudge } from '../../kit/device.ts';
import type { AcceptorFace, Look, Setup, ValueTable } from './acceptor-face.ts';
import { BillEscrow } from './bill-escrow.ts';
import { billItems, faultAfter, type BillFault } from './bill-events.ts';
import { performSelfCheck, readBufferedBillEvents } from './bill-machine.ts';
import { setUpBills } from './bill-setup.ts';
import type { Bus } from './bus.ts';
import { CASHBOX, type ValidatorConfig } from './config.ts';
import { deviceFaultName } from './device-faults.ts';
import { modifyInhibitStatus, type EventPair } from './machine.ts';

/**
 * Notes that a loss of power can take with it: one that was stacked and whose credit nobody had read
 * yet, and the one behind it in escrow, which some validators stack when they wake up.
 */
export const LOST_NOTES_MAX = 2;

/** The specification recommends 200 ms (part 4, 2.2.2); a validator waits five seconds at most. */
const POLL_MAX_MS = 200;
/** A validator that is in a fault is asked whether it still is. */
const SELF_CHECK_MS = 1_000;
const SELF_CHECK = { retriesMax: 1, isUrgent: true } as const;

export interface BillParts {
  readonly bus: Bus;
  readonly judge: EscrowJudge;
  readonly wake: () => void;
}

/** What is a bill validator's own: its escrow, its stacker and its status codes. */
export function createBillFace(config: ValidatorConfig, parts: BillParts): AcceptorFace {
  return new BillFace(config, parts);
}

class BillFace implements AcceptorFace {
  readonly kind = 'bill-acceptor';
  readonly hasEscrow = true;
  readonly lostByResetMax = LOST_NOTES_MAX;
  readonly pollMaxMs = POLL_MAX_MS;
  readonly address: number;
  readonly readEvents;
  readonly #config: ValidatorConfig;
  readonly #bus: Bus;
  readonly #escrow: BillEscrow;
  #table: ValueTable = new Map();
  #maskBytes = 1;
  #fault: BillFault | undefined;
  #isFirstLook = true;
  #checkedMs = Number.NEGATIVE_INFINITY;

  constructor(config: ValidatorConfig, { bus, judge, wake }: BillParts) {
    const { device, address } = config;
    this.address = address;
    this.readEvents = readBufferedBillEvents(address);
    this.#config = config;
    this.#bus = bus;
    this.#escrow = new BillEscrow({ device, address, bus, judge, wake });
  }

  get table(): ValueTable {
    return this.#table;
  }

  get isHolding(): boolean {
    return this.#escrow.isHolding;
  }

  get state(): DeviceState {
    if (this.#fault !== undefined) return faultState(this.#fault.code);
    return this.#escrow.isStuck ? faultState('escrow-stuck') : { kind: 'up' };
  }

  async setUp(): Promise<Setup> {
    const setup = await setUpBills(this.#bus, this.#config);
    if (setup.kind !== 'ready') return setup;
    this.#table = setup.values;
    this.#maskBytes = setup.maskBytes;
    this.#isFirstLook = true;
    return setup;
  }

  writeMask(mask: bigint) {
    return modifyInhibitStatus(this.address, { mask, sizeBytes: this.#maskBytes });
  }

  itemsOf(event: EventPair) {
    return billItems(event, { bills: this.#table, place: CASHBOX });
  }

  async attend({ buffer, events }: Look): Promise<boolean> {
    const told = this.#isFirstLook ? buffer.pairs.toReversed() : events;
    for (const event of told) this.#fault = faultAfter(this.#fault, event);
    await this.#checkSelf();
    return this.#escrow.attend(buffer, this.#table);
  }

  forget(): void {
    this.#escrow.forget();
    this.#fault = undefined;
  }

  /** At the first look and while in a fault; one that does not know the question has no answer. */
  async #checkSelf(): Promise<void> {
    const nowMs = this.#bus.clock.monotonicMs();
    const isDue = this.#fault !== undefined && nowMs - this.#checkedMs >= SELF_CHECK_MS;
    if (!isDue && !this.#isFirstLook) return;
    this.#isFirstLook = false;
    this.#checkedMs = nowMs;
    const answer = await this.#bus.ask(performSelfCheck(this.address), SELF_CHECK);
    if (answer.kind !== 'ok') return;
    if (answer.value === 0) this.#fault = undefined;
    else this.#fault ??= { code: deviceFaultName(answer.value), kind: 'stacker' };
  }
}

function faultState(code: string): DeviceState {
  return { kind: 'fault', code, detail: '' };
}
