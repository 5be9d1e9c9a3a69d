import type { MailBalance, MailWords } from './mail-text.ts';

export const mailWordsEn: MailWords = {
  opened: ({ number, title }) => ({
    subject: title,
    paragraphs: [
      `Your request has arrived. It has the number ${number}.`,
      'We take care of it and write to you here.',
    ],
  }),
  answered: ({ number, title }, from, text) => ({
    subject: title,
    paragraphs: [`${from} has answered your request ${number}:`, text],
  }),
  resolved: ({ number, title }, text, balances) => ({
    subject: title,
    paragraphs: [
      `Your request ${number} is solved.`,
      ...(text === undefined ? [] : [text]),
      ...(balances.length === 0 ? [] : [`What is left:\n${listOf(balances)}`]),
    ],
  }),
  balanceLow: (balances) => ({
    subject: 'Little is left of your balance',
    paragraphs: [
      `Of your balance little is left:\n${listOf(balances)}`,
      'Ask us for more before it runs out.',
    ],
  }),
  ends: (received, day, cutOff) => ({
    subject: 'Your notice is in time',
    paragraphs: [
      `Your notice of termination reached us on ${received}. The day it reached us counts.`,
      `By the contract the last day for it was ${cutOff}. It is in time: the contract ends on ${day}.`,
      'We confirm it to you once it is entered.',
    ],
  }),
  renewed: (received, day, cutOff) => ({
    subject: 'Your notice came too late',
    paragraphs: [
      `Your notice of termination reached us on ${received}. The day it reached us counts.`,
      `By the contract the last day for it was ${cutOff}. It came after that: the contract goes on until ${day}, and your notice is valid for that day.`,
    ],
  }),
  undecided: (received) => ({
    subject: 'Your notice has arrived',
    paragraphs: [
      `Your notice of termination reached us on ${received}. The day it reached us counts.`,
      'A person looks at what it means for your contract and writes to you.',
    ],
  }),
  accounts: {
    credits: 'Credits',
    wallet: 'Wallet',
    'pool-remote': 'Remote help',
    'pool-on-site': 'Help on site',
  },
  credits: (count) => (count === 1 ? '1 credit' : `${count} credits`),
  minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
  howToAnswer: 'To answer, reply to this mail and leave the number in the subject as it is.',
  attachments: (names) => `Attachments, which are not kept here: ${names.join(', ')}`,
  cut: '[The mail was longer. The rest is not kept here.]',
  test: { subject: 'Test of the hub', paragraphs: ['This mail was sent to see that mail works.'] },
};

function listOf(balances: readonly MailBalance[]): string {
  return balances.map(({ account, available }) => `${account}: ${available}`).join('\n');
}
