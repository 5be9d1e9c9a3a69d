/**
 * A hub as `tillwarden hub` composes it, with one thing more: told by the environment, it kills itself
 * with SIGKILL at the n-th passing of a named point. Only tests start this.
 */
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { readMailSettings } from '../../sync/hub/mail/mail-settings.ts';
import { startHub } from '../../sync/hub/main.ts';

const mailFile = process.env['HUB_MAIL'];
const crashPoint = process.env['CRASH_POINT'];
let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const hub = await startHub({
  folder: process.env['HUB_FOLDER'] ?? '',
  listen: { host: '127.0.0.1', port: Number(process.env['HUB_PORT'] ?? '0'), tls: undefined },
  pins: [],
  version: 'test',
  clock: systemClock,
  authority: {},
  mail: mailFile === undefined ? undefined : readMailSettings(mailFile),
  synchronous: process.env['SYNCHRONOUS'] === 'OFF' ? 'OFF' : 'FULL',
  onEvent: say,
  onError: (cause) => say({ kind: 'fault', cause: String(cause) }),
  onPoint: (point) => {
    if (point !== crashPoint) return;
    passesLeft -= 1;
    if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
  },
});
process.once('SIGTERM', () => void hub[Symbol.asyncDispose]());
