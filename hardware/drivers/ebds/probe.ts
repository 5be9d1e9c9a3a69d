import { Inquiry } from '../../kit/inquiry.ts';
import type {
  Probe,
  Probed,
  ProbedDevice,
  ProbedPort,
  ProbeSurroundings,
  ProbeWishes,
} from '../../kit/probe.ts';
import { ebdsConfigSchema } from './config.ts';
import { ebds } from './driver.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';
import { QUERY, queryFrame, TYPE } from './names.ts';

/** A whole turn of the toggle: one of the two is not the one that was used last. */
const TOGGLES = [0, 1] as const;

/**
 * Asks the auxiliary queries alone: the message of daily life would set what is let in. To the
 * toggle it has heard last a validator repeats what it said then, which is an answer of a validator
 * as well.
 */
export const ebdsProbe: Probe = {
  family: 'ebds',
  serialLine: ebds.serialLine,
  baudRates: [9_600],
  find,
};

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  const frames = { decode: decodeFrame, encode: encodeFrame, frameMaxBytes: FRAME_MAX_BYTES };
  await using inquiry = new Inquiry<Frame>(frames, around);
  const first = await inquiry.ask(queryFrame(QUERY.acceptorType, TOGGLES[0]), isAnswer(TOGGLES[0]));
  if (first === undefined) return undefined;
  const acceptorType = await ask(inquiry, QUERY.acceptorType, 1);
  const serial = await ask(inquiry, QUERY.serialNumber, 0);
  const firmware = await ask(inquiry, QUERY.applicationPart, 1);
  const variant = await ask(inquiry, QUERY.variantName, 0);
  return probed({
    kind: 'bill validator',
    maker: 'MEI/CPI',
    product: acceptorType,
    firmware,
    serial,
    currency: /[A-Z]{3}/.exec(variant ?? '')?.[0],
    values: [],
  });
}

/** Of a device: a query that comes back with three bytes of its own kind is somebody's echo. */
function isAnswer(toggle: 0 | 1): (frame: Frame) => boolean {
  return (frame) =>
    frame.toggle === toggle && (frame.type === TYPE.auxiliary || frame.type === TYPE.omnibusReply);
}

async function ask(
  inquiry: Inquiry<Frame>,
  query: number,
  toggle: 0 | 1,
): Promise<string | undefined> {
  const reply = await inquiry.ask(queryFrame(query, toggle), isAnswer(toggle));
  if (reply?.type !== TYPE.auxiliary) return undefined;
  const text = Buffer.from(reply.data)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '')
    .trim();
  return text === '' ? undefined : text;
}

function probed(device: ProbedDevice): Probed {
  return {
    devices: [device],
    remarks: [],
    shared: [],
    configure: (wishes) => configure(device.currency, wishes),
  };
}

function configure(told: string | undefined, wishes: ProbeWishes): ProbedPort {
  const { noteValues, nameFor } = wishes;
  if (noteValues.size === 0) {
    const remark =
      'The EBDS validator is left out: it numbers its notes and does not say their values. Say ' +
      'them in minor units: --note 1=500 --note 2=1000';
    return { options: undefined, remarks: [remark] };
  }
  const denominations = [...noteValues].map(([index, valueMinor]) => ({ index, valueMinor }));
  const options = {
    device: nameFor('validator'),
    currency: told ?? wishes.currency,
    denominations,
  };
  const parsed = ebdsConfigSchema.safeParse(options);
  if (parsed.success) return { options: parsed.data, remarks: [] };
  const remark = 'The EBDS validator is left out: its notes have the numbers 1 to 7, each once.';
  return { options: undefined, remarks: [remark] };
}
