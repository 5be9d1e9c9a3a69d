import { isIPv6 } from 'node:net';
import {
  ADDRESS_RULES,
  lockedForMs,
  NO_FAILURES,
  withAttempt,
  withoutAttempt,
  type Failures,
} from './lock-out.ts';

const ADDRESSES_MAX = 10_000;
const V4_IN_V6 = /^::ffff:(?=\d+\.)/i;
/** One network behind one line: whoever has one of its addresses has them all. */
const NETWORK_GROUPS = 4;

/** Failed sign-ins by address, in memory: they need not outlive the hub. */
export class AddressFailures {
  readonly #failures = new Map<string, Failures>();

  /** Counts one attempt, or says how long to wait and counts none. */
  take(address: string, nowMs: number): number {
    const key = networkOf(address);
    const before = this.#failures.get(key) ?? NO_FAILURES;
    const waitMs = lockedForMs(before, ADDRESS_RULES, nowMs);
    if (waitMs === 0) this.#put(key, withAttempt(before, ADDRESS_RULES, nowMs));
    return waitMs;
  }

  /** The attempt held, or was never looked at; those before it still count. */
  giveBack(address: string): void {
    const key = networkOf(address);
    const before = this.#failures.get(key);
    if (before === undefined) return;
    const after = withoutAttempt(before);
    if (after.count === 0) this.#failures.delete(key);
    else this.#put(key, after);
  }

  lockedForMs(address: string, nowMs: number): number {
    const failures = this.#failures.get(networkOf(address)) ?? NO_FAILURES;
    return lockedForMs(failures, ADDRESS_RULES, nowMs);
  }

  #put(key: string, failures: Failures): void {
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > ADDRESSES_MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}

/** What counts as one address: an IPv4 address, or the first half of an IPv6 one. */
export function networkOf(address: string): string {
  const plain = address.replace(V4_IN_V6, '');
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = (plain.split('%', 1)[0] ?? '').toLowerCase().split('::', 2);
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const gap = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: gap }, () => '0'), ...tail];
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
