import {
  probeContext,
  valueTexts,
  type Probe,
  type Probed,
  type ProbedDevice,
  type ProbedPort,
  type ProbeSurroundings,
  type ProbeWishes,
} from '../../kit/probe.ts';
import { command, COMMAND } from './commands.ts';
import { isNoteUnit, sspConfigSchema, type UnitKind } from './config.ts';
import { ssp } from './driver.ts';
import { SspLine } from './line.ts';
import { UnitTalk } from './machine.ts';
import { parseSerialNumber } from './replies.ts';
import { kindOfType } from './setup.ts';
import { parseCoinSetup, parseNoteSetup, type UnitSetup } from './setup-reply.ts';
import { UnitError } from './unit-error.ts';

/** Where note units and coin units stand as they come from the factory. */
const ADDRESSES = [0x00, 0x10] as const;
const REPLY_TIMEOUT_MS = 300;
const RETRIES_MAX = 1;
const LINK_WAIT_MS = 2_000;
const MINOR_DIGITS = 2;

/**
 * Synchronises, agrees on a key where a unit wants one, and asks for setup and serial number. A unit
 * is never polled: with a note still held the poll would take it.
 */
export const sspProbe: Probe = {
  family: 'ssp',
  serialLine: ssp.serialLine,
  baudRates: [9_600],
  find,
};

interface FoundUnit {
  readonly address: number;
  readonly encryption: boolean;
  /** Undefined: it answers, and does not tell what it is. */
  readonly setup: UnitSetup | undefined;
  readonly serial: number | undefined;
}

async function find(around: ProbeSurroundings): Promise<Probed | undefined> {
  const units: FoundUnit[] = [];
  for (const address of ADDRESSES) {
    const unit = around.signal.aborted ? undefined : await findAt(address, around);
    if (unit !== undefined) units.push(unit);
  }
  return units.length === 0 ? undefined : probed(units);
}

/** A line of its own for each address: what is wrong with one unit must not spoil the next one. */
async function findAt(address: number, around: ProbeSurroundings): Promise<FoundUnit | undefined> {
  const unit = { unit: 'validator', device: 'unit', address, currency: 'XXX' };
  const config = sspConfigSchema.parse({ replyTimeoutMs: REPLY_TIMEOUT_MS, units: [unit] });
  const [unitConfig] = config.units;
  if (unitConfig === undefined) return undefined;
  await using line = new SspLine(config, probeContext(around));
  await line.waitUp(LINK_WAIT_MS);
  const talk = new UnitTalk(line, unitConfig, RETRIES_MAX);
  if ((await said(talk.synchronise())) === 'nothing') return undefined;
  const encryption = (await said(talk.exchangeKeys())) !== 'nothing';
  const setup = await said(talk.demand(command(COMMAND.setupRequest)));
  const serial = await said(talk.demand(command(COMMAND.getSerialNumber)));
  return {
    address,
    encryption,
    setup: setup === 'nothing' || setup === undefined ? undefined : setupOf(setup),
    serial: serial === 'nothing' || serial === undefined ? undefined : parseSerialNumber(serial),
  };
}

/** Whatever a unit does not want to say is left out. */
async function said<Value>(asking: Promise<Value>): Promise<Value | 'nothing'> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof UnitError) return 'nothing';
    throw error;
  }
}

/** The type decides how the reply is to be read; the wrong reading of one ends too early or too late. */
function setupOf(data: Uint8Array): UnitSetup | undefined {
  const readings = [
    parseNoteSetup(data, 'big-endian'),
    parseNoteSetup(data, 'little-endian'),
    parseCoinSetup(data),
  ];
  return readings.flatMap((one) => (one.kind === 'setup' ? [one.setup] : []))[0];
}

function probed(units: readonly FoundUnit[]): Probed {
  return {
    devices: units.map(deviceOf),
    remarks: [],
    shared: [],
    configure: (wishes) => configure(units, wishes),
  };
}

function deviceOf({ address, setup, serial }: FoundUnit): ProbedDevice {
  const channels = setup?.channels ?? [];
  const kind = setup === undefined ? undefined : kindOfType(setup.unitType);
  return {
    address,
    kind: kind ?? (setup === undefined ? 'unit' : `unit of type ${setup.unitType}`),
    maker: 'ITL',
    firmware: setup?.firmware,
    serial: serial?.toString(),
    currency: [...new Set(channels.map(({ currency }) => currency))].join(' '),
    values: valueTexts(
      channels.map(({ valueMinor }) => valueMinor),
      MINOR_DIGITS,
    ),
  };
}

type Part = { readonly unit: object; readonly remark?: string } | { readonly leftOut: string };

function configure(units: readonly FoundUnit[], wishes: ProbeWishes): ProbedPort {
  const parts = units.map((unit) => partOf(unit, wishes));
  const driven = parts.flatMap((part) => ('unit' in part ? [part.unit] : []));
  const remarks = parts.flatMap((part) => {
    if ('leftOut' in part) return [part.leftOut];
    return part.remark === undefined ? [] : [part.remark];
  });
  if (driven.length === 0) return { options: undefined, remarks };
  return { options: sspConfigSchema.parse({ units: driven }), remarks };
}

function partOf(found: FoundUnit, { nameFor }: ProbeWishes): Part {
  const { address, setup, serial, encryption } = found;
  if (setup === undefined) {
    return leftOut(found, 'it does not say what it is; its fixed key may not be the factory’s');
  }
  const unit = kindOfType(setup.unitType);
  if (unit === undefined) return leftOut(found, `type ${setup.unitType} is not driven`);
  const currencies = new Set(setup.channels.map(({ currency }) => currency));
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) {
    return leftOut(found, 'its channels are not of one currency');
  }
  if (unit !== 'validator' && !encryption) return leftOut(found, 'it agrees on no key');
  const recycled = recycledBy(unit, setup);
  const device = nameFor(isNoteUnit(unit) ? 'notes' : 'coins');
  const part = {
    unit,
    device,
    address,
    currency,
    encryption,
    recycled,
    ...(serial === undefined ? {} : { serial }),
  };
  if (recycled.length === 0) return { unit: part };
  const remark =
    `${device}: all that may be kept for paying out stands in "recycled" (${recycled.join(', ')}); ` +
    'take out what is to go into the cash box.';
  return { unit: part, remark };
}

/** An NV11 stores notes one on the other, and pays the last one first: more values are no use. */
function recycledBy(unit: UnitKind, { channels }: UnitSetup): readonly number[] {
  if (unit === 'validator') return [];
  const values = [...new Set(channels.map(({ valueMinor }) => valueMinor))];
  const sorted = values.toSorted((one, other) => one - other);
  return unit === 'nv11' ? sorted.slice(0, 1) : sorted;
}

function leftOut({ address }: FoundUnit, why: string): Part {
  return { leftOut: `The SSP unit at address ${address} is left out: ${why}.` };
}
