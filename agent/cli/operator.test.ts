/** People are entered beside the agent; a PIN is asked for unseen, and is never among the arguments. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandIo } from './command.ts';
import { operatorCommand } from './operator.ts';

const PIN = '2580';

let folder = '';
let stdin: PassThrough;
let said = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-operator-'));
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  const config = { till: 'till-1', currency: 'EUR', ports };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  stdin = new PassThrough();
  said = '';
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function io(): CommandIo {
  const out = new PassThrough();
  out.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return {
    env: { TILLWARDEN_CONFIG: join(folder, 'config.json') },
    stdin,
    stdout: out,
    stderr: out,
    signal: new AbortController().signal,
    root: folder,
    version: 'test',
  };
}

async function operator(...argv: readonly string[]): Promise<number> {
  return await operatorCommand.run(argv, io());
}

async function add(id: string, pin = PIN): Promise<number> {
  stdin = new PassThrough();
  stdin.end(`${pin}\n`);
  return await operator('add', id, '--role', 'cashier', '--pin-stdin');
}

function file(): string {
  return readFileSync(join(folder, 'operators.json'), 'utf8');
}

/** Types each line once the question before it is there. */
async function typed(argv: readonly string[], ...lines: readonly string[]): Promise<number> {
  Object.assign(stdin, { isTTY: true });
  const ended = operator(...argv);
  for (const [index, line] of lines.entries()) {
    const questions = ['digits: ', 'again: '];
    await expect.poll(() => said).toContain(questions[index]);
    stdin.write(`${line}\r`);
  }
  return await ended;
}

describe('a command called wrongly changes nothing and says how it is done', () => {
  it.each([
    [[]],
    [['add']],
    [['add', 'anna']],
    [['add', 'anna', '--role', 'king']],
    [['add', 'Anna B', '--role', 'admin']],
    [['add', 'anna', '2580', '--role', 'admin']],
    [['add', 'anna', '--role', 'admin']],
    [['pin', 'nobody', '--pin-stdin']],
    [['role', 'anna']],
    [['frob', 'anna']],
  ])('%j', async (argv) => {
    await expect(operator(...argv)).rejects.toMatchObject({ name: 'UsageError' });
    expect(file).toThrow('ENOENT');
  });

  it('with a PIN that anybody would guess', async () => {
    expect(await add('anna', '1234')).toBe(1);
    expect(said).toContain('4 to 12 digits');
    expect(file).toThrow('ENOENT');
  });

  it.each(['role', 'disable', 'enable', 'unlock'])(
    '%s of somebody who is not there',
    async (action) => {
      expect(await operator(action, 'nobody', ...(action === 'role' ? ['admin'] : []))).toBe(1);
      expect(said).toContain('operator list');
    },
  );

  it('with a file that is broken, which stays as it is', async () => {
    writeFileSync(join(folder, 'operators.json'), '{"pin":"scrypt');
    for (const argv of [['list'], ['unlock', 'anna'], ['add', 'anna', '--role', 'admin']]) {
      await expect(operator(...argv)).rejects.toMatchObject({ code: 'not-json' });
    }
    expect(file()).toBe('{"pin":"scrypt');
  });
});

describe('an operator', () => {
  it('is entered, changed and listed, and the list shows no PIN', async () => {
    expect(await operator('list')).toBe(0);
    expect(said).toContain('Nobody yet');
    await add('anna');
    await add('bob');
    await operator('role', 'anna', 'admin');
    await operator('disable', 'bob');
    said = '';
    await operator('list');
    expect(said).toBe('anna  anna  admin\nbob   bob   cashier  disabled\n');
    await operator('enable', 'bob');
    await operator('unlock', 'bob');
    expect(file()).toContain('"unlocks": 1');
    await expect(add('anna')).rejects.toMatchObject({ name: 'UsageError' });
  });

  it('is asked for a PIN twice, and what is typed is not shown', async () => {
    expect(await typed(['add', 'anna', '--role', 'admin'], PIN, PIN)).toBe(0);
    expect(said).not.toContain(PIN);
    expect(file()).toContain('anna');
  });

  it('is not entered with two different PINs', async () => {
    const ended = typed(['add', 'anna', '--role', 'admin'], PIN, '2581');
    await expect(ended).rejects.toThrow('two different PINs');
    expect(file).toThrow('ENOENT');
  });

  it('gets another PIN from a file, and is unlocked with it', async () => {
    await add('anna');
    const before = file();
    writeFileSync(join(folder, 'pin'), '3691\nnot this');
    expect(await operator('pin', 'anna', '--pin-file', join(folder, 'pin'))).toBe(0);
    expect(file()).not.toBe(before);
    expect(file()).toContain('"unlocks": 1');
  });
});
