import type { Decoder } from '../../hardware/kit/framing.ts';
import type { BillRig, BillRigFacts } from '../../hardware/kit/bill-rig.ts';
import {
  decodeFrame as decodeCcnet,
  FRAME_MAX_BYTES as CCNET_MAX_BYTES,
} from '../../hardware/drivers/ccnet/frame.ts';
import { createBillToBillRig, createCcnetRig } from '../../hardware/drivers/ccnet/rig.ts';
import {
  decodeFrame as decodeEbds,
  FRAME_MAX_BYTES as EBDS_MAX_BYTES,
} from '../../hardware/drivers/ebds/frame.ts';
import { createEbdsRig } from '../../hardware/drivers/ebds/rig.ts';
import {
  decodeFrame as decodeId003,
  FRAME_MAX_BYTES as ID003_MAX_BYTES,
} from '../../hardware/drivers/id003/frame.ts';
import { createId003Rig } from '../../hardware/drivers/id003/rig.ts';

export interface BillFamily {
  readonly family: string;
  /** The protocol it speaks. */
  readonly protocol: string;
  readonly decode: Decoder<unknown>;
  readonly frameMaxBytes: number;
  readonly createRig: (facts: BillRigFacts, changes?: object) => BillRig;
  /** A reason for which the validator gives a note back, in its own number, and its incident. */
  readonly rejection: { readonly reason: number; readonly code: string };
  /** After a loss of power the value of a note behind the escrow is still told. */
  readonly tellsAfterPowerCut: boolean;
}

/** Every driver of bill validators with escrow: one line each, and the same suite for all. */
export const billFamilies: readonly BillFamily[] = [
  {
    family: 'ccnet',
    protocol: 'ccnet',
    decode: decodeCcnet,
    frameMaxBytes: CCNET_MAX_BYTES,
    createRig: createCcnetRig,
    rejection: { reason: 0x65, code: 'note-rejected-identification' },
    tellsAfterPowerCut: true,
  },
  {
    family: 'bill-to-bill',
    protocol: 'ccnet',
    decode: decodeCcnet,
    frameMaxBytes: CCNET_MAX_BYTES,
    createRig: createBillToBillRig,
    rejection: { reason: 0x65, code: 'note-rejected-identification' },
    tellsAfterPowerCut: true,
  },
  {
    family: 'id003',
    protocol: 'id003',
    decode: decodeId003,
    frameMaxBytes: ID003_MAX_BYTES,
    createRig: createId003Rig,
    rejection: { reason: 0x76, code: 'note-rejected-denomination' },
    tellsAfterPowerCut: false,
  },
  {
    family: 'ebds',
    protocol: 'ebds',
    decode: decodeEbds,
    frameMaxBytes: EBDS_MAX_BYTES,
    createRig: createEbdsRig,
    rejection: { reason: 0, code: 'note-rejected' },
    tellsAfterPowerCut: true,
  },
];
