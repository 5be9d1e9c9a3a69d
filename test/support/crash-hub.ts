/**
 * A hub as `tillwarden hub` composes it, with one thing more: told by the environment, it kills itself
 * with SIGKILL at the n-th passing of a named point. Only tests start this.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HubAuthority } from '../../sync/hub/hub-parts.ts';
import { readMailSettings } from '../../sync/hub/mail/mail-settings.ts';
import { startHub } from '../../sync/hub/main.ts';
import { parseSigningKey } from '../../sync/trust/signing-key.ts';
import { parseTrustFile } from '../../sync/trust/trust-file.ts';
import { CHEAP } from './people-hub.ts';
import { shiftedClock } from './shifted-clock.ts';

const mailFile = process.env['HUB_MAIL'];
const root = process.env['TILLWARDEN_ROOT'];
const crashPoint = process.env['CRASH_POINT'];
let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The vendor's trust file and the issuer's key, where a test has laid them. */
function authorityIn(folder: string): HubAuthority {
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const issuerKey = parseSigningKey(text('issuer.key'));
  return { trust: parseTrustFile(text('trust.json')), issuerKey };
}

void start();

async function start(): Promise<void> {
  const hub = await startHub({
    folder: process.env['HUB_FOLDER'] ?? '',
    listen: { host: '127.0.0.1', port: Number(process.env['HUB_PORT'] ?? '0'), tls: undefined },
    pins: [],
    version: 'test',
    clock: shiftedClock(process.env['WALL_AT'], 0),
    authority: root === undefined ? {} : authorityIn(root),
    // Nobody's password is at stake.
    passwordCost: CHEAP,
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
}
