import { TransportError, type TransportErrorCode } from './transport-error.ts';

/** Why a serial port could not be opened, as whoever opens it is told. */
export function serialOpenError(cause: unknown): TransportError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new TransportError(openErrorCode(message), message, { cause });
}

/** The bindings put the system's words into the message and give no code, so the words decide. */
function openErrorCode(message: string): TransportErrorCode {
  if (message.includes('Cannot lock port')) return 'locked';
  if (message.includes('No such file or directory')) return 'not-found';
  if (message.includes('Permission denied')) return 'access-denied';
  return 'open-failed';
}
