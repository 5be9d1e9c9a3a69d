/**
 * The shop's cash from the command line: a running agent with a coin machine, a note recycler and a
 * drawer behind kernel ttys. What a command says is compared with where the machines' money really is.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cashCommand } from '../../agent/cli/cash.ts';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { driverConfigFor, nv200 } from '../../hardware/drivers/ssp/sim-config.ts';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';
import { RealTill } from '../support/real-till.ts';
import { run } from '../support/run-command.ts';

const MAIN = join(import.meta.dirname, '../../agent/main.ts');
const PIN = '2580';
const COUNTED = 10;

let till: RealTill;
let recycler: JsonProcess;
let printer: JsonProcess;
/** In whose name: the program's, and the operator's. */
let program: readonly string[] = [];
let operator: readonly string[] = [];

beforeAll(async () => {
  till = await RealTill.start();
  await till.stopAgent();
  recycler = await simulated('nv200', '--fast');
  printer = await simulated('escpos-drawer');
  addPorts();
  const added = till.tillwarden('client', 'add', 'shell', '--config', till.config);
  await till.addOperator('ana', 'supervisor', PIN);
  await till.startAgent();
  await till.until('everything is up', async () => {
    const { devices, peripherals } = await till.call('GET', '/v1/status');
    const all = [...(devices as readonly JsonLine[]), ...(peripherals as readonly JsonLine[])];
    return all.every(({ state }) => state === 'up');
  });
  const tokenFile = join(till.folder, 'shell.token');
  const pinFile = join(till.folder, 'ana.pin');
  writeFileSync(tokenFile, `${added.split('\n')[1]}\n`);
  writeFileSync(pinFile, `${PIN}\n`);
  const config = configAt(Number(new URL(till.url).port));
  operator = ['--operator', 'ana', '--pin-file', pinFile];
  program = ['--config', config, '--token-file', tokenFile];
}, 120_000);

afterAll(async () => {
  await till[Symbol.asyncDispose]();
  await recycler.kill('SIGKILL');
  await printer.kill('SIGKILL');
});

async function simulated(machine: string, ...more: readonly string[]): Promise<JsonProcess> {
  const simulate = ['simulate', machine, '--tty', join(till.folder, machine), '--until-eof'];
  const started = new JsonProcess(machine, [process.execPath, MAIN, ...simulate, ...more]);
  await started.line('it is there', ({ event }) => event === 'ready');
  return started;
}

function addPorts(): void {
  const content = JSON.parse(readFileSync(till.config, 'utf8')) as { ports: object[] };
  const serial = (machine: string) => ({
    kind: 'serial',
    path: join(till.folder, machine),
    baudRate: 9_600,
  });
  const drawer = { device: 'drawer', openLevel: 'low' };
  const ports = [
    ...content.ports,
    { id: 'notes', driver: 'ssp', transport: serial('nv200'), options: driverConfigFor(nv200) },
    {
      id: 'printer',
      driver: 'escpos-drawer',
      transport: serial('escpos-drawer'),
      options: drawer,
    },
  ];
  writeFileSync(till.config, JSON.stringify({ ...content, ports }));
}

/** The same installation at the port that the agent was given. */
function configAt(port: number): string {
  const path = join(till.folder, `at-${port}.json`);
  const content = JSON.parse(readFileSync(till.config, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...content, api: { port } }));
  return path;
}

interface Said {
  readonly status: number;
  readonly out: string;
  readonly notes: string;
}

/** At the same agent, without a process for each. */
async function cash(...[name = '', ...argv]: readonly string[]): Promise<Said> {
  return await asProgram(name, ...operator, ...argv);
}

async function asProgram(...[name = '', ...argv]: readonly string[]): Promise<Said> {
  let [out, notes] = ['', ''];
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  stderr.on('data', (bytes: Buffer) => (notes += bytes.toString()));
  const { signal } = new AbortController();
  // Nobody sits there.
  const stdin = new PassThrough().end();
  const io = { env: {}, stdin, stdout, stderr, signal, root: till.folder, version: 'test' };
  const status = await cashCommand.run([name, ...program, ...argv], io);
  return { status, out, notes };
}

async function coinsOutMinor(): Promise<number> {
  return worthMinor((await till.truth()).paidOut);
}

async function waiting(): Promise<string> {
  return (await cash('unacknowledged')).out;
}

describe('a command that the agent does not carry out', () => {
  it.each([
    [['pay', '500', '--reason', 'x'], 'cannot pay out exactly'],
    [['take', 'hopper-10', '9000x0.10', '--reason', 'x'], 'more-than-held'],
    [['fill', 'hopper-10', '5x0.20'], 'value-not-held-here'],
    [['collect', 'hopper-10'], 'cannot-collect'],
    [['cassette', 'replace', 'cashbox'], 'cassette-not-out'],
    [['pay-debt', 'x/owed', '--by', 'hand'], 'debt-not-found'],
    [['open-drawer', 'cupboard'], 'peripheral-not-found'],
    [['acknowledge', '25cb7d39-0535-485c-9185-0e63bad06c05'], 'sale-not-found'],
  ])('%j says so in its words, and moves nothing', async (argv, says) => {
    const before = await coinsOutMinor();
    await expect(cash(...argv)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(says) as unknown,
    });
    expect(await coinsOutMinor()).toBe(before);
  });

  it('with the wrong PIN does nothing, and says it as JSON where that is asked for', async () => {
    const wrong = join(till.folder, 'wrong.pin');
    writeFileSync(wrong, '2581\n');
    const before = await coinsOutMinor();
    const refused = await cash('pay', '1', '--reason', 'x', '--json', '--pin-file', wrong);
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'sign-in-failed' } });
    expect(await coinsOutMinor()).toBe(before);
  });

  it('because no answer came says under which key it is safe to ask again', async () => {
    const server = createServer((socket) => void socket.destroy());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const fill = ['fill', 'hopper-10', '5x0.10', '--config', configAt(port), '--key', 'once'];
    await expect(asProgram(...fill)).rejects.toMatchObject({
      code: 'no-answer',
      message: expect.stringContaining('Repeat the same command with: --key once') as unknown,
    });
    await new Promise((resolve) => server.close(resolve));
    await expect(asProgram(...fill)).rejects.toMatchObject({
      code: 'no-agent',
      message: `No agent answers at http://127.0.0.1:${port}. Is it running?`,
    });
  });

  it('for want of an operator says how one signs in', async () => {
    const { ended } = run([MAIN, 'cash', 'pay', '1', '--reason', 'x', ...program]);
    const { status, stdout, stderr } = await ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('This needs somebody who is signed in at the till.\n');
    expect(stderr).toContain('--operator ID');
  });
});

/** As somebody types it, in a process of its own. */
function started(...[name = '', ...more]: readonly string[]) {
  return run([MAIN, 'cash', name, ...program, ...operator, ...more]);
}

describe('what somebody enters by hand', () => {
  it('is in the books, once under one key', async () => {
    const { out } = await cash('levels', '--json');
    const before = placeIn(out, 'hopper-10');
    await cash('fill', 'hopper-10', '5x0.10', '--key', 'fill-1');
    const again = await cash('fill', 'hopper-10', '5x0.10', '--key', 'fill-1');
    expect(again.out).toContain('5 x 0.10 EUR put into hopper-10');
    const after = await cash('levels', '--json');
    expect(placeIn(after.out, 'hopper-10') - before).toBe(50);
    const taken = await cash('take', 'hopper-10', '5x0.10', '--reason', 'never put in');
    expect(taken.out).toContain('5 x 0.10 EUR taken out of hopper-10');
    expect((await cash('levels')).out).toMatch(/^hopper-10 .* EUR .* EUR/m);
  });

  it('replaces what the books had, also with nothing', async () => {
    const { out } = await cash('count', 'cashbox', 'nothing');
    expect(out).toContain('nothing counted in cashbox');
    await cash('fill', 'notes/500', `${COUNTED}x5`);
    const counted = await cash('count', 'notes/500', `${COUNTED}x5.00`);
    expect(counted.out).toContain('notes/500 holds now: 10 x 5.00 EUR; in all 50.00 EUR');
  });
});

function placeIn(json: string, place: string): number {
  const { places } = JSON.parse(json) as { places: readonly JsonLine[] };
  return Number(places.find((one) => one['place'] === place)?.['totalMinor']);
}

describe('what the machine does for an operator', () => {
  it('is waited for, told, and taken over', async () => {
    const before = await coinsOutMinor();
    const paid = await cash('pay', '3x0.50', '--reason', 'window cleaner');
    expect(paid).toEqual({ status: 0, out: '1.50 EUR paid out.\n', notes: '' });
    const refund = await cash('refund', '2.30', '--reason', 'broken', '--reference', 'sale 12');
    expect(refund.out).toBe('2.30 EUR paid out as a refund.\n');
    expect((await coinsOutMinor()) - before).toBe(380);
    expect(await waiting()).toBe('Nothing waits to be taken over.\n');
  });

  it('is done once under one key', async () => {
    const before = await coinsOutMinor();
    const once = await cash('float', '1', '--key', 'float-1', '--json');
    const again = await cash('float', '1', '--key', 'float-1', '--json');
    expect(JSON.parse(once.out)).toMatchObject({ key: 'float-1', paidMinor: 100 });
    expect(again.status).toBe(0);
    expect((await coinsOutMinor()) - before).toBe(100);
  });

  it('moves notes into the cashbox, whose cassette then leaves and comes back', async () => {
    const collected = await cash('collect', 'notes/500');
    expect(collected.out).toBe('50.00 EUR moved into the cashbox.\n');
    const removed = await cash('cassette', 'remove', 'cashbox');
    expect(removed.out).toContain('the cassette of cashbox is out');
    const replaced = await cash('cassette', 'replace', 'cashbox');
    expect(replaced.out).toContain('with nothing in it');
  });

  it('that comes short says what is missing, and ends with 1', async () => {
    till.machine.say('jam hopper-200');
    const { status, out } = await cash('pay', '2x2', '--reason', 'supplier');
    expect(status).toBe(1);
    expect(out).toContain('2 x 2.00 EUR');
    expect(out).toContain('nobody is owed it');
    till.machine.say('clear hopper-200');
  });

  it('opens the drawer', async () => {
    expect((await cash('open-drawer', 'drawer', '--reason', 'change a note')).status).toBe(0);
    const line = till.journal().find(({ kind }) => kind.startsWith('drawer-'));
    expect(JSON.stringify(line)).toContain('change a note');
  });
});

describe('an exchange', () => {
  it('that nobody is there to go on with is ended, with nothing in it', async () => {
    const { status, out } = await cash('exchange');
    expect({ status, out }).toEqual({ status: 1, out: 'Nothing was put in, nothing came out.\n' });
    expect(await waiting()).toContain('Nothing waits');
  });

  it('for pieces that are worth something else gives the money back', async () => {
    const before = await coinsOutMinor();
    const { child, ended } = started('exchange', '--pieces', '1x0.50');
    await till.until('it takes money', async () => (await depositState()) === 'collecting');
    await till.until('the coin is in', async () => (await till.insert(100)) === 'accepted');
    child.stdin?.write('\n');
    const { status, stdout } = await ended;
    expect(stdout).toBe('1.00 EUR put in, 1.00 EUR given back, not exchanged.\n');
    expect(status).toBe(1);
    expect((await coinsOutMinor()) - before).toBe(100);
  });

  it('takes the money, and pays it in finer pieces once Enter is pressed', async () => {
    const before = await coinsOutMinor();
    const { child, ended } = started('exchange', '--pieces', '4x0.50');
    await till.until('it takes money', async () => (await depositState()) === 'collecting');
    await till.until('the coin is in', async () => (await till.insert(200)) === 'accepted');
    child.stdin?.write('\n');
    const { status, stdout } = await ended;
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '2.00 EUR put in, 2.00 EUR exchanged.\n',
    });
    expect((await coinsOutMinor()) - before).toBe(200);
  });

  it('gives the money back at Ctrl-C, and says so', async () => {
    const before = await coinsOutMinor();
    const { child, ended } = started('exchange');
    await till.until('it takes money', async () => (await depositState()) === 'collecting');
    await till.until('the coin is in', async () => (await till.insert(100)) === 'accepted');
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    expect(stdout).toBe('1.00 EUR put in, 1.00 EUR given back, not exchanged.\n');
    expect(status).toBe(1);
    expect((await coinsOutMinor()) - before).toBe(100);
    expect(await waiting()).toContain('Nothing waits');
  });
});

async function depositState(): Promise<unknown> {
  const { deposit } = await till.call('GET', '/v1/status');
  return (deposit as JsonLine | null)?.['state'];
}

describe('at the end of the day', () => {
  it('a shift is opened, closed and listed', async () => {
    expect((await cash('shift', 'show')).out).toContain('No shift is open');
    expect((await cash('shift', 'open')).out).toContain('Shift 1 is open, with ');
    await cash('pay', '1', '--reason', 'postage');
    const { out } = await cash('shift', 'close');
    expect(out).toMatch(/^Shift 1, opened .* by ana, closed .* by ana$/m);
    expect(out).toMatch(/^ {2}of that for operators +1\.00 EUR$/m);
    expect((await cash('shift', 'list')).out).toMatch(/^1 .* ana /m);
  });

  it('a debt is listed, printed and paid, and its sale taken over', async () => {
    till.machine.say('jam hopper-50');
    till.machine.say('jam hopper-20');
    till.machine.say('jam hopper-10');
    till.machine.say('jam hopper-5');
    await till.startSale(150);
    await till.until('the coin is in', async () => (await till.insert(200)) === 'accepted');
    await till.until('it is owed', async () => (await cash('debts')).out.includes('owed to'));
    const debtId = /^(\S+\/owed) /m.exec((await cash('debts')).out)?.[1] ?? '';
    expect((await cash('receipt', debtId, '--language', 'de')).out).toContain('0,50');
    const paid = await cash('pay-debt', debtId, '--by', 'hand');
    expect(paid.out).toBe('0.50 EUR paid by hand. The debt is settled.\n');
    expect((await cash('debts')).out).toBe('Nobody is owed anything.\n');
    const saleId = /^(\S+) +sale/m.exec(await waiting())?.[1] ?? '';
    expect((await cash('acknowledge', saleId)).out).toContain('The sale');
    expect(await waiting()).toContain('Nothing waits');
  });
});
