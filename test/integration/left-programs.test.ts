/** A supervisor ends what another has left behind, and never itself or whoever has started it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Says which programs it has found. */
const PROGRAM = `
import { endLeftPrograms } from '${ROOT}/agent/update/left-programs.ts';
import { systemClock } from '${ROOT}/hardware/kit/system-clock.ts';
const prefix = process.env.TILLWARDEN_PREFIX;
process.stdout.write(JSON.stringify(await endLeftPrograms(prefix, systemClock)) + ' ');
`;

it.runIf(process.platform === 'linux')('found by an environment that it has itself', async () => {
  const prefix = mkdtempSync(join(tmpdir(), 'tillwarden-left-'));
  const env = { ...process.env, TILLWARDEN_PREFIX: prefix, PROGRAM, NODE: process.execPath };
  const left = spawn(
    process.execPath,
    ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const ended = once(left, 'exit');
    await once(left.stdout, 'data');
    const line = '"$NODE" --input-type=module -e "$PROGRAM"';
    const shell = spawnSync('sh', ['-c', `(${line}; echo child); echo shell`], {
      env,
      encoding: 'utf8',
    });
    expect(shell).toMatchObject({ status: 0, stdout: `[${left.pid}] child\nshell\n` });
    expect(await ended).toEqual([null, 'SIGTERM']);
  } finally {
    left.kill('SIGKILL');
    rmSync(prefix, { recursive: true, force: true });
  }
});
