import type { ErrorWords } from './error-text.ts';
import { peripheralWordsEn } from './peripheral-words-en.ts';
import { supportWordsEn } from './support-words-en.ts';

const NOTHING_MOVED = 'No money has moved and nothing has changed.';

export const errorWordsEn: ErrorWords = {
  'not-licensed': {
    message: 'This till may not begin new sales: it has no valid licence.',
    safe: 'No new sale was started. A sale under way can be finished, and money can be given back, emptied and counted.',
    action: 'Call the vendor for the licence of this till. Until then, take the money by hand.',
  },
  'sale-in-progress': {
    message: 'The machine is still busy with another sale.',
    safe: 'That sale goes on undisturbed. No new sale was started.',
    action: 'Finish or cancel the sale that is open, then try again.',
  },
  'machine-busy': {
    message: 'The machine is paying out money.',
    safe: NOTHING_MOVED,
    action: 'Wait until it has finished, then try again.',
  },
  'update-beginning': {
    message: 'The till is about to restart with another version of its program.',
    safe: NOTHING_MOVED,
    action: 'Try again in a minute.',
  },
  'no-update-ready': {
    message: 'There is no update ready to be installed.',
    safe: 'Nothing has changed.',
    action: 'See what the update waits for: tillwarden update status.',
  },
  'no-update-ordered': {
    message: 'No update was ever ordered for this till.',
    safe: 'Nothing has changed.',
    action: 'Ask the vendor, or whoever looks after the hub, to roll a release out to it.',
  },
  'no-version-to-go-back-to': {
    message: 'The till cannot go back to another version now.',
    safe: 'Nothing has changed.',
    action:
      'Wait until a sale or an update that is under way has ended. If there is no earlier version on this till, ask the vendor for one.',
  },
  'update-lock-held': {
    message: 'Another program at this till holds updates up.',
    safe: 'Nothing has changed, and its hold ends by itself.',
    action:
      'Wait until it ends, or finish what that program is doing. The update status says which it is.',
  },
  'update-lock-too-long': {
    message: 'Updates cannot be held up for so long.',
    safe: 'Nothing has changed.',
    action: 'Ask for four hours at most, and ask again before they are over.',
  },
  'update-lock-used-up': {
    message: 'This program has held updates up for as long as it may, without a rest.',
    safe: 'Nothing has changed: what it holds now holds until its end.',
    action:
      'Let go and ask again an hour later. Whatever waits is installed meanwhile, in its window.',
  },
  'machine-not-ready': {
    message: 'The machine cannot take cash at the moment.',
    safe: NOTHING_MOVED,
    action: 'Check that it is switched on and plugged in, or take the money by hand.',
  },
  'machine-in-use': {
    message: 'Somebody is using the machine for something else, such as filling or emptying it.',
    safe: NOTHING_MOVED,
    action: 'Finish what was begun at the machine, then try again.',
  },
  'amount-not-payable': {
    message: 'This amount cannot be paid with the coins the machine takes.',
    safe: NOTHING_MOVED,
    action: 'Round the amount to the smallest coin the machine takes, or take the money by hand.',
  },
  'currency-not-accepted': {
    message: 'The machine does not work in this currency.',
    safe: NOTHING_MOVED,
    action: 'Send the amount in the currency of the machine.',
  },
  'idempotency-key-reused': {
    message: 'This key was already used for a sale with other terms.',
    safe: 'The first sale stands as it was. No new sale was started.',
    action: 'Use a new key for each sale, and the same key only to repeat the same request.',
  },
  'sale-not-found': {
    message: 'There is no sale with this number.',
    safe: NOTHING_MOVED,
    action: 'Look the sale up in the list of sales.',
  },
  'sale-already-paid': {
    message: 'This sale is paid and can no longer be cancelled.',
    safe: 'The payment stands, and the change is paid out as usual.',
    action: 'To undo the sale, give the customer a refund.',
  },
  'sale-not-finished': {
    message: 'This sale is not finished yet.',
    safe: NOTHING_MOVED,
    action: 'Wait until it is finished, then confirm it.',
  },
  'debt-not-found': {
    message: 'This amount is not open any more.',
    safe: 'It is settled, or it never existed. Nothing was paid now.',
    action: 'Look at the list of open amounts again.',
  },
  'debt-being-paid': {
    message: 'The machine is already paying this amount.',
    safe: 'It is paid only once.',
    action: 'Wait until the machine has finished. Do not pay it by hand as well.',
  },
  'payout-open': {
    message: 'The machine has not yet told how much it moved out of the place in the details.',
    safe: 'Nothing was booked; the open amount stays on record.',
    action:
      'Connect the device again. If it is out of service for good, count what is left in it and enter that with isDeviceGone.',
  },
  'place-not-found': {
    message: 'The machine has no place with this name for money.',
    safe: 'Nothing was booked.',
    action: 'Use one of the places from the list of counts.',
  },
  'value-not-held-here': {
    message: 'This coin or note does not belong in this place.',
    safe: 'Nothing was booked.',
    action: 'Check the place and the value, then enter it again.',
  },
  'more-than-held': {
    message: 'By the journal, there are not so many of these in this place.',
    safe: 'Nothing was booked.',
    action: 'Count the place first and enter the count, then enter what was taken.',
  },
  'shift-open-already': {
    message: 'A shift is open already.',
    safe: 'It goes on as it was.',
    action: 'Close it first; its number is in the details.',
  },
  'no-shift-open': {
    message: 'No shift is open.',
    safe: 'Nothing was closed.',
    action: 'Open one first.',
  },
  'deposit-in-progress': {
    message: 'The machine is still taking in a deposit.',
    safe: 'The deposit goes on undisturbed. Nothing new was started.',
    action: 'End the deposit that is open, then try again.',
  },
  'deposit-not-found': {
    message: 'There is no deposit with this number.',
    safe: NOTHING_MOVED,
    action: 'Look the deposit up under the number that its start answered with.',
  },
  'deposit-not-fixed': {
    message: 'The deposit still takes cash, so it cannot be ended yet.',
    safe: NOTHING_MOVED,
    action: 'Fix the deposit, wait until it is fixed, then end it.',
  },
  'deposit-fixed': {
    message: 'The deposit is fixed: it takes no more cash.',
    safe: 'What was put in is counted and stays.',
    action: 'End the deposit, and begin another one for more cash.',
  },
  'deposit-ended': {
    message: 'The deposit has been ended already.',
    safe: 'It stays as it was ended; nothing is paid twice.',
    action: 'Read the deposit to see how it was ended.',
  },
  'deposit-end-not-possible': {
    message: 'A deposit for this purpose cannot be ended in this way.',
    safe: NOTHING_MOVED,
    action: 'Use one of the ends that go with the purpose it was begun for, or repay it.',
  },
  'deposit-too-small': {
    message: 'Less was put in than is to be kept.',
    safe: NOTHING_MOVED,
    action: 'Ask for at most what was put in, or repay the deposit and begin again.',
  },
  'not-dispensable': {
    message: 'The machine cannot pay out exactly this.',
    safe: NOTHING_MOVED,
    action: 'Ask for other pieces or for less, or fill the machine first.',
  },
  'nothing-to-move': {
    message: 'There is nothing there that could be moved.',
    safe: NOTHING_MOVED,
    action: 'Look at the counts, and at the start floats that are set.',
  },
  'cannot-collect': {
    message: 'This device cannot move money into a cashbox by itself.',
    safe: NOTHING_MOVED,
    action: 'Take the money out by hand and enter what was taken.',
  },
  'machine-cannot': {
    message: 'The cash machine has no way to do this.',
    safe: NOTHING_MOVED,
    action: 'Do it at the machine itself, or in another way.',
  },
  'operation-not-found': {
    message: 'There is no operation with this number.',
    safe: NOTHING_MOVED,
    action: 'Look it up in the list of operations.',
  },
  'operation-not-finished': {
    message: 'The operation has not ended yet.',
    safe: NOTHING_MOVED,
    action: 'Wait until it has ended, then confirm it.',
  },
  'cassette-out': {
    message: 'This cassette is out of the machine already.',
    safe: 'What left with it is on record, under the number in the details.',
    action: 'Put a cassette in and enter it first.',
  },
  'cassette-not-out': {
    message: 'By the journal, this cassette is in the machine.',
    safe: 'Nothing was booked.',
    action: 'Enter its removal first.',
  },
  'operator-needed': {
    message: 'This needs somebody who is signed in at the till.',
    safe: NOTHING_MOVED,
    action: 'Sign in with your PIN, then try again.',
  },
  'operator-session-ended': {
    message: 'You are no longer signed in.',
    safe: NOTHING_MOVED,
    action: 'Sign in with your PIN, then try again.',
  },
  'right-missing': {
    message: 'Your role does not allow this.',
    safe: NOTHING_MOVED,
    action: 'Ask somebody whose role does, or an admin to give yours the right.',
  },
  'sign-in-failed': {
    message: 'Name and PIN do not belong together.',
    safe: 'Nobody was signed in. Sales go on.',
    action: 'Try again. After five wrong PINs you have to wait.',
  },
  'operator-locked': {
    message: 'After too many wrong PINs nobody can sign in with this name for a while.',
    safe: 'Nobody was signed in. Sales go on.',
    action: 'Wait, or ask an admin to unlock it. Starting the till again does not shorten it.',
  },
  'sign-in-limited': {
    message: 'Too many wrong PINs were entered at this till program.',
    safe: 'Nobody was signed in. Sales go on.',
    action: 'Wait for a few minutes, then try again.',
  },
  'operators-unusable': {
    message: 'The list of the people who work here cannot be read.',
    safe: 'Sales go on. Nobody can sign in until it is put right.',
    action: 'Have an admin look at the operators’ file of this till; its log says what is wrong.',
  },
  'operator-not-found': {
    message: 'Nobody here has this name.',
    safe: 'Nothing was changed.',
    action: 'Use one of the names from the list of operators.',
  },
  'operator-exists': {
    message: 'Somebody here already has this name.',
    safe: 'Nothing was changed.',
    action: 'Choose another one. A name that was disabled stays taken, as the journal knows it.',
  },
  'operators-full': {
    message: 'There are as many people in the list as fit in it.',
    safe: 'Nothing was changed.',
    action: 'Call support.',
  },
  'pin-unfit': {
    message: 'This PIN is too easy to guess.',
    safe: 'The PIN is as it was.',
    action:
      'Choose 4 to 12 digits that are not all the same, no row such as 1234, no pattern that repeats and not the name.',
  },
  'last-admin': {
    message: 'This is the last admin who can sign in.',
    safe: 'Nothing was changed.',
    action: 'Make somebody else an admin first.',
  },
  unauthorised: {
    message: 'The access token is missing or wrong.',
    safe: 'Nothing was read or changed.',
    action: 'Send the token of a registered client as “Authorization: Bearer …”.',
  },
  'forbidden-host': {
    message: 'The request was addressed to another computer name.',
    safe: 'Nothing was read or changed.',
    action: 'Use localhost, 127.0.0.1 or [::1] with the port of this till.',
  },
  'forbidden-origin': {
    message: 'Another website tried to reach this till.',
    safe: 'Nothing was read or changed.',
    action: 'Only the till’s own page may do this from a browser.',
  },
  'not-found': {
    message: 'There is nothing at this address.',
    safe: 'Nothing was changed.',
    action: 'Check the address. All of them are listed in /v1/openapi.json.',
  },
  'method-not-allowed': {
    message: 'This address does not take this kind of request.',
    safe: 'Nothing was changed.',
    action: 'Use one of the methods named in the Allow header.',
  },
  'invalid-request': {
    message: 'The request is not complete or not correct.',
    safe: 'Nothing was changed.',
    action: 'Correct what is listed in the details, then send it again.',
  },
  'body-too-large': {
    message: 'The request is too large.',
    safe: 'Nothing was changed.',
    action: 'Send only the fields that are described in /v1/openapi.json.',
  },
  'unsupported-media-type': {
    message: 'The request is not in JSON.',
    safe: 'Nothing was changed.',
    action: 'Send JSON with “Content-Type: application/json”.',
  },
  'websocket-expected': {
    message: 'This address is for WebSocket connections only.',
    safe: 'Nothing was changed.',
    action: 'Connect with a WebSocket, or read /v1/status.',
  },
  'page-not-built': {
    message: 'The cashier page has not been built yet.',
    safe: 'The till works without the page.',
    action: 'Build it with “npm run build:pages”, then restart.',
  },
  'machine-occupied': {
    message: 'The machine is held for another program.',
    safe: 'What that program does goes on undisturbed. Nothing was started.',
    action: 'Wait until it is released, or ask again with a longer time to wait.',
  },
  'not-claimed': {
    message: 'This program does not hold the machine.',
    safe: 'Nothing was changed.',
    action: 'Nothing is to be done: the machine is not held for this program.',
  },
  'claim-not-held': {
    message: 'The machine is not held by the program that was named.',
    safe: 'Nothing was changed, and no program has lost the machine.',
    action: 'Look who holds it now, and decide again.',
  },
  'changer-disabled': {
    message: 'The cash changer is not enabled.',
    safe: 'No money has moved and nothing has changed.',
    action: 'Set DeviceEnabled first.',
  },
  overloaded: {
    message: 'Too many requests are waiting.',
    safe: 'This request was not carried out.',
    action: 'Wait a second and try again with the same key.',
  },
  stopping: {
    message: 'The till program is stopping.',
    safe: 'All money that was inserted is recorded. This request was not carried out.',
    action: 'Try again with the same key when the program is back.',
  },
  internal: {
    message: 'Something went wrong inside the till program.',
    safe: 'All money that was inserted is recorded.',
    action: 'Ask for the state of the sale before you do anything else. If it stays, call support.',
  },
  ...peripheralWordsEn,
  ...supportWordsEn,
};
