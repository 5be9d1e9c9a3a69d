/** An agent that is told to stop while it asks a repository stops at once, however silent that is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pageFolderOf, startAgent } from '../../agent/compose.ts';
import { readConfig, type Config } from '../../agent/config/config.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { UpdateTill } from '../support/update-till.ts';

const STOP_MAX_MS = 1_000;

/** A configuration has one port at least; nothing is plugged in. */
const PORT = {
  id: 'scale',
  driver: 'hid-pos',
  transport: { kind: 'hid', vendorId: 0x0922, productId: 0x8003 },
  options: { device: 'scale', reads: 'scale' },
};

const done = (): Promise<void> => Promise.resolve();

let folder: string;
let config: Config;
let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-stop-'));
  const place = join(folder, 'config.json');
  writeFileSync(
    place,
    JSON.stringify({ till: 'till-1', currency: 'EUR', api: { port: 0 }, ports: [PORT] }),
  );
  writeFileSync(join(folder, 'clients.json'), '[]', { mode: 0o600 });
  config = readConfig(place);
});
afterEach(async () => {
  await till[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** As an agent leaves it that was killed while it looked at the repository. */
function leaveChecking(): void {
  using store = new TillStore(openDatabase(config.store));
  const before = store.load();
  const updating = { order: till.order(), phase: { kind: 'checking', attempts: 1 } } as const;
  const after = { ...before, updating };
  store.commit({
    before,
    after,
    lines: [],
    sales: [],
    operations: [],
    cashOperations: [],
    atMs: systemClock.wallMs(),
  });
}

it('while its repository stands still', async () => {
  leaveChecking();
  const asked = Promise.withResolvers<void>();
  till.server.answer = (_path, response) => {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('{');
    asked.resolve();
    return true;
  };
  const standing = { prefix: till.prefix, platform: 'linux-x64', version: '1.0.0', rollbacks: [] };
  const supervisor = { standing, handOver: done, confirm: done, forgetRollbacks: done };
  const agent = await startAgent({
    config,
    trust: undefined,
    version: '1.0.0',
    clock: systemClock,
    events: createAgentEvents(pino({ level: 'silent' })),
    pageFolder: pageFolderOf(resolve(import.meta.dirname, '../..')),
    updates: { supervisor, sourceOf: () => till.source() },
  });
  await asked.promise;
  const stoppedMs = performance.now();
  await agent[Symbol.asyncDispose]();
  await agent.finished;
  expect(performance.now() - stoppedMs).toBeLessThan(STOP_MAX_MS);
});
