import type { DeviceState } from '../../kit/device.ts';

/** Why the talk with a unit ended; it starts anew with a synchronisation. */
type LossCode = 'link-down' | 'no-answer' | 'key-lost' | 'out-of-step' | 'unit-reset' | 'refused';

/** Why a unit is not to be used as it stands. */
type FaultCode =
  | 'bad-setup'
  | 'encryption-required'
  | 'key-exchange-refused'
  | 'protocol-refused'
  | 'unit-swapped'
  | 'unknown-event'
  | 'value-missing'
  | 'wrong-currency'
  | 'wrong-serial'
  | 'wrong-unit';

export class UnitError extends Error {
  override readonly name = 'UnitError';
  readonly code: LossCode | FaultCode;
  /** Whether the command under way may have reached the unit. */
  readonly isWritten: boolean;

  constructor(code: LossCode | FaultCode, detail: string, isWritten = true) {
    super(detail);
    this.code = code;
    this.isWritten = isWritten;
  }

  /** How the devices of the unit look while it is so. */
  get state(): DeviceState {
    switch (this.code) {
      case 'link-down':
      case 'no-answer':
      case 'key-lost':
      case 'out-of-step':
      case 'unit-reset':
        return { kind: 'down', reason: this.code };
      case 'refused':
      case 'bad-setup':
      case 'encryption-required':
      case 'key-exchange-refused':
      case 'protocol-refused':
      case 'unit-swapped':
      case 'unknown-event':
      case 'value-missing':
      case 'wrong-currency':
      case 'wrong-serial':
      case 'wrong-unit':
        return { kind: 'fault', code: this.code, detail: this.message };
    }
  }
}
