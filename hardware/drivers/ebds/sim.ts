import { SimElectronics } from '../../kit/sim-electronics.ts';
import type { NoteMotion } from '../../kit/sim-notes.ts';
import {
  EURO_NOTES_MINOR,
  type SimValidator,
  type SimValidatorOptions,
} from '../../kit/sim-validator.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { CONDITION, DENOMINATION_SHIFT, EVENT, OPERATION, QUERY, STATE, TYPE } from './names.ts';

const INITIALIZE_MS = 400;
const MODEL = 0x14;
const REVISION = 0x29;
const IDENTITY: Readonly<Record<number, string>> = {
  [QUERY.acceptorType]: 'SIM-SC66',
  [QUERY.serialNumber]: '000000000009',
  [QUERY.applicationPart]: '286000103',
  [QUERY.variantName]: 'EUR',
};

/** Answers as a validator with power-up policy B does: what is not heard keeps its value. */
export function createSimEbds(options: SimValidatorOptions): SimValidator {
  return new SimEbds(options);
}

/** What the next answers say once, until a new toggle shows that they were heard. */
interface Told {
  readonly state: number;
  readonly event: number;
  readonly valueMinor?: number;
}

class SimEbds extends SimElectronics<Frame> {
  #mask = 0;
  #state: number = 0;
  #isPowerUpTold = false;
  #pending: readonly Told[] = [];
  #isPendingTold = false;
  #last: Frame | undefined;

  constructor(options: SimValidatorOptions) {
    super(options, {
      decode: decodeFrame,
      encode: encodeFrame,
      frameMaxBytes: FRAME_MAX_BYTES,
      commandOf: ({ type }) => type,
    });
    this.#initialize();
  }

  cheat(): void {
    this.#tell({ state: 0, event: EVENT.cheated });
  }

  protected isLetIn(valueMinor: number): boolean {
    const bit = 1 << (indexOf(valueMinor) - 1);
    return this.#state === STATE.idling && (this.#mask & bit) !== 0;
  }

  protected moved(motion: NoteMotion): void {
    switch (motion.kind) {
      case 'entering':
        this.#state = STATE.accepting;
        return;
      case 'escrow':
        this.#state = STATE.escrowed;
        return;
      case 'stacking':
        this.#state = STATE.stacking;
        return;
      case 'returning':
      case 'rejecting':
        this.#state = STATE.returning;
        return;
      case 'stacked':
        return this.#rest({ state: STATE.stacked, event: 0, valueMinor: motion.valueMinor });
      case 'returned':
        return this.#rest({ state: STATE.returned, event: 0 });
      case 'rejected':
        return this.#rest({ state: 0, event: EVENT.rejected });
      case 'unjammed':
        this.#state = STATE.idling;
        return;
      case 'jammed':
        return;
    }
  }

  /** The rollers do not turn for a note that is switched off: there is nothing to be told. */
  protected refused(): void {}

  protected poweredUp(): void {
    this.#mask = 0;
    this.#last = undefined;
    this.#isPowerUpTold = false;
    this.#isPendingTold = false;
    this.#initialize();
  }

  protected respond(request: Frame): Frame | undefined {
    const { type, toggle } = request;
    if (type !== TYPE.omnibusCommand && type !== TYPE.auxiliary) return undefined;
    if (this.#last?.toggle === toggle) return this.#last;
    this.#heard();
    if (type === TYPE.omnibusCommand) this.#obey(request.data);
    this.#last = type === TYPE.auxiliary ? identified(request) : this.#reply(toggle);
    return this.#last;
  }

  #heard(): void {
    if (this.#isPendingTold) this.#pending = this.#pending.slice(1);
    this.#isPendingTold = false;
    if (this.#last !== undefined) this.#isPowerUpTold = true;
  }

  #obey(data: Uint8Array): void {
    const [mask = 0, operation = 0] = data;
    this.#mask = mask;
    this.notes.hold();
    if ((operation & OPERATION.stack) !== 0) this.notes.stack();
    else if ((operation & OPERATION.return) !== 0) this.notes.giveBack();
  }

  #reply(toggle: 0 | 1): Frame {
    const [told] = this.#pending;
    this.#isPendingTold = told !== undefined;
    const held = this.#state === STATE.escrowed ? this.notes.path?.valueMinor : undefined;
    const valueMinor = told?.valueMinor ?? held;
    const code = valueMinor === undefined ? 0 : indexOf(valueMinor);
    const condition = this.#isPowerUpTold ? 0 : CONDITION.powerUp;
    const data = Uint8Array.of(
      this.#state | (told?.state ?? 0),
      this.#events() | (told?.event ?? 0),
      condition | (code << DENOMINATION_SHIFT),
      0,
      MODEL,
      REVISION,
    );
    return { type: TYPE.omnibusReply, device: 0, toggle, data };
  }

  #events(): number {
    const jam = this.isJammed ? EVENT.jammed : 0;
    if (this.notes.stacker === 'removed') return jam;
    return jam | EVENT.cassetteAttached | (this.notes.stacker === 'full' ? EVENT.full : 0);
  }

  #rest(told: Told): void {
    this.#state = STATE.idling;
    this.#tell(told);
  }

  #tell(told: Told): void {
    this.#pending = [...this.#pending, told];
  }

  /** Policy B: a note in escrow stays there, one behind it is stacked, any other goes back. */
  #initialize(): void {
    this.#state = 0;
    this.options.clock.startTimer(INITIALIZE_MS, () => {
      if (!this.notes.isPowered || this.#state !== 0) return;
      this.#state = STATE.idling;
      if (this.notes.path?.at === 'escrow') {
        this.#state = STATE.escrowed;
        this.notes.resumeEscrow();
      } else {
        this.notes.clearPath();
      }
    });
  }
}

/** Says what it is, as text. */
function identified({ toggle, data }: Frame): Frame {
  const text = IDENTITY[data.at(-1) ?? 0] ?? '';
  return { type: TYPE.auxiliary, device: 0, toggle, data: Buffer.from(text, 'latin1') };
}

function indexOf(valueMinor: number): number {
  return EURO_NOTES_MINOR.indexOf(valueMinor) + 1;
}
