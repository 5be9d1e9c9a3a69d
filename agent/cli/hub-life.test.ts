/** Licences from the hub's own computer: what is refused says why, and a licence is bought once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandIo } from './command.ts';
import { licenceAction } from './hub-life.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-life-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr } as unknown as CommandIo;
  const [action = '', ...rest] = argv;
  const code = await licenceAction.run([action, '--data', folder, ...rest], io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

describe('hub licence', () => {
  it.each<[string, readonly string[]]>([
    ['there is no hub licence melt', ['melt']],
    ['--sort takes', ['list', '--sort', 'colour']],
    ['which: --licence ID', ['buy', '--customer', 'Bar Pepe']],
    ['there is no plan none', ['buy', '--licence', 'l1', '--customer', 'Bar', '--plan', 'none']],
    ['under which id: --id ID', ['renew', '--station', 'till-1']],
    ['--paid takes', ['reinstate', '--station', 'till-1', '--id', 'a1', '--paid', 'soon']],
  ])('says: %s', async (message, argv) => {
    await expect(run(...argv)).rejects.toThrow(message);
  });

  it('says why an act is not done', async () => {
    const refused = await run('renew', '--station', 'till-9', '--id', 'a1', '--plan', 'ima');
    expect(refused).toMatchObject({ code: 1, err: 'Not done (station-unknown)\n' });
  });

  it('buys once, and lists what was bought', async () => {
    const bought = ['buy', '--licence', 'l1', '--customer', 'Bar Pepe'];
    expect((await run(...bought)).code).toBe(0);
    expect((await run(...bought)).code).toBe(0);
    const other = await run('buy', '--licence', 'l1', '--customer', 'Somebody');
    expect(other).toMatchObject({ code: 1, err: 'Not bought: l1 is another licence.\n' });
    const { out } = await run('list');
    expect(out.split('\r\n').filter((line) => line.startsWith('l1,'))).toHaveLength(1);
  });
});
