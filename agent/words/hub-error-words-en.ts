import type { HubErrorWords } from './hub-error-text.ts';

const NOTHING_CHANGED = 'Nothing has changed.';

export const hubErrorWordsEn: HubErrorWords = {
  'signed-out': {
    message: 'You are not signed in, or no longer.',
    safe: NOTHING_CHANGED,
    action: 'Sign in and try again.',
  },
  'sign-in-refused': {
    message: 'Name and password do not fit together.',
    safe: 'Nobody was signed in.',
    action: 'Check both. If you have forgotten the password, ask an admin for a new one.',
  },
  'too-many-attempts': {
    message: 'There were too many attempts to sign in.',
    safe: 'Nobody was signed in, and this attempt was not looked at.',
    action: 'Wait a while, then try again.',
  },
  forbidden: {
    message: 'Your role does not include this.',
    safe: NOTHING_CHANGED,
    action: 'Ask an admin of the vendor to do it.',
  },
  'foreign-request': {
    message: 'This request did not come from the hub’s own page.',
    safe: NOTHING_CHANGED,
    action: 'Reload the page and try again.',
  },
  'not-found': {
    message: 'There is nothing like that here.',
    safe: NOTHING_CHANGED,
    action: 'Look it up in the list. If it belongs to another site, ask an admin.',
  },
  'name-taken': {
    message: 'Somebody already has this name.',
    safe: 'No user was added.',
    action: 'Choose another name.',
  },
  'last-admin': {
    message: 'This is the last admin who can sign in.',
    safe: NOTHING_CHANGED,
    action: 'Make somebody else an admin first.',
  },
  'password-unfit': {
    message: 'This password cannot be used.',
    safe: NOTHING_CHANGED,
    action: 'Choose one of 12 to 256 characters that is not the name. A few words are fine.',
  },
  'plan-unfit': {
    message: 'This is no contract plan that these tills would take.',
    safe: 'Nothing was sent, and nothing was kept.',
    action: 'Have the vendor sign the plan, under a version of its own.',
  },
  'licence-unfit': {
    message: 'This is no licence, or not one for this till.',
    safe: 'Nothing was sent.',
    action: 'Choose the file that was issued for this till.',
  },
  'plan-refuses': {
    message: 'The rules of the contract do not allow this as it was asked.',
    safe: 'Nothing was changed or issued.',
    action: 'Look at the reasons that are given, and supply what is missing.',
  },
  'trust-missing': {
    message: 'This hub knows no vendor’s keys and sends no licences.',
    safe: 'Nothing was sent.',
    action: 'Start the hub with its trust file.',
  },
  'issuer-key-missing': {
    message: 'This hub has no key to issue licences with at present.',
    safe: 'No code was made.',
    action: 'Make the code without a licence, and send the licence later.',
  },
  'zone-unknown': {
    message: 'There is no such time zone.',
    safe: 'No code was made.',
    action: 'Give its name in full, such as Europe/Madrid.',
  },
  'line-still-bad': {
    message: 'This line is still not good, and stays set aside.',
    safe: 'It is kept, and counts in no total.',
    action:
      'Update the hub if it does not understand the line yet. Otherwise find out what has changed the line.',
  },
  'line-forked': {
    message: 'Another line has the place of this one.',
    safe: 'Its own line came in under the branch that forked off, and counts there.',
    action: 'Look at the branches of the journal, and explain the fork.',
  },
  'invalid-request': {
    message: 'Something in this request is missing or wrong.',
    safe: NOTHING_CHANGED,
    action: 'Check what was entered.',
  },
  'body-too-large': {
    message: 'That is too much at once.',
    safe: NOTHING_CHANGED,
    action: 'Send less.',
  },
  'unsupported-media-type': {
    message: 'The hub takes JSON only.',
    safe: NOTHING_CHANGED,
    action: 'Send it as application/json.',
  },
  'page-not-built': {
    message: 'This hub was installed without its page.',
    safe: 'Tills connect and send as usual.',
    action: 'Build the page and start the hub again.',
  },
  overloaded: {
    message: 'The hub has too much to do right now.',
    safe: NOTHING_CHANGED,
    action: 'Try again in a moment.',
  },
  stopping: {
    message: 'The hub is stopping.',
    safe: NOTHING_CHANGED,
    action: 'Try again once it is back.',
  },
  internal: {
    message: 'The hub has made a mistake.',
    safe: 'What tills have sent is safe. Whether this was carried out is not certain.',
    action: 'Look at what the page shows now. If it happens again, look into the hub’s log.',
  },
  'balance-short': {
    message: 'The balance does not reach.',
    safe: 'Nothing was taken from it.',
    action: 'Order a pack or top the balance up, then try again.',
  },
  'id-taken': {
    message: 'Something else was sent under this number before.',
    safe: 'What was sent first stands as it was, and this was not done.',
    action:
      'Look at what is there now. If this is still needed, begin it anew: it then has a number of its own.',
  },
  'ticket-settled': {
    message: 'This ticket is settled already.',
    safe: 'What was settled stands as it was.',
    action: 'Give the settlement back first if it was wrong.',
  },
  'ticket-unknown': {
    message: 'Nothing is set aside or settled for this ticket.',
    safe: 'The balance is as it was.',
    action: 'Look at the statement for the number of the ticket.',
  },
  'lease-ended': {
    message: 'This allowance has ended.',
    safe: 'The balance is as it was.',
    action: 'Look at the list of allowances for one that is open.',
  },
  'contract-missing': {
    message: 'No contract in force speaks of this balance.',
    safe: 'Nothing was credited or charged.',
    action: 'Enter the contract of the customer first, with its tills.',
  },
  'contract-ambiguous': {
    message: 'Several contracts speak of this balance.',
    safe: 'Nothing was credited or charged.',
    action: 'Say which contract it is for.',
  },
  'pack-unknown': {
    message: 'The plan of this customer has no such pack.',
    safe: 'Nothing was credited or charged.',
    action: 'Choose one of the packs of the plan.',
  },
  'date-ahead': {
    message: 'That day or term has not begun.',
    safe: 'Nothing was credited or charged.',
    action: 'Choose a day that is not after today, or wait for the term.',
  },
  'lease-key-missing': {
    message: 'This hub has no key to sign allowances with at present.',
    safe: 'Nothing was taken from the balance or sent.',
    action: 'Start the hub with an issuer key that is valid.',
  },
  'station-revoked': {
    message: 'This till is revoked and is sent nothing any more.',
    safe: 'Nothing was taken from the balance or sent.',
    action: 'Give the till a new key first, or write the allowance off.',
  },
  'nothing-to-export': {
    message: 'Everything of this period is exported already.',
    safe: 'Earlier exports are as they were.',
    action: 'Fetch an earlier export by its number.',
  },
  'book-unfit': {
    message: 'This does not fit the books.',
    safe: NOTHING_CHANGED,
    action: 'Look at what is wrong with which field, and change it.',
  },
  'case-decided': {
    message: 'This case has been decided.',
    safe: 'The decision and its reason stay as they were.',
    action: 'Open another case.',
  },
  'rollout-unfit': {
    message: 'That cannot be done to this rollout.',
    safe: 'No till is told anything else because of it.',
    action:
      'Look at the reason: whoever wrote it cannot approve it, and a release that was withdrawn does not go out any more.',
  },
  'ticket-ended': {
    message: 'This ticket is closed.',
    safe: 'What was booked for it stays as it was.',
    action: 'Open another one if there is more to do.',
  },
  'no-till': {
    message: 'Nobody at a till has asked for this.',
    safe: 'Nothing was sent to any till.',
    action: 'Open a session from a ticket that came from a till.',
  },
  'till-offline': {
    message: 'The till is not connected.',
    safe: 'Nothing was sent to it, and nobody there was asked.',
    action: 'Call the shop: its line to the network is down, or the till is off.',
  },
  'second-session': {
    message: 'Another technician is at this till, or has asked for it.',
    safe: 'Their session goes on, and nobody at the till was asked again.',
    action: 'Wait until it is over, or talk to them.',
  },
  'contract-refuses': {
    message: 'The contract does not cover a session now.',
    safe: 'Nobody at the till was asked, and nothing is charged.',
    action: 'Look at the decision: it says when, or what is needed first.',
  },
  'session-open': {
    message: 'A session at the till for this ticket is not over.',
    safe: 'Nothing was booked.',
    action: 'Stop the session first: what it lasted is charged with the rest.',
  },
  'session-over': {
    message: 'This session is over.',
    safe: 'The till sends nothing any more.',
    action: 'Ask for another one if there is more to do.',
  },
  'work-open': {
    message: 'This ticket is that of a work order.',
    safe: 'Nothing was booked.',
    action: 'Close the work order as done: the ticket is solved with it.',
  },
  'work-ended': {
    message: 'This work order is closed.',
    safe: 'Nothing was changed.',
    action: 'Make another work order if there is more to do.',
  },
  'work-begun': {
    message: 'Time was worked on this order already.',
    safe: 'Nothing was cancelled, and the time stays.',
    action: 'Close it as done, so that the time is charged as agreed.',
  },
  'checklist-open': {
    message: 'Something on the check list is not done yet.',
    safe: 'The order stays open, and nothing was booked.',
    action: 'Do what is left and tick it off, then close the order.',
  },
  'checklist-order': {
    message: 'This list is done in its order.',
    safe: 'Nothing was ticked.',
    action: 'Do what stands above it first; an update begins with the backup.',
  },
  'slot-taken': {
    message: 'This time is not free.',
    safe: 'Nobody’s time was changed.',
    action: 'Choose another of the free times.',
  },
  'slot-past': {
    message: 'This time has passed.',
    safe: 'Nothing was planned.',
    action: 'Choose a time that is still to come.',
  },
  'too-soon': {
    message: 'The contract wants more time between the request and the visit.',
    safe: 'Nothing was planned, and the time is still free.',
    action: 'Choose a later time; the first that keeps the lead time is in the details.',
  },
  'technician-busy': {
    message: 'The technician has something else at this time.',
    safe: 'Nothing was changed.',
    action: 'Choose another time, or another technician.',
  },
  'planned-already': {
    message: 'This ticket has a time already.',
    safe: 'It keeps that time.',
    action: 'Free it first if it is to have another.',
  },
  'vault-key-missing': {
    message: 'This hub has no key for its vault.',
    safe: 'Nothing was written or read.',
    action: 'Make one with tillwarden hub vault init, and start the hub with --vault-key.',
  },
  'vault-key-wrong': {
    message: 'The vault key is not the one this was sealed with.',
    safe: 'It stays sealed; nothing was read or changed.',
    action: 'Start the hub with the right key file, or put its backup back.',
  },
  'vault-changed': {
    message: 'Somebody has changed this entry in the meantime.',
    safe: 'Nothing was written or removed.',
    action: 'Look at what is there now, and then decide again.',
  },
  'webhook-unfit': {
    message: 'The hub does not send to this address.',
    safe: 'Nothing was changed.',
    action:
      'Give an https address outside private networks, or have the hub started with --webhook-allow.',
  },
  'notice-undecided': {
    message: 'No contract has decided that this ends anything.',
    safe: 'The contract is as it was.',
    action: 'See what was decided on the ticket, and that its customer is known.',
  },
};
