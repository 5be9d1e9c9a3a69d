/** A supervisor that ends again and again gives way to the one before it, whatever the clock says meanwhile. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SUPERVISE_LAUNCHER } from '../../agent/update/launcher.ts';
import { JsonProcess } from '../support/json-process.ts';

/** Longer than the run of a supervisor that has come up. */
const JUMP_SECONDS = 1_000;
const RUNS = 'while :; do sleep 1; done';

let prefix: string;
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), 'tillwarden-launcher-'));
  script('bin/tillwarden-supervise', SUPERVISE_LAUNCHER);
});
afterEach(() => rmSync(prefix, { recursive: true, force: true }));

it.each([JUMP_SECONDS, -JUMP_SECONDS])(
  'a clock that goes %i s at each look makes no run of it a long one',
  async (jump) => {
    supervisor('supervisor', '2.0.0', 'exit 1');
    supervisor('supervisor.previous', '1.0.0', RUNS);
    const from = jump < 0 ? 1_000_000_000 : 0;
    script(
      'jumping/date',
      `#!/bin/sh
looks=$(cat ${prefix}/looks 2>/dev/null || echo 0)
echo $((looks + 1)) >${prefix}/looks
echo $((${from} + looks * ${jump}))
`,
    );
    const launcher = new JsonProcess('the launcher', [join(prefix, 'bin/tillwarden-supervise')], {
      PATH: `${join(prefix, 'jumping')}:${process.env['PATH']}`,
    });
    await using _ = { [Symbol.asyncDispose]: () => launcher.kill('SIGTERM') };
    await launcher.line('the one before runs', ({ version }) => version === '1.0.0');
    expect(launcher.lines.map(({ version }) => version)).toEqual(['2.0.0', '1.0.0']);
  },
);

/** A release whose program comes up as supervisor, and then does this. */
function supervisor(link: string, version: string, deed: string): void {
  const release = join(prefix, 'releases', version);
  mkdirSync(join(release, 'node_modules'), { recursive: true });
  script(
    `releases/${version}/bin/node`,
    `#!/bin/sh
trap 'exit 0' TERM
echo up >${prefix}/supervisor.up
echo '{"version":"${version}"}'
${deed}
`,
  );
  symlinkSync(release, join(prefix, link));
}

function script(path: string, text: string): void {
  const place = join(prefix, path);
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, text);
  chmodSync(place, 0o755);
}
