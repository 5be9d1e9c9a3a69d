import { Inquiry } from '../../kit/inquiry.ts';
import {
  valueTexts,
  type Probe,
  type Probed,
  type ProbedPort,
  type ProbeSurroundings,
  type ProbeWishes,
} from '../../kit/probe.ts';
import { id003ConfigSchema } from './config.ts';
import { notesOfCurrencies, type CurrencyTable } from './currency-table.ts';
import { id003 } from './driver.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { REQUEST, STATUS } from './names.ts';

const MINOR_DIGITS = 2;

/**
 * Asks for the version, which is text: a status request and the answer of an idle acceptor are the
 * same bytes, so that only a text nobody has sent tells a device from an echo.
 */
export const id003Probe: Probe = {
  family: 'id003',
  serialLine: id003.serialLine,
  baudRates: [9_600, 19_200],
  find,
};

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  const frames = { decode: decodeFrame, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
  await using inquiry = new Inquiry<Frame>(frames, around);
  const version = await inquiry.ask(plain(REQUEST.version), isTold(REQUEST.version));
  if (version === undefined) return undefined;
  const table = await inquiry.ask(
    plain(REQUEST.currencyAssign),
    (frame) => isTold(REQUEST.currencyAssign)(frame) || frame.code === STATUS.invalidCommand,
  );
  const text = Buffer.from(version.data)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '')
    .trim();
  return probed(text, tableOf(table));
}

function isTold(code: number): (frame: Frame) => boolean {
  return (frame) => frame.code === code && frame.data.length > 0;
}

function plain(code: number): Frame {
  return { code, data: new Uint8Array(0) };
}

function tableOf(frame: Frame | undefined): CurrencyTable {
  if (frame?.code !== REQUEST.currencyAssign) return { kind: 'bad', reason: 'it tells no notes' };
  return notesOfCurrencies(frame.data, { country: undefined, minorDigits: MINOR_DIGITS });
}

function probed(version: string, table: CurrencyTable): Probed {
  const values = table.kind === 'notes' ? valueTexts(table.notes.values(), MINOR_DIGITS) : [];
  return {
    devices: [{ kind: 'bill validator', maker: 'JCM', firmware: version, values }],
    remarks: [],
    shared: [],
    configure: (wishes) => configure(table, wishes),
  };
}

function configure(table: CurrencyTable, wishes: ProbeWishes): ProbedPort {
  if (table.kind === 'bad') {
    const remark = `The ID-003 acceptor is left out: ${table.reason}.`;
    return { options: undefined, remarks: [remark] };
  }
  const { currency } = wishes;
  const remark =
    `The ID-003 acceptor gives a number for its country and no currency. Its notes are taken to be ` +
    `${currency}; say another with --currency.`;
  const options = { device: wishes.nameFor('validator'), currency };
  return { options: id003ConfigSchema.parse(options), remarks: [remark] };
}
