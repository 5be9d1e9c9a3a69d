/**
 * A mark in the subject that says which ticket a mail is about. It is signed: whoever knows a number
 * cannot write into that ticket.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** 80 bits, in small letters and digits that survive every mail program. */
const MAC_CHARS = 20;
const MARK = /\[#(\d{1,9})-([0-9a-f]{20})\]/i;
const MARKS = new RegExp(MARK, 'gi');

export interface TicketMark {
  readonly number: number;
  readonly mac: string;
}

/** A subject with the mark of its ticket, once. */
export function markedSubject(
  subject: string,
  { id, number }: { readonly id: string; readonly number: number },
  key: string,
): string {
  return `${unmarkedSubject(subject)} [#${number}-${macOf(id, key)}]`.trim();
}

export function unmarkedSubject(subject: string): string {
  return subject.replace(MARKS, '').replace(/\s+/g, ' ').trim();
}

export function markIn(subject: string): TicketMark | undefined {
  const [, number, mac] = MARK.exec(subject) ?? [];
  if (number === undefined || mac === undefined) return undefined;
  return { number: Number(number), mac: mac.toLowerCase() };
}

/** Numbers are those of a till, and many have the same: the mark says which of them it is. */
export function isMarkOf({ mac }: TicketMark, ticket: string, key: string): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(ticket, key)));
}

function macOf(ticket: string, key: string): string {
  const mac = createHmac('sha256', key).update(`ticket\n${ticket}`).digest('hex');
  return mac.slice(0, MAC_CHARS);
}
