import type { Timer } from '../../kit/clock.ts';
import { COMMAND, littleEndian, valueBytes } from './commands.ts';
import { OK, SimUnit, type Reply } from './sim-unit.ts';

const HOPPER_TYPE = 3;
const FIRMWARE = '0610';
const COIN_CREDIT = 0xdf;

/** A coin hopper with the coin mechanism before it. */
export class SimHopper extends SimUnit {
  readonly #open = new Set<number>();
  readonly #falling = new Map<Timer, number>();
  #isMechOpen = false;

  /** Coins that are falling. */
  protected get fallingCount(): number {
    return this.#falling.size;
  }

  protected get unitType(): number {
    return HOPPER_TYPE;
  }

  /** Whether there is room for one more. */
  protected hasRoom(): boolean {
    return true;
  }

  protected credit(valueMinor: number): void {
    const { currency } = this.options.config;
    this.events.push(() => [COIN_CREDIT, ...valueBytes(valueMinor, currency)]);
  }

  protected openMech(isOpen: boolean): void {
    this.#isMechOpen = isOpen;
  }

  insert(valueMinor: number): void {
    const { clock, timing } = this.options;
    this.vault.inserted(valueMinor);
    const isLetIn = this.isPowered && this.isEnabled && this.isListening && this.#isMechOpen;
    if (!isLetIn || !this.#open.has(valueMinor) || this.payout.isBusy || !this.hasRoom()) {
      this.vault.giveBack(valueMinor);
      return;
    }
    const timer = clock.startTimer(timing.readMs, () => {
      this.#falling.delete(timer);
      this.vault.keep(valueMinor, this.placeOf(valueMinor));
      this.credit(valueMinor);
    });
    this.#falling.set(timer, valueMinor);
  }

  protected run(code: number, data: Uint8Array): Reply | undefined {
    switch (code) {
      case COMMAND.setCoinInhibit:
        return this.#setInhibit(data);
      case COMMAND.coinMechGlobalInhibit:
        this.openMech(data[0] === 1);
        return OK;
      default:
        return undefined;
    }
  }

  protected setup(): readonly number[] {
    const { currency, values } = this.options.config;
    const letters = [...Buffer.from(currency, 'latin1')];
    return [
      this.unitType,
      ...Buffer.from(FIRMWARE, 'latin1'),
      ...letters,
      this.protocolVersion,
      values.length,
      ...values.flatMap((value) => littleEndian(value, 2)),
      ...values.flatMap(() => letters),
    ];
  }

  protected states(): readonly number[] {
    return [];
  }

  protected proceed(): void {}

  /** Coins that are falling end in the cash box, and nobody counts them. */
  protected losePower(): void {
    for (const [timer, valueMinor] of this.#falling) {
      timer.cancel();
      this.vault.keep(valueMinor, 'cashbox');
    }
    this.#falling.clear();
  }

  protected findPath(): void {
    this.#open.clear();
    this.#isMechOpen = false;
  }

  #setInhibit(data: Uint8Array): Reply {
    const bytes = Buffer.from(data);
    const value = bytes.readUInt16LE(1);
    if (bytes[0] === 1) this.#open.add(value);
    else this.#open.delete(value);
    return OK;
  }
}
