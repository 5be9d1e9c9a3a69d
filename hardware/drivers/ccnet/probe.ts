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
import { ccnetConfigSchema } from './config.ts';
import { ccnet } from './driver.ts';
import { decoderFor, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { isControl } from './machine.ts';
import { COMMAND } from './names.ts';

const VALIDATOR_ADDRESS = 3;
/** Part number, serial number and asset number; a Bill-to-Bill gives more. */
const IDENTIFICATION_MIN_BYTES = 34;
const PART_CHARACTERS = 15;
const SERIAL_CHARACTERS = 12;
const MINOR_DIGITS = 2;

/**
 * Asks a validator for its identification and its bill table. It is not polled: it would take the
 * acknowledgement that follows for having been heard.
 */
export const ccnetProbe: Probe = {
  family: 'ccnet',
  serialLine: ccnet.serialLine,
  baudRates: [9_600, 19_200],
  find,
};

interface Found {
  readonly part: string;
  readonly serial: string;
  /** Undefined when it gives none. */
  readonly table: Uint8Array | undefined;
}

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  const decode = decoderFor(VALIDATOR_ADDRESS);
  const frames = { decode, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
  await using inquiry = new Inquiry<Frame>(frames, around);
  const identification = await read(
    inquiry,
    COMMAND.identification,
    ({ payload }) => payload.length >= IDENTIFICATION_MIN_BYTES,
  );
  if (identification === undefined) return undefined;
  const table = await read(inquiry, COMMAND.getBillTable, ({ payload }) => payload.length > 1);
  const part = textOf(identification.subarray(0, PART_CHARACTERS));
  const serial = textOf(identification.subarray(PART_CHARACTERS).subarray(0, SERIAL_CHARACTERS));
  return probed({ part, serial, table });
}

/** What is read has to be acknowledged (2.6), or it is said again. */
async function read(
  inquiry: Inquiry<Frame>,
  command: number,
  isReply: (frame: Frame) => boolean,
): Promise<Uint8Array | undefined> {
  const reply = await inquiry.ask(
    frameOf(command),
    (frame) => isReply(frame) || isControl(frame.payload),
  );
  if (reply === undefined || isControl(reply.payload)) return undefined;
  await inquiry.tell(frameOf(COMMAND.ack));
  return reply.payload;
}

function probed({ part, serial, table }: Found): Probed {
  const currencies = table === undefined ? [] : currenciesOf(table);
  const device: ProbedDevice = {
    address: VALIDATOR_ADDRESS,
    kind: 'bill validator',
    maker: 'CashCode',
    product: part,
    serial,
    currency: currencies.join(' '),
    values: currencies.flatMap((currency) => valuesOf(table, currency)),
  };
  return {
    devices: [device],
    remarks: [],
    shared: [],
    configure: (wishes) => configure(currencies, wishes),
  };
}

function configure(currencies: readonly string[], wishes: ProbeWishes): ProbedPort {
  const [first, ...others] = currencies;
  if (first === undefined) {
    const remark = 'The CCNET validator is left out: its bill table could not be read.';
    return { options: undefined, remarks: [remark] };
  }
  const currency = currencies.includes(wishes.currency) ? wishes.currency : first;
  const remarks =
    others.length === 0
      ? []
      : [`The CCNET validator knows ${currencies.join(', ')}: ${currency} alone is taken.`];
  const options = { device: wishes.nameFor('validator'), currency, address: VALIDATOR_ADDRESS };
  return { options: ccnetConfigSchema.parse(options), remarks };
}

function valuesOf(table: Uint8Array | undefined, currency: string): readonly string[] {
  const facts = { currency, minorDigits: MINOR_DIGITS };
  const notes = table === undefined ? undefined : notesOfTable(table, facts);
  return valueTexts(notes?.values() ?? [], MINOR_DIGITS);
}

function frameOf(command: number): Frame {
  return { address: VALIDATOR_ADDRESS, payload: Uint8Array.of(command) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '')
    .trim();
}
