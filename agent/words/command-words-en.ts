import type { CommandWords } from './command-text.ts';

export const commandWordsEn: CommandWords = {
  agent: {
    missing: (url) => `No agent answers at ${url}. Is it running?`,
    silent: 'The agent was asked, and no answer came.',
    foreign: (url) => `What answers at ${url} is no agent of this release.`,
    after: {
      missing: 'Nothing was done.\nStart the till’s program, then try again.',
      silent:
        'Nobody knows whether it was done; it is not done twice by itself.\nLook first how it stands, then try again: tillwarden help list, tillwarden support.',
      foreign:
        'Nothing is known to have been done.\nHave whoever looks after this till see which program uses its port.',
    },
    inDetail: 'In detail',
    hints: {
      'operator-needed': 'Here you sign in with: --operator ID',
      'code-not-typed': 'Here the code is shown by: tillwarden support',
      'ticket-not-found': 'Here they are listed by: tillwarden help list',
      unauthorised: 'Here the token comes from --token-file or TILLWARDEN_TOKEN.',
    },
  },
  wrongCall: {
    unknownOption: (option) => `There is no option ${option} here.`,
    valueMissing: (option) => `Something has to follow ${option}.`,
    valueUnasked: (option) => `${option} stands alone: it takes no value.`,
    foreignOption: (option) => `${option} says nothing here.`,
    foreignWords: (words) => `“${words}” says nothing here.`,
    unknownAction: (action, known) => `There is no ${action}. There is: ${known}.`,
    language: (known) => `--language is one of ${known}.`,
    noPort: 'The configuration names no api.port to find the agent at.',
    noToken:
      'Say where a program’s token is: --token-file FILE, or TILLWARDEN_TOKEN. tillwarden client add NAME makes one: take one for this command alone.',
    noPin: 'Say where the PIN is: --pin-file FILE or --pin-stdin.',
    unreadable: (file) => `The file ${file} cannot be read.`,
  },
  usage: {
    title: 'Usage',
    help: {
      ask: 'ask for help; what the contract says to it is told at once, with no network too',
      list: 'the requests of this till',
      one: 'one of them by its number: what was said, to say something, or to take it back',
      bundle:
        'put the till’s logs into a file, with no secrets in them; --trace adds what went over the ports lately',
    },
    support: {
      session: 'who is connected to this till, or wants to be, and the code to read out to them',
      answer: 'let them see this till, do not, or cut them off at once',
      control: 'let them control it, or take control back',
      resume: 'after counting: let them see it again',
      hours: 'the hours in which a technician may look with nobody here',
      grant:
        'grant such hours, in place of those there are: as 2026-11-24T22:00/2026-11-25T06:00, or so many nights from tonight on, from 22 to 6 where nothing is said; only an admin can',
      withdraw: 'withdraw all of them',
    },
    operator: '--operator ID asks for their PIN, or takes it by --pin-file FILE or --pin-stdin',
    token:
      '--token-file FILE or TILLWARDEN_TOKEN has the token of this program (tillwarden client add)',
    language:
      'otherwise the language of the till’s configuration, or that of LC_ALL, LC_MESSAGES, LANG',
    json: '--json prints the agent’s answer, without its sentences; --config FILE',
  },
  pinOf: (operatorId) => `PIN of ${operatorId}: `,
  help: {
    none: 'Nobody has asked for help yet.',
    whichOne: 'Which one? Say its number, such as 12; tillwarden help list has them all.',
    nothingSaid: 'What do you want to say? For example: tillwarden help say 12 it works again',
    quoteIt:
      'To ask for help, put what is wrong in quotes: tillwarden help --words "the printer is silent"',
    topics: (known) => `--topic is one of ${known}.`,
    bundled: (path, kilobytes) => `The logs are in ${path} (${kilobytes} kB).`,
  },
  support: {
    nobody: 'Nobody is connected to this till.',
    noControl: {
      paused:
        'Somebody counts here, so nothing is shown. After that let it be seen again, then give control: tillwarden support resume',
      unattended:
        'Nobody had to be here for it, so it is for looking alone. For control have an admin withdraw the hours, then the technician ask again: tillwarden support hours withdraw --operator ID',
      external:
        'Another tool shows the screen and has control already. Only this takes it back: tillwarden support stop',
    },
    whoGrants: 'Say which admin does it: --operator ID.',
    noHours: 'Say which hours: for example --nights 1, or 2026-11-24T22:00/2026-11-25T06:00.',
    bothHours: 'Say either nights or hours, not both.',
    span: (said) =>
      `“${said}” is no span of time: write from/until, such as 2026-11-24T22:00/2026-11-25T06:00.`,
    tooMany: (max) => `At most ${max} spans of time can be granted.`,
    number: (option, min, max) => `${option} is a number from ${min} to ${max}.`,
  },
};
