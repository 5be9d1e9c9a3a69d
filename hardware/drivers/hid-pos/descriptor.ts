/**
 * A HID report descriptor (HID 1.11, 6.2.2) as the fields it declares. Bytes from outside: whatever
 * they are, it answers, within bounds.
 */
export type ParsedDescriptor =
  | { readonly kind: 'parsed'; readonly fields: readonly HidField[] }
  | { readonly kind: 'bad'; readonly reason: string };

/** A usage with its page in the upper sixteen bits. */
export type Usage = number;

export interface HidField {
  readonly report: 'input' | 'output' | 'feature';
  /** 0: the device numbers no reports. */
  readonly reportId: number;
  /** From the first bit behind the id. */
  readonly bitOffset: number;
  readonly bitSize: number;
  readonly count: number;
  /** One for each element, or for an array the choices from `logicalMin` on; the last one repeats. */
  readonly usages: readonly Usage[];
  /** An array element names one of its usages; a variable one is that usage's value. */
  readonly isArray: boolean;
  readonly isConstant: boolean;
  readonly logicalMin: number;
  /** The collections it lies in, the outermost first. */
  readonly collections: readonly Usage[];
}

/** As much as the Linux kernel takes. */
const DESCRIPTOR_MAX_BYTES = 4_096;
const FIELDS_MAX = 512;
const USAGES_MAX = 256;
const DEPTH_MAX = 16;
const STACK_MAX = 16;
const REPORT_MAX_BITS = 8 * 4_096;
const BIT_SIZE_MAX = 32;

const LONG_ITEM = 0xfe;

export function parseDescriptor(bytes: Uint8Array): ParsedDescriptor {
  if (bytes.length > DESCRIPTOR_MAX_BYTES) return bad('longer than any descriptor');
  const reader = new DescriptorReader();
  for (let at = 0; at < bytes.length;) {
    const item = readItem(bytes, at);
    if (item === undefined) return bad(`cut off at byte ${at}`);
    const problem = reader.take(item);
    if (problem !== undefined) return bad(`${problem} at byte ${at}`);
    at += item.lengthBytes;
  }
  return reader.depth === 0 ? { kind: 'parsed', fields: reader.fields } : bad('an open collection');
}

interface Item {
  readonly lengthBytes: number;
  /** Tag and type, the size bits taken off; 0xFC for a long item, which means nothing today. */
  readonly tag: number;
  readonly unsigned: number;
  readonly signed: number;
  readonly sizeBytes: number;
}

function readItem(bytes: Uint8Array, at: number): Item | undefined {
  const prefix = bytes[at] ?? 0;
  if (prefix === LONG_ITEM) {
    const lengthBytes = 3 + (bytes[at + 1] ?? 0);
    if (at + lengthBytes > bytes.length) return undefined;
    return { lengthBytes, tag: LONG_ITEM & TAG_MASK, unsigned: 0, signed: 0, sizeBytes: 0 };
  }
  const sizeBytes = [0, 1, 2, 4][prefix & 3] ?? 0;
  if (at + 1 + sizeBytes > bytes.length) return undefined;
  const unsigned = littleEndian(bytes.subarray(at + 1, at + 1 + sizeBytes));
  const signed = signedOf(unsigned, sizeBytes * 8);
  return { lengthBytes: 1 + sizeBytes, tag: prefix & TAG_MASK, unsigned, signed, sizeBytes };
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

/** The same bits as a number that may be negative. */
export function signedOf(unsigned: number, bits: number): number {
  return bits > 0 && unsigned >= 2 ** (bits - 1) ? unsigned - 2 ** bits : unsigned;
}

const TAG_MASK = 0xfc;
const INPUT = 0x80;
const OUTPUT = 0x90;
const FEATURE = 0xb0;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;
const USAGE_PAGE = 0x04;
const LOGICAL_MIN = 0x14;
const REPORT_SIZE = 0x74;
const REPORT_ID = 0x84;
const REPORT_COUNT = 0x94;
const PUSH = 0xa4;
const POP = 0xb4;
const USAGE = 0x08;
const USAGE_MIN = 0x18;
const USAGE_MAX = 0x28;

const CONSTANT_BIT = 1;
const VARIABLE_BIT = 2;
const PAGE_SHIFT = 0x1_0000;
const FULL_USAGE_BYTES = 4;

interface Globals {
  readonly page: number;
  readonly logicalMin: number;
  readonly bitSize: number;
  readonly count: number;
  readonly reportId: number;
}

const NO_GLOBALS: Globals = {
  page: 0,
  logicalMin: 0,
  bitSize: 0,
  count: 0,
  reportId: 0,
};

class DescriptorReader {
  readonly fields: HidField[] = [];
  readonly #offsets = new Map<string, number>();
  readonly #stack: Globals[] = [];
  #globals = NO_GLOBALS;
  #collections: readonly Usage[] = [];
  #usages: Usage[] = [];
  #usageMin: Usage | undefined;

  get depth(): number {
    return this.#collections.length;
  }

  /** What is wrong with the item, if anything. */
  take(item: Item): string | undefined {
    switch (item.tag) {
      case INPUT:
        return this.#addField('input', item);
      case OUTPUT:
        return this.#addField('output', item);
      case FEATURE:
        return this.#addField('feature', item);
      case COLLECTION:
        return this.#openCollection();
      case END_COLLECTION:
        return this.#closeCollection();
      case USAGE:
        return this.#addUsage(this.#usageOf(item));
      case USAGE_MIN:
        this.#usageMin = this.#usageOf(item);
        return undefined;
      case USAGE_MAX:
        return this.#addUsages(this.#usageOf(item));
      default:
        return this.#takeGlobal(item);
    }
  }

  #takeGlobal({ tag, unsigned, signed }: Item): string | undefined {
    switch (tag) {
      case USAGE_PAGE:
        return this.#set({ page: unsigned % PAGE_SHIFT });
      case LOGICAL_MIN:
        return this.#set({ logicalMin: signed });
      case REPORT_SIZE:
        return unsigned > BIT_SIZE_MAX ? 'a field too wide' : this.#set({ bitSize: unsigned });
      case REPORT_ID:
        return unsigned < 1 || unsigned > 0xff ? 'no report id' : this.#set({ reportId: unsigned });
      case REPORT_COUNT:
        return unsigned > REPORT_MAX_BITS ? 'too many elements' : this.#set({ count: unsigned });
      case PUSH:
        this.#stack.push(this.#globals);
        return this.#stack.length > STACK_MAX ? 'pushed too deep' : undefined;
      case POP: {
        const globals = this.#stack.pop();
        return globals === undefined ? 'nothing to pop' : this.#set(globals);
      }
      // Units, maxima, physical limits, strings and what may come: of no use here.
      default:
        return undefined;
    }
  }

  #set(change: Partial<Globals>): undefined {
    this.#globals = { ...this.#globals, ...change };
  }

  #usageOf({ unsigned, sizeBytes }: Item): Usage {
    return sizeBytes === FULL_USAGE_BYTES ? unsigned : this.#globals.page * PAGE_SHIFT + unsigned;
  }

  #addUsage(usage: Usage): string | undefined {
    if (this.#usages.length >= USAGES_MAX) return 'too many usages';
    this.#usages.push(usage);
    return undefined;
  }

  #addUsages(last: Usage): string | undefined {
    const first = this.#usageMin ?? last;
    this.#usageMin = undefined;
    if (last < first) return 'usages that end before they begin';
    if (last - first >= USAGES_MAX - this.#usages.length) return 'too many usages';
    for (let usage = first; usage <= last; usage += 1) this.#usages.push(usage);
    return undefined;
  }

  #openCollection(): string | undefined {
    if (this.depth >= DEPTH_MAX) return 'collections too deep';
    this.#collections = [...this.#collections, this.#usages[0] ?? 0];
    this.#forgetLocals();
    return undefined;
  }

  #closeCollection(): string | undefined {
    if (this.depth === 0) return 'a collection that was never opened';
    this.#collections = this.#collections.slice(0, -1);
    this.#forgetLocals();
    return undefined;
  }

  #addField(report: HidField['report'], { unsigned: flags }: Item): string | undefined {
    const { reportId, bitSize, count, logicalMin } = this.#globals;
    const key = `${report} ${reportId}`;
    const bitOffset = this.#offsets.get(key) ?? 0;
    if (this.fields.length >= FIELDS_MAX) return 'too many fields';
    if (bitOffset + bitSize * count > REPORT_MAX_BITS) return 'a report too long';
    this.#offsets.set(key, bitOffset + bitSize * count);
    this.fields.push({
      report,
      reportId,
      bitOffset,
      bitSize,
      count,
      usages: this.#usages,
      isArray: (flags & VARIABLE_BIT) === 0,
      isConstant: (flags & CONSTANT_BIT) !== 0,
      logicalMin,
      collections: this.#collections,
    });
    this.#forgetLocals();
    return undefined;
  }

  #forgetLocals(): void {
    this.#usages = [];
    this.#usageMin = undefined;
  }
}

function bad(reason: string): ParsedDescriptor {
  return { kind: 'bad', reason };
}
