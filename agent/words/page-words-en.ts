import type { PageWords } from './page-text.ts';

export const pageWordsEn: PageWords = {
  title: 'Till',
  language: 'Language',
  live: 'Connected',
  notLive: 'Not connected',
  lastSale: 'Last sale',
  headlines: {
    deposit: 'Money is being put in outside a sale',
    moving: 'The machine is moving money',
    'no-new-sales': 'No new sales',
    'not-ready': 'The machine is not ready',
    idle: 'Ready for the next sale',
    collecting: 'Please insert money',
    'counting-paid': 'Paid. Counting the last coins',
    'counting-cancelled': 'Cancelled. Counting the last coins',
    'paying-change': 'Paying out the change',
    returning: 'Giving the money back',
    'paying-debt': 'Paying out an open amount',
    unresolved: 'Not sure what was paid out',
    settled: 'Paid',
    returned: 'Money given back',
    owed: 'The customer is still owed money',
  },
  figures: {
    rest: 'Still to pay',
    due: 'Amount due',
    inserted: 'Inserted',
    change: 'Change',
    'money-back': 'Money back',
    'paid-out': 'Paid out',
    owed: 'Still owed',
    unresolved: 'Perhaps paid out',
    'open-amount': 'Open amount',
  },
  giveBack: 'Give the money back',
  giveBackQuestion: (amount) => ({
    title: 'Cancel this sale?',
    text:
      amount === undefined
        ? 'No money has been inserted yet.'
        : `The machine gives ${amount} back to the customer.`,
    yes: amount === undefined ? 'Yes, cancel' : 'Yes, give it back',
    no: 'No, go on',
  }),
  connecting: { title: 'Connecting to the till …', text: 'This takes a moment.' },
  connectionLost: (time) => ({
    title: 'No connection to the till',
    text: `You see how things were at ${time}. Inserted money is safely recorded. Trying again …`,
  }),
  tokenMissing: {
    title: 'This page needs its own link',
    text: 'Open it with the full link for this till. It ends in “#token=…”. If you do not have it, ask whoever looks after the till.',
  },
  tokenRefused: {
    title: 'This link is not valid any more',
    text: 'Open the page with the new link for this till. If you do not have it, ask whoever looks after the till.',
  },
  exactChangeOnly: {
    title: 'Exact change only',
    text: 'The machine is short of coins for change. Ask for the exact amount.',
  },
  exactChangeOnlyIn: (currencies) => ({
    title: `Exact change only: ${currencies}`,
    text: `The machine is short of ${currencies} for change. Ask for the exact amount in it.`,
  }),
  refill: (values) => ({
    title: 'Running low',
    text: `Put in more of these when there is time: ${values}.`,
  }),
  takeOut: (values) => ({ title: 'Nearly full', text: `Have these taken out: ${values}.` }),
  notReady: (parts) => ({
    title: 'The machine cannot take cash',
    text: `${parts} Check power and cables, or take the money by hand.`,
  }),
  partNotWorking: (parts) => ({
    title: 'Part of the machine is not working',
    text: `${parts} Selling goes on; change may run short.`,
  }),
  partStates: {
    starting: (part) => `${part} is starting.`,
    down: (part) => `${part} does not answer.`,
    fault: (part, detail) => `${part} reports a fault (${detail}).`,
  },
  unresolved: (amount, part) => ({
    title: `Not sure whether ${amount} came out`,
    text: `Do not pay it by hand yet. Check power and cables of ${part}; if it stays silent, count its coins and enter the count.`,
  }),
  unresolvedHidden: (part) => ({
    title: 'Not sure how much was moved',
    text: `Do not repeat it yet. Check power and cables of ${part}; if it stays silent, count what is in it and enter the count.`,
  }),
  requestFailed: {
    title: 'That did not get through',
    text: 'Nothing shows that it was carried out. Look at what the page shows now before you try again.',
  },
  dismiss: 'Close',
  operatorsUnusable: {
    title: 'The list of operators cannot be read',
    text: 'Selling goes on. Until it is put right, nobody can sign in to pay out or take cash.',
  },
  updateBeginning: (version) => ({
    title: `Version ${version} is being started`,
    text: 'The till restarts now and is back within a minute or two. Nothing that was paid is lost.',
  }),
  latestEntitled: (version) => ({
    title: `The latest version this till may have: ${version}`,
    text: 'Maintenance has ended. This version stays there for it; newer ones come with new maintenance: ask the vendor.',
  }),
  updateReady: (version) => ({
    title: `Version ${version} is ready`,
    text: 'Selling goes on. It is installed when somebody who looks after the till says so: tillwarden update apply.',
  }),
  coverage: {
    'not-covered': {
      title: 'The support contract does not name this till',
      text: 'Selling goes on. Help is refused to it until the contract is extended: ask whoever looks after the contract.',
    },
    ended: {
      title: 'The support contract of this till has ended',
      text: 'Selling goes on. Help is refused to it until there is another: ask whoever looks after the contract.',
    },
  },
  signInTitle: 'Who is paying this out?',
  noOperators:
    'Nobody is entered at this till yet. An admin does it with “tillwarden operator add”.',
  pin: 'PIN',
  signIn: 'Sign in',
  signOut: 'Sign out',
  cancel: 'Cancel',
  signedIn: (name) => ({
    title: `Signed in as ${name}`,
    text: 'Sign out when you leave the till.',
  }),
  debts: 'Open amounts',
  debtCauses: { owed: 'Owed to a customer', unassigned: 'Inserted outside a sale' },
  debtAdvice: {
    owed: 'Pay it by hand and confirm it, or let the machine pay it.',
    unassigned: 'Give it back to whoever inserted it.',
  },
  debtBeingPaid: 'The machine is paying it',
  payByHand: 'Paid by hand',
  payByHandQuestion: (amount) => ({
    title: `Have you handed over ${amount}?`,
    text: 'Confirm it only once the customer has the money. It cannot be undone.',
    yes: 'Yes, handed over',
    no: 'Not yet',
  }),
  payByMachine: 'Pay by machine',
  payByMachineQuestion: (amount) => ({
    title: `Pay out ${amount} now?`,
    text: 'The coins come out at once. The customer should be at the machine.',
    yes: 'Yes, pay out',
    no: 'No',
  }),
};
