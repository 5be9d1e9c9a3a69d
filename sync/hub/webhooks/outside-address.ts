/**
 * Where the hub may send what happened: to the world outside, never into its own network. The address
 * is looked at after its name was resolved, in the very look-up that the socket uses.
 */
import { lookup as lookUpName } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Loopback, private, link-local, shared, documentation, multicast and reserved networks. */
const INSIDE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** Of IPv6 nothing but global unicast is outside; of that, not what carries an IPv4 address inside. */
const OUTSIDE_6 = ['2000::', 3] as const;
const INSIDE_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

/** Addresses and networks that are let through all the same, as the hub was started with. */
export type AllowedAddresses = BlockList;

export class AddressError extends Error {
  override readonly name = 'AddressError';
  readonly code: 'address-inside' | 'address-unfit';

  constructor(code: AddressError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws `AddressError` for what is neither an address nor a network such as 10.0.0.0/8. */
export function allowedAddresses(texts: readonly string[]): AllowedAddresses {
  const allowed = new BlockList();
  for (const text of texts) {
    const [address = '', prefix, ...rest] = text.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const length = prefix === undefined ? most : Number(prefix);
    const isNetwork = Number.isInteger(length) && length >= 0 && length <= most;
    if (isIP(address) === 0 || rest.length > 0 || !isNetwork) {
      throw new AddressError('address-unfit', `${text} is no address and no network`);
    }
    allowed.addSubnet(address, length, family);
  }
  return allowed;
}

/** Whether the hub sends to an address. */
export function isOutside(address: string, allowed: AllowedAddresses): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (allowed.check(address, family)) return true;
  if (family === 'ipv4') return !INSIDE_LIST.check(address, 'ipv4');
  return OUTSIDE_6_LIST.check(address, 'ipv6') && !INSIDE_LIST.check(address, 'ipv6');
}

/** What is wrong with an address that somebody wants to be told at; undefined where nothing is. */
export function problemOfUrl(
  text: string,
  allowed: AllowedAddresses,
): 'unreadable' | 'credentials' | 'not-https' | 'inside' | undefined {
  if (!URL.canParse(text)) return 'unreadable';
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return 'credentials';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === '127.0.0.1' || host === '::1';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback)) return 'not-https';
  return isIP(host) !== 0 && !isOutside(host, allowed) ? 'inside' : undefined;
}

/** Resolves a name to addresses outside alone. */
export function outsideLookup(allowed: AllowedAddresses): LookupFunction {
  return (host, options, done) => {
    lookUpName(host, { ...options, all: true }, (fault, found) => {
      if (fault !== null) return done(fault, []);
      const [first] = found;
      // One address inside is enough: which of them a socket takes is not ours to say.
      if (first === undefined || found.some(({ address }) => !isOutside(address, allowed))) {
        return done(new AddressError('address-inside', `${host} is not outside`), []);
      }
      if (options.all === true) return done(null, found);
      return done(null, first.address, first.family);
    });
  };
}

const INSIDE_LIST = listOf(INSIDE, 'ipv4');
for (const [address, prefix] of INSIDE_6) INSIDE_LIST.addSubnet(address, prefix, 'ipv6');
const OUTSIDE_6_LIST = listOf([OUTSIDE_6], 'ipv6');

function listOf(
  networks: readonly (readonly [string, number])[],
  family: 'ipv4' | 'ipv6',
): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, family);
  return list;
}
