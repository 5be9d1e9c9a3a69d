import { askAgreed } from './agreed.ts';
import { requestBillId } from './bill-machine.ts';
import type { Bus } from './bus.ts';
import {
  requestCoinId,
  requestEquipmentCategory,
  requestHopperCoin,
  requestManufacturerId,
  requestProductCode,
  requestSerialNumber,
  requestSoftwareRevision,
  type Request,
} from './machine.ts';

/** What a device says it is; undefined is what it does not say. */
export interface Identity {
  readonly category: string | undefined;
  readonly manufacturer: string | undefined;
  readonly product: string | undefined;
  readonly firmware: string | undefined;
  readonly serial: number | undefined;
  /** Coin or bill identifiers that are programmed, in the order of their positions. */
  readonly identifiers: readonly string[];
}

const POSITIONS_MAX = 16;
const BLANK = /^[. \0]*$/;

/** Asks a device for its names and for the coins or notes it knows. */
export async function identify(bus: Bus, address: number): Promise<Identity> {
  const category = await said(bus, requestEquipmentCategory(address));
  return {
    category,
    manufacturer: await said(bus, requestManufacturerId(address)),
    product: await said(bus, requestProductCode(address)),
    firmware: await said(bus, requestSoftwareRevision(address)),
    serial: await said(bus, requestSerialNumber(address)),
    identifiers: await identifiersOf(bus, address, category),
  };
}

async function identifiersOf(
  bus: Bus,
  address: number,
  category: string | undefined,
): Promise<readonly string[]> {
  switch (category) {
    case 'Coin Acceptor':
      return readTable(bus, (position) => requestCoinId(address, position));
    case 'Bill Validator':
    case 'Bill Acceptor':
      return readTable(bus, (position) => requestBillId(address, position));
    case 'Payout': {
      const coin = await said(bus, requestHopperCoin(address));
      return coin === undefined || BLANK.test(coin) ? [] : [coin];
    }
    default:
      return [];
  }
}

async function readTable(
  bus: Bus,
  request: (position: number) => Request<string>,
): Promise<readonly string[]> {
  const identifiers: string[] = [];
  for (let position = 1; position <= POSITIONS_MAX; position += 1) {
    const text = await said(bus, request(position));
    if (text === undefined) break;
    if (!BLANK.test(text)) identifiers.push(text);
  }
  return identifiers;
}

function said<Reply>(bus: Bus, request: Request<Reply>): Promise<Reply | undefined> {
  return askAgreed(bus, request, { retriesMax: 1 });
}
