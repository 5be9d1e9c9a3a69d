import { COMMAND, valueBytes } from './commands.ts';
import { SimHopper } from './sim-hopper.ts';

/** No source gives the type of this unit; the driver takes any. */
const UNIT_TYPE = 9;
const COIN_MECH_JAM = 0xc4;
const RETURN_LEVER = 0xc5;
const CCTALK_ERROR = 0xb7;
const DEVICE_FULL = 0xcf;
const COIN_MECH_DISABLED = 0xbd;
const COIN_MECH_ENABLED = 0xbe;
const PAY_IN_ACTIVE = 0xc1;
const VALUE_ADDED = 0xbf;
const CASHBOX_PAID = 0xde;

/** What can happen at the coin mechanism. */
export type CoinTrouble = 'coin-jam' | 'return-lever' | 'coin-error';

const TROUBLES: Readonly<Record<CoinTrouble, readonly number[]>> = {
  'coin-jam': [COIN_MECH_JAM],
  'return-lever': [RETURN_LEVER],
  'coin-error': [CCTALK_ERROR, 3],
};

/** A hopper that takes coins by the handful: it says when it is taking them, and when it is full. */
export class SimCoinSystem extends SimHopper {
  #addedMinor = 0;
  #isMechOpen = false;

  trouble(trouble: CoinTrouble): void {
    this.events.push(() => TROUBLES[trouble]);
  }

  /** Moves a coin from the store into the cash box, as it does with one it cannot tell. */
  dropToCashbox(valueMinor: number): boolean {
    if (!this.vault.draw(valueMinor)) return false;
    this.vault.moveToCashbox(valueMinor);
    const value = valueBytes(valueMinor, this.options.config.currency);
    this.events.push(() => [CASHBOX_PAID, 1, ...value]);
    return true;
  }

  protected override get unitType(): number {
    return UNIT_TYPE;
  }

  protected override get payoutCode(): number {
    return COMMAND.payoutAmountByDenomination;
  }

  protected override hasRoom(): boolean {
    const isRoom = this.vault.store.length < this.options.config.storeMax;
    if (!isRoom) this.events.push(() => [DEVICE_FULL]);
    return isRoom;
  }

  protected override credit(valueMinor: number): void {
    const { tellsSums, currency } = this.options.config;
    if (!tellsSums) return super.credit(valueMinor);
    this.#addedMinor += valueMinor;
    // One event for all that came in while coins were falling.
    if (this.fallingCount > 0) return;
    const sum = this.#addedMinor;
    this.#addedMinor = 0;
    this.events.push(() => [VALUE_ADDED, 1, ...valueBytes(sum, currency)], true);
  }

  protected override openMech(isOpen: boolean): void {
    super.openMech(isOpen);
    if (isOpen === this.#isMechOpen) return;
    this.#isMechOpen = isOpen;
    this.events.push(() => [isOpen ? COIN_MECH_ENABLED : COIN_MECH_DISABLED]);
  }

  protected override states(): readonly number[] {
    return this.fallingCount > 0 ? [PAY_IN_ACTIVE] : [];
  }

  protected override findPath(): void {
    super.findPath();
    this.#isMechOpen = false;
    this.#addedMinor = 0;
  }
}
