/**
 * The walls of the house stand: for each import rule and each purity rule a violation is planted in
 * a copy of the tree's configuration, and the linter must name it. A rule that stopped working would
 * be silent, and silence is what this test turns red.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

interface Violation {
  readonly file: string;
  readonly code: string;
  /** Part of what the linter must say. */
  readonly says: string;
}

const IMPORTS: readonly Violation[] = [
  imports('agent/core/planted.ts', 'zod', 'agent/core imports nothing but itself'),
  imports('agent/core/planted-node.ts', 'node:fs', 'agent/core imports nothing but itself'),
  imports('agent/core/planted-up.ts', '../store/journal.ts', 'agent/core imports nothing'),
  imports('agent/core/cash/planted.ts', '../../store/journal.ts', 'agent/core imports nothing'),
  imports('agent/core/cash/planted-npm.ts', 'pino', 'agent/core imports nothing but itself'),
  imports('agent/core/sale/planted-node.ts', 'node:crypto', 'agent/core imports nothing'),
  imports('agent/core/calendar.ts', 'zod', 'imports temporal-polyfill and nothing else'),
  imports('agent/core/clockwork.ts', 'temporal-polyfill', 'agent/core imports nothing but itself'),
  imports('agent/core/cash/planted-temporal.ts', 'temporal-polyfill', 'agent/core imports nothing'),
  imports('agent/store/planted.ts', '../shell/shell.ts', 'agent/store builds on agent/core'),
  imports('agent/store/planted-ws.ts', 'ws', 'Only agent/api speaks WebSocket'),
  imports('agent/words/planted.ts', '../store/journal.ts', 'agent/words builds on agent/core'),
  imports('agent/words/planted-npm.ts', 'zod', 'agent/words are plain functions'),
  imports('agent/plans/planted.ts', '../words/time.ts', 'agent/plans builds on agent/core'),
  imports('agent/plans/planted-hub.ts', '../../sync/trust/token.ts', 'agent/plans builds on'),
  imports('agent/plans/planted-npm.ts', 'zod', 'agent/plans are data'),
  imports('agent/config/planted.ts', '../core/cash/counts.ts', 'agent/config knows only files'),
  imports('agent/config/trust-place.ts', '../core/cash/counts.ts', 'trust file'),
  imports('agent/shell/planted.ts', '../api/api.ts', 'agent/shell builds on core, store'),
  imports('agent/shell/planted-bytes.ts', '../../hardware/kit/link.ts', 'agent/shell builds on'),
  imports('agent/shell/planted-sql.ts', 'better-sqlite3', 'SQL sits in agent/store only'),
  imports('agent/api/planted.ts', '../../hardware/drivers.ts', 'agent/api builds on shell'),
  imports('agent/api/cash-changer/planted.ts', '../../config/config.ts', 'agent/api builds on'),
  imports('agent/api/planted-sql.ts', 'better-sqlite3', 'SQL sits in agent/store only'),
  imports('agent/api/page/planted.ts', '../../shell/shell.ts', 'A page sees agent/ui'),
  imports('agent/api/page/planted-routes.ts', '../shift-routes.ts', 'A page sees agent/ui'),
  imports('agent/api/page/planted-node.ts', 'node:fs', 'The page runs in a browser'),
  imports('agent/ui/planted.ts', '../words/words.ts', 'agent/ui is what both front ends share'),
  imports('agent/ui/planted-node.ts', 'node:fs', 'agent/ui runs in a browser'),
  imports('agent/cli/planted.ts', 'serialport', 'Ports belong to hardware/kit'),
  imports('agent/cli/planted-pty.ts', '@lydell/node-pty', 'Ports belong to hardware/kit'),
  imports('agent/cli/planted-sql.ts', 'better-sqlite3', 'SQL sits in agent/store only'),
  imports('agent/cli/planted-test.ts', '../../test/support/clock.ts', 'Nothing imports test/'),
  imports('agent/update/planted.ts', '../shell/shell.ts', 'agent/update builds on core'),
  imports('agent/update/planted-compose.ts', '../compose.ts', 'agent/update builds on core'),
  imports('agent/update/planted-bytes.ts', '../../hardware/drivers.ts', 'agent/update builds on'),
  imports('agent/update/planted-link.ts', '../../hardware/kit/link.ts', 'agent/update builds on'),
  imports('agent/update/planted-hub.ts', '../../sync/hub/main.ts', 'agent/update builds on core'),
  imports('agent/update/planted-keys.ts', '../../sync/vendor/key-files.ts', 'agent/update builds'),
  imports('agent/update/planted-link-up.ts', '../../sync/uplink/uplink.ts', 'agent/update builds'),
  imports('agent/update/planted-port.ts', 'serialport', 'Ports belong to hardware/kit'),
  imports('agent/update/planted-ws.ts', 'ws', 'Only agent/api speaks WebSocket'),
  imports('agent/update/planted-sql.ts', 'better-sqlite3', 'SQL sits in agent/store only'),
  imports('agent/update/planted-test.ts', '../../test/support/clock.ts', 'Nothing imports test/'),
  imports('agent/planted-script.ts', '../scripts/demo.ts', 'Nothing imports test/'),
  imports('agent/planted-keys.ts', '../sync/vendor/key-files.ts', 'for agent/cli alone'),
  imports('agent/shell/planted-keys.ts', '../../sync/vendor/key-files.ts', 'agent/shell builds on'),
  imports('agent/api/planted-keys.ts', '../../sync/vendor/key-files.ts', 'agent/api builds on'),
  imports('agent/store/planted-keys.ts', '../../sync/vendor/key-files.ts', 'agent/store builds on'),
  imports('sync/trust/planted.ts', 'node:fs', 'sync/trust is pure'),
  imports('sync/trust/planted-npm.ts', 'ws', 'sync/trust is pure'),
  imports('sync/trust/planted-up.ts', '../vendor/key-files.ts', 'sync/trust builds on'),
  imports('sync/trust/planted-hub.ts', '../hub/main.ts', 'sync/trust builds on'),
  imports('sync/trust/planted-agent.ts', '../../agent/store/journal.ts', 'sync/trust builds on'),
  imports('sync/trust/planted-cli.ts', '../../agent/cli/keys.ts', 'sync/trust builds on'),
  imports('sync/vendor/planted.ts', 'node:fs', 'sync/vendor is pure'),
  imports('sync/vendor/planted-hub.ts', '../hub/main.ts', 'sync/vendor builds on'),
  imports('sync/vendor/planted-agent.ts', '../../agent/cli/keys.ts', 'sync/vendor builds on'),
  imports('sync/protocol/planted.ts', 'node:crypto', 'sync/protocol is schemas'),
  imports('sync/protocol/planted-up.ts', '../trust/token.ts', 'sync/protocol builds on'),
  imports('sync/uplink/planted.ts', '../hub/main.ts', 'sync/uplink builds on'),
  imports('sync/uplink/planted-keys.ts', '../vendor/key-files.ts', 'sync/uplink builds on'),
  imports('sync/uplink/planted-agent.ts', '../../agent/store/journal.ts', 'sync/uplink builds on'),
  imports('sync/uplink/planted-sql.ts', 'better-sqlite3', 'SQL sits in the stores only'),
  imports('sync/hub/planted.ts', '../uplink/uplink.ts', 'sync/hub builds on trust and protocol'),
  imports('sync/hub/fleet/planted.ts', '../../vendor/key-files.ts', 'sync/hub builds on trust'),
  imports('sync/hub/fleet/planted-agent.ts', '../../../agent/store/journal.ts', 'sync/hub uses'),
  imports('sync/hub/web/planted.ts', '../store/users.ts', 'A page sees agent/ui'),
  imports('sync/hub/web/planted-api.ts', '../api/guard.ts', 'A page sees agent/ui'),
  imports('sync/hub/web/planted-main.ts', '../main.ts', 'A page sees agent/ui'),
  imports('sync/hub/web/planted-core.ts', '../../../agent/core/calendar.ts', 'A page sees'),
  imports('sync/hub/web/planted-trust.ts', '../../trust/token.ts', 'A page sees agent/ui'),
  imports('sync/hub/web/planted-node.ts', 'node:fs', 'The page runs in a browser'),
  imports('hardware/planted.ts', '../agent/core/cash/counts.ts', 'hardware knows bytes'),
  imports('hardware/planted-sql.ts', 'better-sqlite3', 'SQL sits in agent/store only'),
  imports('hardware/kit/planted.ts', '../drivers.ts', 'hardware/kit builds on nothing of ours'),
  imports('hardware/kit/planted-ws.ts', 'ws', 'Only agent/api speaks WebSocket'),
  imports('hardware/drivers/one/planted.ts', '../two/frame.ts', 'drivers never import each other'),
  imports(
    'hardware/drivers/one/planted-up.ts',
    '../../../agent/core/cash/counts.ts',
    'A driver builds on hardware/kit alone',
  ),
  imports('hardware/drivers/one/planted-port.ts', 'serialport', 'Ports belong to hardware/kit'),
];

const PURITY: readonly Violation[] = [
  ['Date.now()', 'has no clock'],
  ['new Date(0).getTime()', 'has no clock'],
  ['performance.now()', 'has no clock'],
  ['Temporal.Now.instant()', 'has no clock'],
  ['Temporal.Now', 'take nowMs from the facts'],
  ['setTimeout(() => {}, 1)', 'has no timers'],
  ['setInterval(() => {}, 1)', 'has no timers'],
  ['setImmediate(() => {})', 'has no timers'],
  ['queueMicrotask(() => {})', 'is synchronous'],
  ['Math.random()', 'has no randomness'],
  ['crypto.randomUUID()', 'has no randomness'],
  ['process.pid', 'reads no environment'],
  ['globalThis', 'sees only its arguments'],
  ['global', 'sees only its arguments'],
  ["console.log('x')", 'does no I/O'],
  ["fetch('http://localhost')", 'does no I/O'],
  ["new WebSocket('ws://localhost')", 'does no I/O'],
  ['Buffer.alloc(1)', 'knows no bytes'],
].map(([expression, says], index) => ({
  file: `agent/core/cash/impure-${index}.ts`,
  code: `export const planted = ${expression};\n`,
  says: says ?? '',
}));

const SYNC_PURITY: readonly Violation[] = ['trust', 'vendor'].flatMap((room) =>
  [
    ['new Date(0).getTime()', 'has no clock'],
    ['performance.now()', 'has no clock'],
    ['setTimeout(() => {}, 1)', 'has no timers'],
    ['process.pid', 'reads no environment'],
    ["console.log('x')", 'does no I/O'],
    ["fetch('http://localhost')", 'does no I/O'],
    ['Math.random()', 'Randomness for keys comes from node:crypto'],
  ].map(([expression, says], index) => ({
    file: `sync/${room}/impure-${index}.ts`,
    code: `export const planted = ${expression};\n`,
    says: says ?? '',
  })),
);

const STYLE: readonly Violation[] = [
  {
    file: 'agent/cycle-a.ts',
    code: "import { b } from './cycle-b.ts';\nexport const a = (): unknown => b;\n",
    says: 'Dependency cycle',
  },
  {
    file: 'agent/any.ts',
    code: 'export const planted = (value: any): unknown => value;\n',
    says: 'no-explicit-any',
  },
  {
    file: 'agent/bang.ts',
    code: 'export const planted = (value?: string): string => value!;\n',
    says: 'no-non-null-assertion',
  },
  {
    file: 'agent/cast.ts',
    code: 'export const planted = (value: unknown): string => value as string;\n',
    says: 'no-unsafe-type-assertion',
  },
  {
    file: 'agent/floating.ts',
    code: 'async function wait(): Promise<void> {}\nexport function planted(): void {\n  wait();\n}\n',
    says: 'no-floating-promises',
  },
  {
    file: 'agent/switch.ts',
    code: "export function planted(value: 'a' | 'b'): number {\n  switch (value) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}\n",
    says: 'switch-exhaustiveness-check',
  },
  {
    file: 'agent/default.ts',
    code: 'export default function planted(): void {}\n',
    says: 'no-default-export',
  },
  {
    file: 'agent/exit.ts',
    code: 'export function planted(): void {\n  process.exit(1);\n}\n',
    says: 'no-process-exit',
  },
  {
    file: 'agent/params.ts',
    code: 'export function planted(a: number, b: number, c: number, d: number): number {\n  return a + b + c + d;\n}\n',
    says: 'max-params',
  },
  {
    file: 'agent/long.ts',
    code: `export function planted(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(80)}  return sum;\n}\n`,
    says: 'max-lines-per-function',
  },
];

function imports(file: string, specifier: string, says: string): Violation {
  return {
    file,
    code: `import * as planted from '${specifier}';\nexport const kept = planted;\n`,
    says,
  };
}

/** What the walls must let through. */
const ALLOWED: readonly Pick<Violation, 'file' | 'code'>[] = [
  allowed('agent/plans/allowed-core.ts', '../core/contract/plan.ts'),
  allowed('agent/update/allowed-core.ts', '../core/update/release.ts'),
  allowed('agent/update/allowed-trust.ts', '../../sync/trust/allowed-core.ts'),
  allowed('agent/update/allowed-address.ts', '../../sync/uplink/hub-address.ts'),
  allowed('agent/update/allowed-clock.ts', '../../hardware/kit/clock.ts'),
  allowed('sync/trust/allowed-crypto.ts', 'node:crypto'),
  allowed('sync/trust/allowed-jose.ts', 'jose'),
  allowed('sync/trust/allowed-zod.ts', 'zod'),
  allowed('sync/trust/allowed-core.ts', '../../agent/core/calendar.ts'),
  allowed('sync/vendor/allowed-crypto.ts', 'node:crypto'),
  allowed('sync/vendor/allowed-trust.ts', '../trust/allowed-core.ts'),
];

function allowed(file: string, specifier: string): Pick<Violation, 'file' | 'code'> {
  return imports(file, specifier, '');
}

interface Diagnostic {
  readonly message: string;
  readonly code: string;
  readonly help?: string;
  readonly filename: string;
}

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-lint-'));
let diagnostics: readonly Diagnostic[] = [];

beforeAll(() => {
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const partner = "import { a } from './cycle-a.ts';\nexport const b = (): unknown => a;\n";
  for (const { file, code } of [...IMPORTS, ...PURITY, ...SYNC_PURITY, ...STYLE]) plant(file, code);
  plant('agent/cycle-b.ts', partner);
  plant('agent/core/cash/clean.ts', 'export const planted = 1;\n');
  for (const { file, code } of ALLOWED) plant(file, code);
  const run = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format=json', '.'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  ({ diagnostics } = JSON.parse(run.stdout) as { diagnostics: readonly Diagnostic[] });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(file: string, code: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), code);
}

function saidOf(file: string): string {
  return diagnostics
    .filter(({ filename }) => filename.endsWith(file))
    .map(({ code, message, help }) => `${code} ${message} ${help ?? ''}`)
    .join('\n');
}

describe('an import across a wall is reported', () => {
  it.each(IMPORTS)('$file', ({ file, says }) => {
    expect(saidOf(file)).toContain(says);
  });
});

describe('agent/core touches nothing but its arguments', () => {
  it.each(PURITY)('$code', ({ file, says }) => {
    expect(saidOf(file)).toContain(says);
  });

  it('and clean code there is not reported', () => {
    expect(saidOf('agent/core/cash/clean.ts')).toBe('');
  });
});

describe('sync/trust and sync/vendor have no clock, no timer and no I/O', () => {
  it.each(SYNC_PURITY)('$file $code', ({ file, says }) => {
    expect(saidOf(file)).toContain(says);
  });
});

describe('an import through a door is not reported', () => {
  it.each(ALLOWED)('$file', ({ file }) => {
    expect(saidOf(file)).toBe('');
  });
});

describe('a habit broken is reported', () => {
  it.each(STYLE)('$file', ({ file, says }) => {
    expect(saidOf(file)).toContain(says);
  });
});
