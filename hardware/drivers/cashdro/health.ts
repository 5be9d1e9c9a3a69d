import type { DeviceState } from '../../kit/device.ts';
import { refusalOf, type Heard } from './machine.ts';

/**
 * What one question says of the machine's state. `occupied`: somebody else's operation runs;
 * `other-currency`: it knows no piece of the one it is configured with.
 */
export function stateAfter(
  heard:
    | { readonly kind: 'said' | 'occupied' | 'other-currency' }
    | Exclude<Heard<unknown>, { kind: 'said' }>,
): DeviceState {
  switch (heard.kind) {
    case 'said':
      return { kind: 'up' };
    case 'occupied':
      return {
        kind: 'fault',
        code: 'occupied',
        detail: 'an operation of somebody else runs on it',
      };
    case 'other-currency':
      return {
        kind: 'fault',
        code: 'wrong-currency',
        detail: 'it has no coin or note of the currency in its configuration',
      };
    case 'refused':
      return { kind: 'fault', code: refusalOf(heard.code), detail: 'the machine says no' };
    case 'silent':
      return silent(heard.reason, heard.detail);
  }
}

function silent(reason: string, detail: string): DeviceState {
  switch (reason) {
    case 'no-pin': {
      const how = 'compare with the machine, then enter one of them as the pin of its transport';
      return { kind: 'fault', code: reason, detail: `${detail}; ${how}` };
    }
    case 'pin-mismatch':
      return { kind: 'fault', code: reason, detail: `not the machine that was pinned: ${detail}` };
    default:
      return { kind: 'down', reason: detail === '' ? reason : `${reason}: ${detail}` };
  }
}
