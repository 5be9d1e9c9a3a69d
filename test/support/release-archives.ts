/** Archives as a vendor makes them, small: an application without packages and a runtime with one. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';

/** Of a file its text; of a link where it leads. */
type Content = string | { readonly link: string };

export function applicationArchive(version: string, more: Record<string, Content> = {}): Buffer {
  return archiveOf({
    'package.json': JSON.stringify({ name: 'tillwarden', version, type: 'module' }),
    'agent/main.ts': `process.stdout.write('${version}');\n`,
    'trust.json': '{}',
    ...more,
  });
}

export function runtimeArchive(name: string): Buffer {
  return archiveOf({
    'bin/node': `#!/bin/sh\n# ${name}\n`,
    'node_modules/one/package.json': '{"name":"one"}',
    'node_modules/.bin/one': { link: '../one/package.json' },
  });
}

export function archiveOf(files: Readonly<Record<string, Content>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-archive-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      if (typeof content === 'string') writeFileSync(place, content, { mode: 0o755 });
      else symlinkSync(content.link, place);
    }
    const file = `${folder}.tar.gz`;
    const tops = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
    create(
      { gzip: true, sync: true, cwd: folder, file, portable: true, preservePaths: true },
      tops,
    );
    const bytes = readFileSync(file);
    rmSync(file);
    return bytes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
