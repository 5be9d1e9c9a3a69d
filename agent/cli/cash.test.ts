/** `tillwarden cash` called wrongly: it says how, before anybody is asked for a PIN or the agent for anything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cashCommand } from './cash.ts';
import type { CommandIo } from './command.ts';

let folder = '';
let said = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-cash-'));
  config(7_300);
  said = '';
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function config(port: number): void {
  const ports = [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }];
  const content = { till: 'till-1', currency: 'EUR', api: { port }, ports };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(content));
}

async function cash(argv: readonly string[], env: CommandIo['env'] = {}): Promise<number> {
  const out = new PassThrough();
  out.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return await cashCommand.run(argv, {
    env: { TILLWARDEN_CONFIG: join(folder, 'config.json'), ...env },
    stdin: new PassThrough(),
    stdout: out,
    stderr: out,
    signal: new AbortController().signal,
    root: folder,
    version: 'test',
  });
}

describe('called wrongly', () => {
  it.each([[[]], [['frob']], [['constructor']]])(
    '%j names the commands there are',
    async (argv) => {
      await expect(cash(argv)).rejects.toMatchObject({
        name: 'UsageError',
        message: expect.stringContaining('levels, fill') as unknown,
      });
    },
  );

  it.each([
    [['levels', 'hopper-10'], 'levels shows all'],
    [['levels', '--reason', 'x'], '--reason says nothing here'],
    [['levels', '--nonsense'], '--nonsense'],
    [['fill', 'hopper-10'], 'say the place'],
    [['fill', 'hopper-10', '100'], '100x0.50'],
    [['take', 'hopper-10', '1x0.10'], '--reason'],
    [['count', 'cashbox', 'nothing', '1x5'], 'not nothing'],
    [['float'], 'say an amount'],
    [['float', '10', '20'], 'say one amount'],
    [['pay', '10'], '--reason'],
    [['pay', '10', '--reason', ''], '--reason'],
    [['refund', '10', '--reason', 'broken'], '--reference'],
    [['empty'], 'say which places'],
    [['empty', 'to-float', 'all'], 'say all by itself'],
    [['collect', 'hopper-10', 'all'], 'say all by itself'],
    [['cassette', 'swap', 'cashbox'], 'say cassette remove'],
    [['cassette', 'remove', 'cashbox', '1x5'], 'say cassette remove'],
    [['exchange', '10'], '--pieces'],
    [['exchange', '--pieces', 'some'], 'say how many'],
    [['exchange', '--pin-stdin'], '--pin-file'],
    [['shift', 'end'], 'say shift open'],
    [['pay-debt', 'x/owed'], '--by hand'],
    [['pay-debt', '--by', 'hand'], 'say which debt'],
    [['receipt'], 'say which debt'],
    [['open-drawer'], 'say which drawer'],
    [['acknowledge', '17'], 'say which one'],
  ])('%j says %j', async (argv, says) => {
    expect(await cash(argv)).toBe(2);
    expect(said).toContain(says);
    expect(said).toContain(`Usage: tillwarden cash ${argv[0]}`);
  });
});

describe('in nobody’s name', () => {
  it.each([undefined, '', 'two words', 'ends\n'])(
    'with the token %j asks nobody',
    async (token) => {
      expect(await cash(['levels'], { TILLWARDEN_TOKEN: token })).toBe(2);
      expect(said).toContain('--token-file');
    },
  );

  it('with no terminal to ask for the PIN at asks nobody', async () => {
    const argv = ['pay', '10', '--reason', 'x', '--operator', 'ana'];
    expect(await cash(argv, { TILLWARDEN_TOKEN: 'token' })).toBe(2);
    expect(said).toContain('--pin-file');
  });

  it('never takes a token or a PIN from the arguments', async () => {
    expect(await cash(['levels', '--token', 'secret'])).toBe(2);
    expect(await cash(['levels', '--pin', '2580'])).toBe(2);
    expect(said).not.toMatch(/secret|2580/);
  });

  it('with a configuration that has no port, or in a language there is none of', async () => {
    expect(await cash(['debts', '--language', 'fr'], { TILLWARDEN_TOKEN: 'token' })).toBe(2);
    expect(said).toContain('en, de, es, it');
    config(0);
    expect(await cash(['debts'], { TILLWARDEN_TOKEN: 'token' })).toBe(2);
    expect(said).toContain('api.port');
  });
});
