/** Nothing that happens inside is sent inside: neither by address, nor by a name that means one. */
import { describe, expect, it } from 'vitest';
import { allowedAddresses, isOutside, outsideLookup, problemOfUrl } from './outside-address.ts';

const NONE = allowedAddresses([]);

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::1',
])('%s is inside', (address) => expect(isOutside(address, NONE)).toBe(false));

it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111'])('%s is outside', (address) => {
  expect(isOutside(address, NONE)).toBe(true);
});

it('lets through what the hub was started with, and no more', () => {
  const allowed = allowedAddresses(['10.0.0.0/24', '::1']);
  const asked = ['10.0.0.9', '10.0.1.9', '::1', '127.0.0.1'];
  expect(asked.map((address) => isOutside(address, allowed))).toEqual([true, false, true, false]);
  expect(() => allowedAddresses(['localhost'])).toThrow('no address');
  expect(() => allowedAddresses(['10.0.0.0/40'])).toThrow('no address');
});

describe('the address of a webhook', () => {
  it.each([
    ['https://pos.example.com/told', undefined],
    ['http://pos.example.com/told', 'not-https'],
    ['https://a:b@pos.example.com/', 'credentials'],
    ['https://10.0.0.1/', 'inside'],
    ['https://2130706433/', 'inside'],
    ['https://[::1]/', 'inside'],
    ['http://127.0.0.1:8080/', 'inside'],
    ['file:///etc/passwd', 'not-https'],
    ['nonsense', 'unreadable'],
  ])('%s: %s', (url, problem) => expect(problemOfUrl(url, NONE)).toBe(problem));
});

it('refuses a name that means this computer', async () => {
  const fault = await new Promise<unknown>((resolve) => {
    outsideLookup(NONE)('localhost', { all: true }, (cause) => resolve(cause));
  });
  expect(fault).toMatchObject({ code: 'address-inside' });
});
