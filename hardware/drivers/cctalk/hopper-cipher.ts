/** The security bytes that go before the number of coins in a dispense command. */
export interface HopperCipher {
  /** Whether the hopper gives out a key (160) that holds for one command; else `key8` is empty. */
  readonly needsKey: boolean;
  securityBytes(key8: Uint8Array): Uint8Array;
}

/** By the name a configuration calls it; each made for the serial number of one hopper. */
export type CipherTable = Readonly<Record<string, (serial: number) => HopperCipher>>;

const SERIAL_BYTES = 3;
const NOTHING = new Uint8Array(0);

/**
 * The ciphers whose rule is public. Those of hoppers with keys are their makers' own: who has the
 * right to one puts it into a table of his own beside these.
 */
export const shippedCiphers: CipherTable = {
  'serial-number': (serial) => ({ needsKey: false, securityBytes: () => serialBytes(serial) }),
  /** For an accumulator hopper that checks nothing: its command has room for eight bytes all the same. */
  'eight-zeros': () => ({ needsKey: false, securityBytes: () => new Uint8Array(8) }),
  none: () => ({ needsKey: false, securityBytes: () => NOTHING }),
};

/** The lowest byte first, as on the wire. */
function serialBytes(serial: number): Uint8Array {
  return Uint8Array.from({ length: SERIAL_BYTES }, (_, at) => (serial >> (8 * at)) & 0xff);
}
