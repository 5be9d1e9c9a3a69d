import { command, COMMAND, STATUS, valueBytes } from './commands.ts';
import { isNoteUnit, UNIT_KINDS, type UnitConfig, type UnitKind } from './config.ts';
import type { UnitTalk } from './machine.ts';
import { parseSerialNumber } from './replies.ts';
import { parseCoinSetup, parseNoteSetup, type Channel, type UnitSetup } from './setup-reply.ts';
import { UnitError } from './unit-error.ts';

/** What stands at the other end of the line. */
export interface UnitIdentity {
  readonly serial: number;
  readonly protocolVersion: number;
  readonly channels: readonly Channel[];
}

/** The versions whose events are known, best first: in another one the events have unknown lengths. */
const PROTOCOL_VERSIONS: readonly number[] = [8, 7, 6];

/** No source gives the type of a SMART Coin System. */
const UNIT_TYPES: Readonly<Record<UnitKind, number | undefined>> = {
  validator: 0,
  'smart-payout': 6,
  nv11: 7,
  'smart-hopper': 3,
  'smart-coin-system': undefined,
};

/** What a unit is by the type in its setup; undefined for one that is not driven. */
export function kindOfType(unitType: number): UnitKind | undefined {
  return UNIT_KINDS.find((kind) => UNIT_TYPES[kind] === unitType);
}

/**
 * Finds the unit, agrees on a key and a protocol version with it and makes sure that it is the one
 * meant. Enables nothing and does not poll: what has happened since the power came has to be read
 * first, and with a note still held the first poll would take it.
 */
export async function identifyUnit(talk: UnitTalk, config: UnitConfig): Promise<UnitIdentity> {
  await talk.synchronise();
  if (config.encryption) await talk.exchangeKeys();
  const protocolVersion = await pinProtocol(talk);
  const setup = await readSetup(talk, config);
  checkSetup(setup, config, protocolVersion);
  const serial = parseSerialNumber(await talk.demand(command(COMMAND.getSerialNumber)));
  if (serial === undefined) throw new UnitError('bad-setup', 'no serial number');
  if (config.serial !== undefined && serial !== config.serial) {
    throw new UnitError('wrong-serial', `serial number ${serial}, expected ${config.serial}`);
  }
  return { serial, protocolVersion, channels: setup.channels };
}

/** Sends what is recycled into the store and the rest into the cash box, and readies the payout. */
export async function setRoutes(
  talk: UnitTalk,
  config: UnitConfig,
  channels: readonly Channel[],
): Promise<void> {
  if (config.unit === 'validator') return;
  for (const { valueMinor, currency } of channels) {
    const route = config.recycled.includes(valueMinor) ? ROUTE.recycle : ROUTE.cashbox;
    await talk.demand(command(COMMAND.setRoute, route, ...valueBytes(valueMinor, currency)));
  }
  if (!isNoteUnit(config.unit)) return;
  const isByChannel = config.unit === 'nv11';
  if (isByChannel) await talk.demand(command(COMMAND.setValueReportingType, REPORT_BY_CHANNEL));
  await talk.demand(command(COMMAND.enablePayout, ...(isByChannel ? [0] : [])));
}

const ROUTE = { recycle: 0, cashbox: 1 } as const;
const REPORT_BY_CHANNEL = 1;

async function pinProtocol(talk: UnitTalk): Promise<number> {
  for (const version of PROTOCOL_VERSIONS) {
    const reply = await talk.ask(command(COMMAND.hostProtocolVersion, version));
    if (reply.status === STATUS.ok) return version;
  }
  throw new UnitError('protocol-refused', `none of the versions ${PROTOCOL_VERSIONS.join(', ')}`);
}

async function readSetup(talk: UnitTalk, config: UnitConfig): Promise<UnitSetup> {
  const data = await talk.demand(command(COMMAND.setupRequest));
  const parsed = isNoteUnit(config.unit)
    ? parseNoteSetup(data, config.valueMultiplierOrder)
    : parseCoinSetup(data);
  if (parsed.kind === 'bad') throw new UnitError('bad-setup', parsed.reason);
  return parsed.setup;
}

function checkSetup(setup: UnitSetup, config: UnitConfig, version: number): void {
  const expected = config.unitType ?? UNIT_TYPES[config.unit];
  if (expected !== undefined && setup.unitType !== expected) {
    throw new UnitError('wrong-unit', `type ${setup.unitType}, expected ${expected}`);
  }
  const foreign = setup.channels.find(({ currency }) => currency !== config.currency);
  if (foreign !== undefined || setup.channels.length === 0) {
    throw new UnitError('wrong-currency', `${foreign?.currency ?? 'none'}, not ${config.currency}`);
  }
  if (setup.protocolVersion !== version) {
    throw new UnitError(
      'protocol-refused',
      `speaks ${setup.protocolVersion}, asked for ${version}`,
    );
  }
  const known = new Set(setup.channels.map(({ valueMinor }) => valueMinor));
  const missing = config.recycled.filter((value) => !known.has(value));
  if (missing.length > 0) throw new UnitError('value-missing', missing.join(', '));
}
