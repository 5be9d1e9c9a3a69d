/**
 * A version on trial that finds itself unfit for its work says so, with the reason, and does not wait
 * for its supervisor to see it fall three times: its store, its configuration, its local API.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../agent/config/config.ts';
import { EMPTY_TILL } from '../../agent/core/till/till.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { lockInstance } from '../../agent/store/instance-lock.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { callProgram } from '../support/call-program.ts';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');
const LINES = [{ kind: 'agent-started', body: { version: '1.0.0' } }] as const;

let folder = '';
let config = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-unhealthy-'));
  config = join(folder, 'config.json');
  const tty = join(folder, 'no-machine');
  const { status, said } = await callProgram([
    'init',
    '--tty',
    tty,
    '--port',
    '0',
    '--config',
    config,
  ]);
  if (status !== 0) throw new TypeError(said);
  const store = new TillStore(openDatabase(storePath()));
  const none = { sales: [], operations: [], cashOperations: [] };
  store.commit({ before: EMPTY_TILL, after: EMPTY_TILL, lines: LINES, atMs: 1, ...none });
  store[Symbol.dispose]();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function configured(): Record<string, unknown> {
  return JSON.parse(readFileSync(config, 'utf8')) as Record<string, unknown>;
}

function storePath(): string {
  return readConfig(config).store;
}

/** What the program asks of its supervisor until it has ended. */
async function saidOnTrial(trial: object | undefined) {
  const program = fork(MAIN, ['run', '--config', config, '--log', 'error'], {
    env: { ...process.env, TILLWARDEN_PREFIX: folder },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const said: { readonly kind: string; readonly reason?: string }[] = [];
  const standing = { kind: 'standing', version: '1.1.0', rollbacks: [], ...trial };
  program.on('message', (message) => {
    const { id, request } = message as { id: number; request: { kind: string; reason?: string } };
    said.push(request);
    program.send({ id, answer: request.kind === 'standing' ? standing : { kind: 'written' } });
  });
  const [code] = (await once(program, 'exit')) as [number | null];
  return { code, said };
}

const ON_TRIAL = { trial: { version: '1.1.0', from: '1.0.0' } };

async function reasonOf(): Promise<string | undefined> {
  const { code, said } = await saidOnTrial(ON_TRIAL);
  expect(code).toBe(1);
  expect(said.map(({ kind }) => kind)).toEqual(['standing', 'unhealthy']);
  return said[1]?.reason;
}

describe('a version on trial is undone by its own word', () => {
  it('where it cannot use the configuration', async () => {
    writeFileSync(
      config,
      JSON.stringify({ ...configured(), ports: [{ id: 'x', driver: 'none' }] }),
    );
    expect(await reasonOf()).toContain('the configuration cannot be used');
  });

  it('where the journal is not what was written', async () => {
    const database = new Database(storePath());
    database.exec(`DROP TRIGGER journal_is_not_changed; UPDATE journal SET at_ms = 2`);
    database.close();
    expect(await reasonOf()).toContain('journal line 1 is not what was written');
  });

  it('where the store takes nothing', async () => {
    const database = new Database(storePath());
    database.exec(
      `CREATE TRIGGER taken BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
    database.close();
    expect(await reasonOf()).toContain('the store cannot be used');
  });

  it('where the local API cannot listen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    writeFileSync(config, JSON.stringify({ ...configured(), api: { port } }));
    expect(await reasonOf()).toContain('the local API cannot be up');
    other.close();
  });
});

it('a version that is not on trial just ends, and its supervisor starts it again', async () => {
  writeFileSync(config, '{');
  const { code, said } = await saidOnTrial(undefined);
  expect([code, said.map(({ kind }) => kind)]).toEqual([1, ['standing']]);
});

it('a store that another program holds still is no reason to go back', async () => {
  using lock = lockInstance(storePath());
  expect(lock).toBeDefined();
  const { code, said } = await saidOnTrial(ON_TRIAL);
  expect([code, said.map(({ kind }) => kind)]).toEqual([1, ['standing']]);
});
