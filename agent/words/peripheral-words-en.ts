import type { PeripheralErrorWords } from './peripheral-words.ts';

const NOTHING_MOVED = 'No money has moved and nothing has changed.';

export const peripheralWordsEn: PeripheralErrorWords = {
  'sale-over': {
    message: 'This sale is over and opens no drawer any more.',
    safe: 'The sale stands as it ended. The drawer was not opened.',
    action: 'Have an operator open the drawer.',
  },
  'drawer-opened-enough': {
    message: 'This sale has opened a drawer as often as a sale may.',
    safe: 'The sale goes on. The drawer was not opened again.',
    action: 'Have an operator open the drawer.',
  },
  'peripheral-not-found': {
    message: 'There is no such device at this till.',
    safe: NOTHING_MOVED,
    action: 'Look at the list of devices, and at the configuration of the till.',
  },
  'peripheral-not-ready': {
    message: 'The device does not answer.',
    safe: NOTHING_MOVED,
    action: 'Check that it is switched on and plugged in, then try again.',
  },
  'drawer-not-opened': {
    message: 'The order to open may not have reached the drawer.',
    safe: 'It was given once and is not repeated by itself. The sale and the money are untouched.',
    action: 'Look whether the drawer is open; if not, try again or use the key.',
  },
  'peripheral-claimed': {
    message: 'Another program is using this device.',
    safe: 'It goes on undisturbed.',
    action: 'Wait until that program has released the device, or end it.',
  },
  'peripheral-not-claimed': {
    message: 'This program has not claimed the device.',
    safe: NOTHING_MOVED,
    action: 'Claim the device first.',
  },
  'events-not-heard': {
    message: 'This program does not listen to the events of the till.',
    safe: 'The device stays free for others.',
    action: 'Open the event stream, then claim the device.',
  },
  'weight-in-motion': {
    message: 'The scale has not come to rest.',
    safe: 'No weight was taken.',
    action: 'Wait until it is still, then weigh again.',
  },
  'weight-under-zero': {
    message: 'The scale shows less than nothing.',
    safe: 'No weight was taken.',
    action: 'Empty the scale, set it to zero, then weigh again.',
  },
  'weight-over-limit': {
    message: 'There is more on the scale than it can weigh.',
    safe: 'No weight was taken.',
    action: 'Take some off and weigh in parts.',
  },
  'scale-needs-service': {
    message: 'The scale asks to be set to zero, to be calibrated or to be repaired.',
    safe: 'No weight was taken.',
    action: 'Set it to zero; if it asks again, call service.',
  },
};
