/** Work orders from the hub's own computer: what is refused says why, and what was done is shown. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandIo } from './command.ts';
import { workAction } from './hub-work.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-work-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr } as unknown as CommandIo;
  const code = await workAction.run(['--data', folder, ...argv], io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const NEW = ['--new', 'update', '--customer', 'bar', '--title', 'By hand', '--id', 'w'];

it.each<[string, readonly string[]]>([
  ['say one of --list', []],
  ['say one of --list', ['--list', '--order', 'w']],
  ['say --new installation', ['--new', 'party']],
  ['for whom: --customer ID', ['--new', 'move']],
  ['say --at as', ['--plan', 'w', '--at', 'soon', '--by', 'Ada']],
  ['what was done: --note TEXT', ['--done', 'w']],
  ['there is no work order w', ['--order', 'w']],
])('says %s', async (message, argv) => {
  await expect(run(...argv)).rejects.toThrow(message);
});

it('makes an order, has its list done in order, and closes it', async () => {
  expect((await run('--list')).out).toBe('There is no open work.\n');
  expect(await run(...NEW)).toMatchObject({ code: 0, out: 'Order 1 (w) is open.\n' });
  expect((await run('--list')).out).toContain('By hand');
  expect(await run('--done', 'w', '--note', 'Done')).toMatchObject({
    code: 1,
    err: expect.stringContaining('checklist-open'),
  });
  expect((await run('--tick', 'w', '--item', '1')).code).toBe(0);
  expect((await run('--order', 'w')).out).toContain('1 [x] backup-made');
  expect(await run('--done', 'w', '--note', 'Done')).toMatchObject({
    code: 0,
    out: 'Order 1 is done.\n',
  });
  expect(await run('--cancel', 'w', '--reason', 'No')).toMatchObject({
    code: 1,
    err: expect.stringContaining('work-ended'),
  });
});
