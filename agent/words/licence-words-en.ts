import type { LicenceWords } from './licence-text.ts';

const KEPT = 'The licence this till had before stays in force.';
const ASK_AGAIN = 'Ask the vendor to send the licence again, as a file or from the hub.';
const FETCH_AGAIN =
  'Copy or fetch the file once more. If that does not help, ask the vendor for it.';

export const licenceWordsEn: LicenceWords = {
  demo: {
    title: 'DEMO',
    text: 'This installation uses demonstration keys. Its licences prove nothing.',
  },
  noTrust: {
    title: 'This installation is not complete',
    text: 'The file that says whose licences count here is missing or damaged, so no licence can be checked. Call the vendor.',
  },
  unlicensed: (daysLeft) => ({
    title: 'No licence yet',
    text: `Selling works as usual for ${daysLeft} more ${daysLeft === 1 ? 'day' : 'days'} of running time. Ask the vendor for the licence of this till.`,
  }),
  graceOver: {
    title: 'No licence: no new sales',
    text: 'The time to activate this till is over. A sale under way can be finished, money can be given back, emptied and counted. Call the vendor for the licence.',
  },
  heldRefused: (reason) => ({
    title: 'The licence of this till does not count any more',
    text: `${reason} Ask the vendor for a new one.`,
  }),
  active: (lastCoveredDay) => ({
    title: 'Licence in order',
    text: `Maintenance covers this till up to and including ${lastCoveredDay}.`,
  }),
  lapsedReinstatable: (lastCoveredDay, newLicenceFrom) => ({
    title: 'Maintenance has ended',
    text: `Selling goes on as usual. The last covered day was ${lastCoveredDay}; help is charged for. Before ${newLicenceFrom} maintenance can be taken up again: ask the vendor.`,
  }),
  lapsedNewLicence: (lastCoveredDay) => ({
    title: 'Maintenance ended long ago',
    text: `Selling goes on as usual. The last covered day was ${lastCoveredDay}; for maintenance and new versions it takes a new licence. Ask the vendor for an offer.`,
  }),
  revoked: {
    title: 'Licence withdrawn: no new sales',
    text: 'The vendor has withdrawn the licence of this till. A sale under way can be finished, money can be given back, emptied and counted. Call the vendor.',
  },
  clock: {
    'battery-dead': {
      title: 'The clock has lost the time',
      text: 'Selling goes on as usual. The battery on the computer’s board is probably empty: have it replaced, and set the date and time.',
    },
    behind: {
      title: 'The clock is behind',
      text: 'Selling goes on as usual. Check the date and time of this computer; new versions wait until the hub has confirmed the time.',
    },
    ahead: {
      title: 'The clock is ahead',
      text: 'Selling goes on as usual. The hub’s time is earlier: check the date and time of this computer.',
    },
  },
  rebindNeeded: {
    title: 'The licence was issued for another computer',
    text: 'Selling, giving money back and counting go on as usual; there are no new versions meanwhile. Too few parts of this computer are those of the licence. If parts were replaced or the till was moved, ask the vendor to bind the licence to this computer, or for a code to enrol the till again.',
  },
  binding: {
    unbound: 'The licence is bound to no computer.',
    parts: (matched, named, needed) =>
      `Of ${named} parts of the computer that the licence names, ${matched} are here; it takes ${needed}.`,
    drifted:
      'Parts of this computer were changed, and the licence holds. The hub binds it to the parts there are now by itself; without a hub, ask the vendor for a new licence file before more parts are changed.',
  },
  refusals: {
    malformed: {
      message: 'This is not a licence file, or it is damaged.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    oversize: {
      message: 'This file is too large to be a licence.',
      safe: KEPT,
      action: 'Choose the file that the vendor has sent.',
    },
    'non-canonical-base64': {
      message: 'The text of this licence was changed on its way.',
      safe: KEPT,
      action: FETCH_AGAIN,
    },
    'bad-algorithm': {
      message: 'This licence is signed in a way that is not accepted.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'unknown-critical-header': {
      message: 'This licence demands something that this version does not know.',
      safe: KEPT,
      action: 'Ask the vendor whether this till needs a newer version first.',
    },
    'unexpected-header': {
      message: 'This licence carries information that no licence has.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-type': {
      message: 'This is a signed file, but not a licence of a kind known here.',
      safe: KEPT,
      action: 'Choose the licence file, or ask the vendor whether this till needs a newer version.',
    },
    tampered: {
      message: 'The content of this licence was changed after it was signed.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'uncertified-key': {
      message: 'This licence was not signed by the vendor of this installation.',
      safe: KEPT,
      action: 'Ask the vendor; do not use this file.',
    },
    'wrong-role': {
      message: 'This licence was signed with a key that is not for licences.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'certificate-outside-validity': {
      message: 'This licence was signed outside the time for which its key was certified.',
      safe: KEPT,
      action: 'Ask the vendor to issue it again with a key that is certified now.',
    },
    'wrong-key-epoch': {
      message: 'The number of this licence does not fit the key it was signed with.',
      safe: KEPT,
      action: ASK_AGAIN,
    },
    'wrong-nonce': {
      message: 'This is the answer to another question.',
      safe: KEPT,
      action: 'Try again; if it stays so, check the connection to the hub.',
    },
    'wrong-station': {
      message: 'This licence is for another till.',
      safe: KEPT,
      action: 'Choose the file for this till, or ask the vendor for it.',
    },
    'older-generation': {
      message: 'This licence is older than the one this till has.',
      safe: KEPT,
      action: 'Use the newest file from the vendor.',
    },
    'generation-reused': {
      message: 'Two different licences have the same number.',
      safe: KEPT,
      action: 'Ask the vendor to issue the licence again under a new number.',
    },
  },
};
