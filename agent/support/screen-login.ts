/** The till's connection to the VNC server on its own loopback: to nothing else, whatever anybody says. */
import { connect, type Socket } from 'node:net';
import type { Clock } from '../../hardware/kit/clock.ts';
import { rfbLogin, type LoginFault } from './rfb-login.ts';
import { RfbTalk } from './rfb-talk.ts';

const LOOPBACK = '127.0.0.1';
const LOGIN_TIMEOUT_MS = 10_000;

/** Where the screen is shown; the password is nobody else's business. */
export interface ScreenPlace {
  readonly port: number;
  readonly password: () => string | undefined;
}

export type ScreenFault = LoginFault | 'unreachable' | 'silent' | 'password-unreadable';

export type ScreenLogin =
  | {
      readonly kind: 'logged-in';
      readonly serverInit: Buffer;
      /** What came after it already. */
      readonly rest: Buffer;
    }
  | { readonly kind: 'failed'; readonly fault: ScreenFault };

export function connectScreen({ port }: ScreenPlace): Socket {
  return connect({ host: LOOPBACK, port, noDelay: true });
}

/** Logs in; the socket is paused when it resolves, and destroyed where that has failed. */
export function logIn(socket: Socket, place: ScreenPlace, clock: Clock): Promise<ScreenLogin> {
  const password = passwordOf(place);
  if (password === 'unreadable') {
    socket.destroy();
    return Promise.resolve({ kind: 'failed', fault: 'password-unreadable' });
  }
  return new Promise((resolve) => {
    const talk = new RfbTalk(rfbLogin(password.text));
    const timer = clock.startTimer(LOGIN_TIMEOUT_MS, () => settle(failed('silent')));
    const lost = (): void => settle(failed('unreachable'));
    const settle = (login: ScreenLogin): void => {
      timer.cancel();
      socket.off('data', take).off('close', lost).pause();
      if (login.kind === 'failed') socket.destroy();
      resolve(login);
    };
    const take = (bytes: Buffer): void => {
      const said = talk.push(bytes);
      if (said.length > 0) socket.write(said);
      const { outcome } = talk;
      if (outcome?.kind === 'logged-in') settle({ ...outcome, rest: talk.rest() });
      else if (outcome !== undefined) settle(outcome);
    };
    socket.on('data', take).on('close', lost);
    take(Buffer.alloc(0));
  });
}

type Password = { readonly text: string | undefined } | 'unreadable';

function passwordOf({ password }: ScreenPlace): Password {
  try {
    return { text: password() };
  } catch {
    return 'unreadable';
  }
}

function failed(fault: ScreenFault): ScreenLogin {
  return { kind: 'failed', fault };
}
