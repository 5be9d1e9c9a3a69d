/** The logs of a till that has sold something: what went over its port can be read, and pays nothing out. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cctalkCodec } from '../../hardware/drivers/cctalk/codec.ts';
import { callProgram } from '../support/call-program.ts';
import { RealTill } from '../support/real-till.ts';
import { readTrace } from '../support/traces.ts';

let till: RealTill;
let token = '';

beforeAll(async () => {
  till = await RealTill.start({
    before: async ({ config }) => {
      const { said } = await callProgram(['client', 'add', 'shell', '--config', config]);
      token = said.split('\n')[1] ?? '';
    },
  });
  await till.startSale(50);
  while ((await till.insert(100)) !== 'accepted');
  await till.until('the change is paid', async () => {
    return (await till.sales()).every(({ state }) => state === 'settled');
  });
}, 60_000);

afterAll(() => till[Symbol.asyncDispose]());

/** The folder with all that is in it. */
async function bundled(name: string, withTrace: boolean): Promise<string> {
  const { path } = await till.call('POST', '/v1/help/bundle', { withTrace });
  expect(statSync(String(path)).mode & 0o777).toBe(0o600);
  const cwd = join(till.folder, name);
  mkdirSync(cwd);
  await extract({ file: String(path), cwd });
  return cwd;
}

it('has the agent’s own log, and nothing of the ports where nobody asked for it', async () => {
  const folder = await bundled('plain', false);
  expect(readdirSync(folder)).not.toContain('trace-coins.tsv');
  const log = readFileSync(join(folder, 'agent.jsonl'), 'utf8').trim().split('\n');
  const said = log.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(said).toEqual(expect.arrayContaining(['agent-ready', 'line-written']));
});

it('has frames that a technician can decode, without what lets a hopper pay', async () => {
  const folder = await bundled('traced', true);
  const [file = ''] = readdirSync(folder).filter((name) => name.startsWith('trace-'));
  const { frames, protocol, isSession } = readTrace(join(folder, file), 'cctalk');
  expect({ protocol, isSession }).toEqual({ protocol: 'cctalk', isSession: true });
  expect(frames.length).toBeGreaterThan(100);
  const read = frames.map(({ bytes, from: [from = 'host'] }) => cctalkCodec.decode(bytes, from));
  const said = read.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));
  expect(said).toHaveLength(frames.length);
  const paid = said.filter(({ header }) => header === 167);
  expect(paid.length).toBeGreaterThan(0);
  for (const { data } of paid) expect(data).toMatch(/^000000(?!00)..$/);
  const hex = Buffer.from(frames[0]?.bytes ?? []).toString('hex');
  const decoded = await callProgram(['devices', 'decode', 'cctalk', hex]);
  expect(decoded.status).toBe(0);
});

it('has neither the token of a program nor where anything lies', async () => {
  const folder = await bundled('searched', true);
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const secret of [token, till.folder]) expect(text).not.toContain(secret);
  }
});
