/** Keeps what this version of the program writes into a store, for all that come after it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { live } from './kept-life.ts';
import { storeState, storeText } from './kept-store.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const kept = join(ROOT, 'test/fixtures/stores', version);

if (existsSync(kept) && !process.argv.includes('--again')) {
  console.error(`${kept} is there: what a release has written is never made anew.`);
  console.error('While the release is not out yet: scripts/keep-store --again');
  process.exitCode = 1;
} else {
  keep();
  console.log(`${kept}: commit it with the release.`);
}

function keep(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-keep-'));
  try {
    const database = openDatabase(join(folder, 'till.db'));
    using store = new TillStore(database);
    live(store, version);
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, 'store.sql'), storeText(database));
    writeFileSync(join(kept, 'state.json'), `${JSON.stringify(storeState(store), null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
