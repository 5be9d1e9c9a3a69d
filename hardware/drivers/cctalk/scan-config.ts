import type { CctalkConfigInput } from './config.ts';
import { parseCoinId } from './coin-id.ts';
import type { Discovery, FoundDevice } from './discovery.ts';

/** A port's configuration for what was found, and what a person has to know or add. */
export interface ScanConfig {
  readonly config: CctalkConfigInput;
  readonly remarks: readonly string[];
}

type Part =
  | { readonly kind: 'acceptor'; readonly part: Acceptor; readonly remark: string }
  | { readonly kind: 'validator'; readonly part: Validator }
  | { readonly kind: 'dispenser'; readonly part: Dispenser }
  | { readonly kind: 'left-out'; readonly remark: string };

/** Makes a device's customary name one that no other device has. */
type NameFor = (customary: string) => string;

type Acceptor = NonNullable<CctalkConfigInput['acceptors']>[number];
type Validator = NonNullable<CctalkConfigInput['validators']>[number];
type Dispenser = NonNullable<CctalkConfigInput['dispensers']>[number];

/**
 * What a bus cannot tell is asked of people, not guessed: what coins fill a hopper that does not say,
 * and where the paths of a sorter lead. `hopperValues` are the coins by address, in minor units.
 */
export function configFromScan(
  { echo, checksum, devices }: Discovery,
  hopperValues: ReadonlyMap<number, number>,
  nameFor: NameFor = (customary) => customary,
): ScanConfig {
  const parts = devices.map((found) => partOf(found, hopperValues, nameFor));
  return {
    config: {
      echo,
      checksum,
      acceptors: parts.flatMap((one) => (one.kind === 'acceptor' ? [one.part] : [])),
      validators: parts.flatMap((one) => (one.kind === 'validator' ? [one.part] : [])),
      dispensers: parts.flatMap((one) => (one.kind === 'dispenser' ? [one.part] : [])),
    },
    remarks: parts.flatMap((one) => ('remark' in one ? [one.remark] : [])),
  };
}

function partOf(
  found: FoundDevice,
  hopperValues: ReadonlyMap<number, number>,
  nameFor: NameFor,
): Part {
  const { address, category } = found;
  switch (category) {
    case 'Coin Acceptor':
      return acceptorOf(found, nameFor);
    case 'Bill Validator':
    case 'Bill Acceptor':
      return validatorOf(found, nameFor);
    case 'Payout':
      return dispenserOf(found, hopperValues.get(address), nameFor);
    default:
      return leftOut(address, `${category ?? 'a device without a category'} is not driven`);
  }
}

function acceptorOf({ address, identifiers }: FoundDevice, nameFor: NameFor): Part {
  const currencyCode = countryOf(identifiers);
  if (currencyCode === undefined) return leftOut(address, 'no coin identifier could be read');
  const remark =
    `Address ${address}: where the paths of its sorter lead cannot be read. All its coins are ` +
    'taken to fall into the cash box; write the paths that lead to hoppers into "paths".';
  const part = { device: nameFor(nameOf('acceptor', address, 2)), address, currencyCode };
  return { kind: 'acceptor', part, remark };
}

function validatorOf({ address, identifiers }: FoundDevice, nameFor: NameFor): Part {
  const currencyCode = countryOf(identifiers);
  if (currencyCode === undefined) return leftOut(address, 'no bill identifier could be read');
  const part = { device: nameFor(nameOf('validator', address, 40)), address, currencyCode };
  return { kind: 'validator', part };
}

function dispenserOf(
  { address, identifiers, serial }: FoundDevice,
  told: number | undefined,
  nameFor: NameFor,
): Part {
  const coin = parseCoinId(identifiers[0] ?? '');
  const valueMinor = told ?? (coin.kind === 'coin' ? coin.valueMinor : undefined);
  if (valueMinor === undefined) {
    return leftOut(address, `this hopper does not say its coin; say it: --hopper ${address}=200`);
  }
  const device = nameFor(`hopper-${valueMinor}-at-${address}`);
  const own = serial === undefined ? {} : { serial };
  return { kind: 'dispenser', part: { device, address, valueMinor, ...own } };
}

function leftOut(address: number, why: string): Part {
  return { kind: 'left-out', remark: `Address ${address} is left out: ${why}.` };
}

function nameOf(kind: string, address: number, customary: number): string {
  return address === customary ? kind : `${kind}-${address}`;
}

/** The two letters that every identifier begins with. */
function countryOf(identifiers: readonly string[]): string | undefined {
  const country = identifiers.map((text) => text.slice(0, 2)).find((text) => text !== 'TK');
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined;
}
