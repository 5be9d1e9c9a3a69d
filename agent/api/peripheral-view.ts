import { detailOf } from '../shell/machine.ts';
import type { PeripheralStatus } from '../shell/peripheral-status.ts';
import type { PeripheralEvent } from '../shell/peripherals.ts';
import type { PeripheralMessage, PeripheralView } from './peripheral-schema.ts';

export function peripheralView({ device, kind, state, drawer }: PeripheralStatus): PeripheralView {
  const view = { device, kind, state: state.kind, detail: detailOf(state) };
  return drawer === undefined ? view : { ...view, drawer };
}

/** An event as its program is told of it. */
export function peripheralMessage(event: PeripheralEvent): PeripheralMessage {
  const { device } = event;
  switch (event.kind) {
    case 'scan': {
      const { data, aim = null } = event.scan;
      const dataBase64 = Buffer.from(data).toString('base64');
      const symbology = aim === null ? null : (SYMBOLOGIES[aim.charAt(1)] ?? null);
      return { kind: 'scan', device, dataBase64, text: textOf(data), aim, symbology };
    }
    case 'swipe':
      return { kind: 'swipe', device, tracks: event.tracks };
    case 'drawer':
      return { kind: 'drawer', device, state: event.isOpen ? 'open' : 'closed' };
  }
}

/** By the code character of the AIM identifier (ISO/IEC 15424). */
const SYMBOLOGIES: Readonly<Record<string, string>> = {
  A: 'code-39',
  C: 'code-128',
  E: 'ean-upc',
  e: 'gs1-databar',
  F: 'codabar',
  G: 'code-93',
  I: 'interleaved-2-of-5',
  L: 'pdf417',
  d: 'data-matrix',
  Q: 'qr-code',
  U: 'maxicode',
  z: 'aztec',
};

function textOf(data: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return null;
  }
}
