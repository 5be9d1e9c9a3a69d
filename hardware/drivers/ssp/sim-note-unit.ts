import { COMMAND, littleEndian, STATUS } from './commands.ts';
import { SimNotePath } from './sim-note-path.ts';
import { CANNOT, OK, SimUnit, type Reply, type SimUnitOptions } from './sim-unit.ts';

const UNIT_TYPES: Partial<Readonly<Record<string, number>>> = {
  validator: 0,
  'smart-payout': 6,
  nv11: 7,
};
const FIRMWARE = '0426';
const VALUE_MULTIPLIER = 100;
const STACKER_FULL = 0xe7;
const NOTHING_TO_HOLD = [STATUS.fail];

/** A note validator, with or without a store that pays out. */
export class SimNoteUnit extends SimUnit {
  readonly #path: SimNotePath;
  #inhibits = 0;
  #isStackerFull = false;
  #stacked = 0;
  #stored = 0;

  constructor(options: SimUnitOptions) {
    super(options);
    const { clock, timing, config } = options;
    this.#path = new SimNotePath({
      clock,
      timing,
      config,
      events: this.events,
      vault: this.vault,
      mayEnter: (value) => this.#mayEnter(value),
      placeOf: (value) => this.placeOf(value),
      onKept: (place) => this.#count(place),
    });
  }

  insert(valueMinor: number): void {
    this.#path.insert(valueMinor, this.isPowered);
  }

  fillStacker(isFull: boolean): void {
    this.#isStackerFull = isFull;
  }

  protected run(code: number, data: Uint8Array): Reply | undefined {
    switch (code) {
      case COMMAND.setInhibits:
        this.#inhibits = (data[0] ?? 0) + (data[1] ?? 0) * 256;
        return OK;
      case COMMAND.hold:
        return this.#path.hold() ? OK : NOTHING_TO_HOLD;
      case COMMAND.rejectBanknote:
        return this.#path.reject() ? OK : NOTHING_TO_HOLD;
      case COMMAND.enablePayout:
      case COMMAND.setValueReportingType:
        return OK;
      case COMMAND.getCounters:
        return this.#counters();
      case COMMAND.getNotePositions:
        return this.#positions();
      case COMMAND.payoutNote:
        return this.#moveLast('payout');
      case COMMAND.stackNote:
        return this.#moveLast('stack');
      default:
        return undefined;
    }
  }

  protected setup(): readonly number[] {
    const { unit, currency, values } = this.options.config;
    const letters = [...Buffer.from(currency, 'latin1')];
    return [
      UNIT_TYPES[unit] ?? 0,
      ...Buffer.from(FIRMWARE, 'latin1'),
      ...letters,
      0,
      0,
      0,
      values.length,
      ...values.map(() => 0),
      ...values.map(() => 2),
      0,
      0,
      VALUE_MULTIPLIER,
      this.protocolVersion,
      ...values.flatMap(() => letters),
      ...values.flatMap((value) => littleEndian(value / VALUE_MULTIPLIER, 4)),
    ];
  }

  protected states(): readonly number[] {
    return [...this.#path.polled(), ...(this.#isStackerFull ? [STACKER_FULL] : [])];
  }

  protected proceed(): void {
    this.#path.proceed();
  }

  protected losePower(): void {
    this.#path.cutPower();
  }

  protected findPath(): void {
    this.#inhibits = 0;
    this.#path.restorePower();
  }

  #mayEnter(valueMinor: number): boolean {
    const channel = this.options.config.values.indexOf(valueMinor);
    const isOpen = channel >= 0 && (this.#inhibits & (1 << channel)) !== 0;
    const isRoom = !this.#isStackerFull || this.placeOf(valueMinor) === 'store';
    const isReady = this.isEnabled && this.isListening && !this.payout.isBusy;
    return isOpen && isRoom && isReady && this.vault.path === undefined;
  }

  #count(place: 'store' | 'cashbox'): void {
    if (place === 'store') this.#stored += 1;
    else this.#stacked += 1;
  }

  #counters(): Reply {
    const { dispensed, collected } = this.payout;
    const counters = [this.#stacked, this.#stored, dispensed, collected, 0];
    return [STATUS.ok, counters.length, ...counters.flatMap((count) => littleEndian(count, 4))];
  }

  #positions(): Reply {
    const { store } = this.vault;
    const channels = store.map((value) => this.options.config.values.indexOf(value) + 1);
    return [STATUS.ok, store.length, ...channels];
  }

  #moveLast(move: 'payout' | 'stack'): Reply {
    const value = this.vault.store.at(-1);
    const isReady = this.isEnabled && !this.payout.isBusy && this.vault.path === undefined;
    if (value === undefined || !isReady) return CANNOT;
    this.payout.start(move, [value]);
    return OK;
  }
}
