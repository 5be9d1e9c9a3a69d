import type { MailsView } from '../api/mail-schema.ts';

export type MailIn = MailsView['in'][number];

/**
 * Whether a mail may still be made a notice, or be said whose it is. The request of a work order stays
 * what it is: its work is planned and charged by it.
 */
export function canBeNotice({ effect, about }: MailIn): boolean {
  if (effect !== 'opened' && effect !== 'added') return false;
  if (about === undefined || !about.isOpen || about.kind === 'work') return false;
  return about.kind !== 'notice' || about.customer === undefined;
}
