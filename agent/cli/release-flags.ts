/** What can be said to `tillwarden release`. */
import { parseArgs } from 'node:util';

const OPTIONS = {
  repository: { type: 'string' },
  keys: { type: 'string' },
  'passphrase-file': { type: 'string', multiple: true },
  roots: { type: 'string', default: '1' },
  threshold: { type: 'string' },
  'root-days': { type: 'string', default: '1095' },
  'targets-days': { type: 'string', default: '730' },
  'release-days': { type: 'string', default: '365' },
  'hub-file': { type: 'string' },
  version: { type: 'string', multiple: true },
  channel: { type: 'string' },
  platform: { type: 'string' },
  class: { type: 'string' },
  'released-at': { type: 'string' },
  'backdated-to': { type: 'string' },
  'in-force-on': { type: 'string' },
  floor: { type: 'string' },
  'security-floor': { type: 'string' },
  runtime: { type: 'string' },
  add: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  replace: { type: 'string', multiple: true },
  drop: { type: 'boolean', default: false },
  renew: { type: 'boolean', default: false },
  static: { type: 'boolean', default: false },
  usb: { type: 'boolean', default: false },
  days: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Root keys a repository can have. */
export const ROOTS_MAX = 16;

/** Of a key without a passphrase. */
export const SECRET_FILE_MODE = 0o600;

export type ReleaseFlags = ReturnType<typeof releaseArguments>['values'];

export function releaseArguments(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
}
