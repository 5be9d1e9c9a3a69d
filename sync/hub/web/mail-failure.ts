/** Why a mail was not taken and a program not reached, as the hub's codes say it. */
import type { DeliveryFailure, MailFailure } from '../../../agent/words/mail-page-text.ts';

/** A code, and after it what the server itself said. */
export function mailFailure(lastError: string): MailFailure {
  const [code = ''] = lastError.split(' ');
  return MAIL_FAILURES.get(code) ?? 'other';
}

/** What the server itself said of it, for whoever looks after the server. */
export function serverWords(lastError: string): string {
  return lastError.split(' ').slice(1).join(' ');
}

export type DeliveryTrouble =
  | { readonly kind: 'answered'; readonly status: string }
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };

export function deliveryTrouble(lastError: string): DeliveryTrouble {
  const status = STATUS.exec(lastError)?.[1];
  if (status !== undefined) return { kind: 'answered', status };
  if (CERTIFICATE.test(lastError)) return { kind: 'failed', failure: 'certificate' };
  return { kind: 'failed', failure: DELIVERY_FAILURES.get(lastError) ?? 'other' };
}

/** As nodemailer names them. */
const MAIL_FAILURES: ReadonlyMap<string, MailFailure> = new Map([
  ['EENVELOPE', 'address'],
  ['EMESSAGE', 'mail'],
  ['EAUTH', 'sign-in'],
  ['ENOAUTH', 'sign-in'],
  ['ETLS', 'encryption'],
  ['EREQUIRETLS', 'encryption'],
  ['ESOCKET', 'unreachable'],
  ['ECONNECTION', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['EDNS', 'unreachable'],
]);

const STATUS = /^status-(\d+)$/;

/** OpenSSL's names of what is wrong with a certificate, and Node's. */
const CERTIFICATE = /CERT|SIGNATURE|^ERR_TLS_/;

const DELIVERY_FAILURES: ReadonlyMap<string, DeliveryFailure> = new Map([
  ['address-inside', 'inside'],
  ['ECONNREFUSED', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ABORT_ERR', 'timeout'],
]);
