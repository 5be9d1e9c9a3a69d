import type { SupportErrorWords } from './support-words.ts';

export const supportWordsEn: SupportErrorWords = {
  'ticket-not-found': {
    message: 'There is no request for help with this number.',
    safe: 'Nothing has changed.',
    action: 'Look at the list of requests for help.',
  },
  'ticket-ended': {
    message: 'This request for help is over.',
    safe: 'It stays as it is, with all that was said.',
    action: 'Ask for help anew.',
  },
  'no-session': {
    message: 'Nobody is connected to this till from outside, or the time to say yes has run out.',
    safe: 'Nobody sees this till.',
    action: 'If you still need the technician, have them ask again.',
  },
  'code-not-typed': {
    message: 'The technician has not typed the right code yet.',
    safe: 'Nobody sees this till.',
    action: 'Read the code on the screen out to the technician, then say yes.',
  },
  'session-not-live': {
    message: 'No technician is connected at the moment.',
    safe: 'Nobody sees this till.',
    action: 'Nothing needs to be done.',
  },
  'session-not-paused': {
    message: 'The technician’s view is not paused.',
    safe: 'Nothing has changed.',
    action: 'Nothing needs to be done.',
  },
  'control-not-possible': {
    message: 'The technician can look at this till, but cannot be given control in this session.',
    safe: 'The session goes on as it was.',
    action:
      'If the technician has to click, end the session and have them ask for one with the screen.',
  },
  'windows-invalid': {
    message: 'These hours cannot be granted.',
    safe: 'The hours that were granted before still stand.',
    action:
      'Grant at most 20 spans of time, each of at most 24 hours, none in the past and none later than in 60 days.',
  },
  'remote-control-on': {
    message: 'The technician had control of this till, so this was not done.',
    safe: 'No money has moved. Control has been taken back.',
    action: 'If you want it yourself, ask for it again.',
  },
  'control-suspended': {
    message: 'The technician had control of this till, so the PIN was not looked at.',
    safe: 'Control has been taken back. Nobody was signed in.',
    action: 'Type your PIN again now.',
  },
  'pin-needed-again': {
    message: 'A technician has had control of this till since you signed in.',
    safe: 'No money has moved.',
    action: 'Sign in again with your PIN, then ask for it again.',
  },
};
