import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeArchive } from '../../scripts/release-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillwarden-archive-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same files, written in this order, at another time, by somebody with other habits. */
function stage(name: string, files: readonly string[], mode: number): string {
  const root = join(folder, name);
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), `content of ${file}`, { mode });
    utimesSync(join(root, file), mode, mode);
  }
  return root;
}

describe('an archive', () => {
  const files = ['agent/main.js', 'package.json', 'agent/cli/run.js'];

  it('has the same bytes whenever and by whomever it is made of the same files', async () => {
    const first = await writeArchive(stage('a', files, 0o644), join(folder, 'a.tar.gz'));
    const again = stage('b', [...files].toReversed(), 0o664);
    const second = await writeArchive(again, join(folder, 'b.tar.gz'));
    expect(second.sha256).toBe(first.sha256);
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has other bytes where one file has', async () => {
    const first = await writeArchive(join(folder, 'a'), join(folder, 'a.tar.gz'));
    writeFileSync(join(folder, 'b/package.json'), 'content of another');
    const second = await writeArchive(join(folder, 'b'), join(folder, 'b.tar.gz'));
    expect(second.sha256).not.toBe(first.sha256);
  });
});
