import type { Setup, ValueTable } from './acceptor-face.ts';
import { askAgreed } from './agreed.ts';
import { parseBillId } from './bill-id.ts';
import {
  modifyOperatingMode,
  OPERATING_MODE,
  requestBillId,
  requestOperatingMode,
  requestScaling,
  type Scaling,
} from './bill-machine.ts';
import type { Bus } from './bus.ts';
import type { ValidatorConfig } from './config.ts';
import { checkCategory } from './equipment.ts';
import { requestInhibitStatus, simplePoll } from './machine.ts';

export type BillSetup =
  | Exclude<Setup, { readonly kind: 'ready' }>
  | { readonly kind: 'ready'; readonly values: ValueTable; readonly maskBytes: number };

/** Both names are in use. */
const CATEGORIES = ['Bill Validator', 'Bill Acceptor'];
const URGENT = { isUrgent: true } as const;
const BITS_PER_BYTE = 8;
/** Of every currency a till of this market takes. */
const DECIMALS = 2;

/**
 * Finds out what stands at the address and has it ask before it takes. As with coins, nothing is
 * enabled before the event counter has been read.
 */
export async function setUpBills(bus: Bus, config: ValidatorConfig): Promise<BillSetup> {
  const refusal = await checkCategory(bus, config.address, CATEGORIES);
  if (refusal !== undefined) return refusal;
  const mask = await askAgreed(bus, maskSize(config.address), URGENT);
  if (mask === undefined) return { kind: 'offline' };
  const scaling = await readScaling(bus, config);
  if ('kind' in scaling) return scaling;
  const bills = await readBills(bus, config, { scaling, positions: mask * BITS_PER_BYTE });
  if (bills.kind !== 'ready') return bills;
  return (await setEscrow(bus, config)) ?? { ...bills, maskBytes: mask };
}

/** How many mask bytes the validator has tells how many bills it can know. */
function maskSize(address: number) {
  const request = requestInhibitStatus(address);
  return { ...request, parse: (data: Uint8Array) => request.parse(data)?.sizeBytes };
}

type Refusal = Exclude<BillSetup, { readonly kind: 'ready' }>;

async function readScaling(bus: Bus, config: ValidatorConfig): Promise<Scaling | Refusal> {
  const { address, currencyCode } = config;
  const scaling = await askAgreed(bus, requestScaling(address, currencyCode), URGENT);
  if (scaling === undefined) return { kind: 'offline' };
  if (scaling.factor > 0 && scaling.decimals === DECIMALS) return scaling;
  const { factor, decimals } = scaling;
  const detail = `${currencyCode} is scaled by ${factor} with ${decimals} decimals`;
  return { kind: 'fault', code: 'wrong-scaling', detail };
}

async function readBills(
  bus: Bus,
  { address, currencyCode }: ValidatorConfig,
  { scaling, positions }: { readonly scaling: Scaling; readonly positions: number },
): Promise<Setup> {
  const bills = new Map<number, number>();
  for (let position = 1; position <= positions; position += 1) {
    const request = requestBillId(address, position);
    const text = (await askAgreed(bus, request, URGENT)) ?? (await askAgreed(bus, request, URGENT));
    if (text === undefined) {
      // The end of the table is answered by silence or NAK; so is any position by a device that is gone.
      const poll = await bus.ask(simplePoll(address), URGENT);
      if (poll.kind !== 'ok') return { kind: 'offline' };
      break;
    }
    const bill = parseBillId(text, scaling);
    if (bill.kind !== 'bill') continue;
    if (bill.country !== currencyCode) {
      const detail = `bill ${position} is ${text}, not ${currencyCode}`;
      return { kind: 'fault', code: 'wrong-currency', detail };
    }
    bills.set(position, bill.valueMinor);
  }
  if (bills.size > 0) return { kind: 'ready', values: bills };
  return { kind: 'fault', code: 'no-bills', detail: 'no bill identifier could be read' };
}

/** A validator that takes notes without asking is not driven as one that asks. */
async function setEscrow(bus: Bus, { address }: ValidatorConfig): Promise<Refusal | undefined> {
  const mode = OPERATING_MODE.stacker | OPERATING_MODE.escrow;
  const set = await bus.ask(modifyOperatingMode(address, mode), URGENT);
  if (set.kind === 'no-reply') return { kind: 'offline' };
  const kept = await askAgreed(bus, requestOperatingMode(address), URGENT);
  if (kept === undefined) return { kind: 'offline' };
  if ((kept & mode) === mode) return undefined;
  return { kind: 'fault', code: 'no-escrow', detail: `the operating mode stays ${kept}` };
}
