import { connect } from 'node:tls';
import { pinsOf } from './certificate-pin.ts';
import type { Clock } from './clock.ts';

/** Which certificate stands at an address. Its pins are what a person compares with the machine. */
export type ShownCertificate =
  | {
      readonly kind: 'shown';
      readonly certificate: string;
      readonly publicKey: string;
      readonly validTo: string;
    }
  /** By the system's code, such as `ECONNREFUSED`, or `timeout`. */
  | { readonly kind: 'none'; readonly reason: string };

export interface TlsAddress {
  readonly host: string;
  readonly port: number;
}

const LIMIT_MS = 5_000;

/** Shakes hands and hangs up: nothing is asked and nothing said. */
export async function shownCertificate(
  { host, port }: TlsAddress,
  clock: Pick<Clock, 'startTimer'>,
): Promise<ShownCertificate> {
  const { promise, resolve } = Promise.withResolvers<ShownCertificate>();
  const none = (reason: string): void => resolve({ kind: 'none', reason });
  // Whether it is the right one is for a person to say, so no authority is asked.
  const socket = connect({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  const timer = clock.startTimer(LIMIT_MS, () => none('timeout'));
  socket.once('secureConnect', () => {
    const seen = socket.getPeerX509Certificate();
    if (seen === undefined) none('no-certificate');
    else resolve({ kind: 'shown', ...pinsOf(seen.raw), validTo: seen.validTo });
  });
  socket.on('error', (cause) => none('code' in cause ? String(cause.code) : cause.message));
  socket.once('close', () => none('closed'));
  const shown = await promise;
  timer.cancel();
  socket.destroy();
  return shown;
}
