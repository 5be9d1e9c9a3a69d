import { Inquiry } from '../../kit/inquiry.ts';
import {
  valueTexts,
  type Probe,
  type Probed,
  type ProbedDevice,
  type ProbedPort,
  type ProbeSurroundings,
  type ProbeWishes,
} from '../../kit/probe.ts';
import { currenciesOf, notesOfTable } from './bill-table.ts';
import { ccnetConfigSchema, CUSTOMARY_ADDRESS } from './config.ts';
import { ccnet } from './driver.ts';
import { decoderFor, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { isControl } from './machine.ts';
import { COMMAND } from './names.ts';
import { parseCassettes, UNASSIGNED_TYPE, type CassetteStatus } from './recycler-data.ts';

/** Part number, serial number and asset number; a Bill-to-Bill gives more. */
const IDENTIFICATION_MIN_BYTES = 34;
const PART_CHARACTERS = 15;
const SERIAL_CHARACTERS = 12;
const MINOR_DIGITS = 2;

type UnitKind = keyof typeof CUSTOMARY_ADDRESS;

const UNITS: readonly UnitKind[] = ['validator', 'bill-to-bill'];

/**
 * Asks for identification and bill table, a Bill-to-Bill unit for its cassettes too. It is not polled: it would take the
 * acknowledgement that follows for having been heard.
 */
export const ccnetProbe: Probe = {
  family: 'ccnet',
  serialLine: ccnet.serialLine,
  baudRates: [9_600, 19_200],
  find,
};

interface Found {
  readonly unit: UnitKind;
  readonly part: string;
  readonly serial: string;
  /** Undefined when it gives none. */
  readonly table: Uint8Array | undefined;
  readonly cassettes: readonly CassetteStatus[];
}

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  for (const unit of UNITS) {
    const found = await ask(unit, around);
    if (found !== undefined) return probed(found);
  }
  return undefined;
}

async function ask(unit: UnitKind, around: ProbeSurroundings): Promise<Found | undefined> {
  const decode = decoderFor(CUSTOMARY_ADDRESS[unit]);
  const frames = { decode, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
  await using inquiry = new Inquiry<Frame>(frames, around);
  const asked = (command: number) => ({ inquiry, unit, command });
  const identification = await read(
    asked(COMMAND.identification),
    ({ payload }) => payload.length >= IDENTIFICATION_MIN_BYTES,
  );
  if (identification === undefined) return undefined;
  const table = await read(asked(COMMAND.getBillTable), isFilled);
  const status =
    unit === 'bill-to-bill'
      ? await read(asked(COMMAND.recyclingCassetteStatus), isFilled)
      : undefined;
  return {
    unit,
    part: textOf(identification.subarray(0, PART_CHARACTERS)),
    serial: textOf(identification.subarray(PART_CHARACTERS).subarray(0, SERIAL_CHARACTERS)),
    table,
    cassettes: status === undefined ? [] : (parseCassettes(status) ?? []),
  };
}

function isFilled({ payload }: Frame): boolean {
  return payload.length > 1;
}

interface Asked {
  readonly inquiry: Inquiry<Frame>;
  readonly unit: UnitKind;
  readonly command: number;
}

/** What is read has to be acknowledged (2.6), or it is said again. */
async function read(
  { inquiry, unit, command }: Asked,
  isReply: (frame: Frame) => boolean,
): Promise<Uint8Array | undefined> {
  const address = CUSTOMARY_ADDRESS[unit];
  const frameOf = (code: number): Frame => ({ address, payload: Uint8Array.of(code) });
  const reply = await inquiry.ask(
    frameOf(command),
    (frame) => isReply(frame) || isControl(frame.payload),
  );
  if (reply === undefined || isControl(reply.payload)) return undefined;
  await inquiry.tell(frameOf(COMMAND.ack));
  return reply.payload;
}

function probed(found: Found): Probed {
  const { unit, part, serial, table } = found;
  const currencies = table === undefined ? [] : currenciesOf(table);
  const device: ProbedDevice = {
    address: CUSTOMARY_ADDRESS[unit],
    kind: unit === 'validator' ? 'bill validator' : 'Bill-to-Bill unit',
    maker: 'CashCode',
    product: part,
    serial,
    currency: currencies.join(' '),
    values: currencies.flatMap((currency) =>
      valueTexts(notesOf(table, currency).values(), MINOR_DIGITS),
    ),
  };
  return {
    devices: [device],
    remarks: [],
    shared: [],
    configure: (wishes) => configure(found, currencies, wishes),
  };
}

function configure(
  { unit, table, cassettes }: Found,
  currencies: readonly string[],
  wishes: ProbeWishes,
): ProbedPort {
  const [first, ...others] = currencies;
  if (first === undefined) {
    const remark = `The CCNET ${unit} is left out: its bill table could not be read.`;
    return { options: undefined, remarks: [remark] };
  }
  const currency = currencies.includes(wishes.currency) ? wishes.currency : first;
  const known = `The CCNET ${unit} knows ${currencies.join(', ')}: ${currency} alone is taken.`;
  const recycled = recycledBy(cassettes, notesOf(table, currency));
  const named = unit === 'validator' ? {} : { unit, cassettes: recycled };
  const device = wishes.nameFor(unit === 'validator' ? 'validator' : 'notes');
  const options = { device, currency, address: CUSTOMARY_ADDRESS[unit], ...named };
  const parsed = ccnetConfigSchema.safeParse(options);
  if (parsed.success) return { options: parsed.data, remarks: others.length === 0 ? [] : [known] };
  const reason = parsed.error.issues.map(({ message }) => message).join(' ');
  return { options: undefined, remarks: [`The CCNET ${unit} is left out: ${reason}`] };
}

/** What each cassette holds that is there and has been assigned a note of this currency. */
function recycledBy(
  cassettes: readonly CassetteStatus[],
  notes: ReadonlyMap<number, number>,
): readonly object[] {
  return cassettes.flatMap(({ cassette, isPresent, type }) => {
    const valueMinor = type === UNASSIGNED_TYPE ? undefined : notes.get(type);
    return isPresent && valueMinor !== undefined ? [{ cassette, valueMinor }] : [];
  });
}

function notesOf(table: Uint8Array | undefined, currency: string): ReadonlyMap<number, number> {
  const facts = { currency, minorDigits: MINOR_DIGITS };
  return (table === undefined ? undefined : notesOfTable(table, facts)) ?? new Map();
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '')
    .trim();
}
