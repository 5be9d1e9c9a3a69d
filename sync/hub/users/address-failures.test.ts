import { expect, it } from 'vitest';
import { AddressFailures, networkOf } from './address-failures.ts';
import { ADDRESS_RULES } from './lock-out.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('an address that fails is made to wait, whichever of its own it uses', () => {
  const failures = new AddressFailures();
  for (let attempts = 0; attempts < ADDRESS_RULES.freeFailures; attempts += 1) {
    expect(failures.take(`2001:db8::${attempts}`, 0)).toBe(0);
  }
  expect(failures.take('2001:db8::ffff', 0)).toBe(ADDRESS_RULES.firstWaitMs);
  expect(failures.take('2001:db8:0:1::1', 0)).toBe(0);
});

it('an attempt that held costs nothing, and wipes out none before it', () => {
  const failures = new AddressFailures();
  const address = '192.0.2.7';
  for (let attempts = 1; attempts < ADDRESS_RULES.freeFailures; attempts += 1) {
    failures.take(address, 0);
  }
  for (let sessions = 0; sessions < 50; sessions += 1) {
    expect(failures.take(address, 0)).toBe(0);
    failures.giveBack(address);
  }
  expect(failures.take(address, 0)).toBe(0);
  expect(failures.take(address, 0)).toBeGreaterThan(0);
});

it('more addresses than can be remembered push out the oldest, one by one', () => {
  const failures = new AddressFailures();
  for (let attempts = 0; attempts < ADDRESS_RULES.freeFailures; attempts += 1) {
    failures.take('a', 0);
  }
  for (let others = 0; others < 9_999; others += 1) failures.take(`o${others}`, 0);
  expect(failures.lockedForMs('a', 0)).toBeGreaterThan(0);
  failures.take('one more', 0);
  expect(failures.lockedForMs('a', 0)).toBe(0);
});
