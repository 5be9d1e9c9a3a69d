import { ccnetCodec } from './drivers/ccnet/codec.ts';
import { cctalkCodec, cctalkCrcCodec } from './drivers/cctalk/codec.ts';
import { ebdsCodec } from './drivers/ebds/codec.ts';
import { escposDrawerCodec } from './drivers/escpos-drawer/codec.ts';
import { id003Codec } from './drivers/id003/codec.ts';
import { sspCodec } from './drivers/ssp/codec.ts';
import type { FrameCodec } from './kit/codec.ts';

/** Every protocol whose frames can be shown as JSON: one import and one line each. */
export const codecs: readonly FrameCodec[] = [
  cctalkCodec,
  cctalkCrcCodec,
  ccnetCodec,
  ebdsCodec,
  escposDrawerCodec,
  id003Codec,
  sspCodec,
];
