import { expect, it } from 'vitest';
import { deliveryTrouble, mailFailure, serverWords } from './mail-failure.ts';

it.each([
  ['EENVELOPE 550 5.1.1 No such user', 'address'],
  ['EMESSAGE 552 Too large', 'mail'],
  ['EAUTH 535 Authentication failed', 'sign-in'],
  ['ETLS', 'encryption'],
  ['ESOCKET', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['EGREMLIN 421 Go away', 'other'],
  ['', 'other'],
])('a mail that failed with %j: %s', (lastError, failure) => {
  expect(mailFailure(lastError)).toBe(failure);
});

it('keeps what the server itself said', () => {
  expect(serverWords('EENVELOPE 550 5.1.1 No such user')).toBe('550 5.1.1 No such user');
  expect(serverWords('ESOCKET')).toBe('');
});

it.each([
  ['address-inside', 'inside'],
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['ABORT_ERR', 'timeout'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['ECONNRESET', 'other'],
  ['status-x', 'other'],
])('a delivery that failed with %s: %s', (lastError, failure) => {
  expect(deliveryTrouble(lastError)).toEqual({ kind: 'failed', failure });
});

it('says what a program has answered', () => {
  expect(deliveryTrouble('status-503')).toEqual({ kind: 'answered', status: '503' });
});
