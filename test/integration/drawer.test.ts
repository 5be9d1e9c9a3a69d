/**
 * A whole till with a drawer on a simulated receipt printer, behind a kernel tty and then behind a
 * network port: opened once for each order, written down before, and seen to open and close.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';
import { RealTill } from '../support/real-till.ts';

const MAIN = join(import.meta.dirname, '../../agent/main.ts');

const DUE_MINOR = 750;

let till: RealTill;
let printer: JsonProcess;

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await printer.kill('SIGKILL');
});

async function startWith(over: 'tty' | 'tcp'): Promise<void> {
  till = await RealTill.start();
  await till.stopAgent();
  const tty = join(till.folder, 'printer');
  const place = over === 'tty' ? ['--tty', tty] : ['--tcp', '0'];
  const simulate = ['simulate', 'escpos-drawer', ...place, '--until-eof'];
  printer = new JsonProcess('the printer', [process.execPath, MAIN, ...simulate]);
  const ready = await printer.line('it is there', ({ event }) => event === 'ready');
  addPort(
    over === 'tty'
      ? { kind: 'serial', path: tty, baudRate: 9_600 }
      : { kind: 'tcp', host: '127.0.0.1', port: ready['port'] },
  );
  await till.startAgent();
  await till.until('the drawer is up', async () => (await drawer())['state'] === 'up');
  await till.until('it is closed', async () => (await drawerState()) === 'closed');
}

function addPort(transport: object): void {
  const config = JSON.parse(readFileSync(till.config, 'utf8')) as { ports: object[] };
  const options = { device: 'drawer', openLevel: 'low', leftOpenSeconds: 5 };
  const port = { id: 'printer', driver: 'escpos-drawer', transport, options };
  writeFileSync(till.config, JSON.stringify({ ...config, ports: [...config.ports, port] }));
}

async function drawer(): Promise<JsonLine> {
  const { peripherals } = await till.call('GET', '/v1/status');
  const [only] = peripherals as readonly JsonLine[];
  return only ?? {};
}

async function drawerState(): Promise<unknown> {
  return ((await drawer())['drawer'] as JsonLine)['state'];
}

async function kicks(): Promise<unknown> {
  const said = printer.next('where the drawer is', ({ event }) => event === 'truth');
  printer.say('truth');
  return (await said)['kicks'];
}

function drawerLines(): readonly (readonly unknown[])[] {
  return till
    .journal()
    .filter(({ kind }) => kind.startsWith('drawer-'))
    .map(({ kind, body: { state, isOrdered } }) => [kind, state, isOrdered]);
}

describe.each(['tty', 'tcp'] as const)('over %s', (over) => {
  beforeEach(() => startWith(over));

  it('opens once, and is told of as it opens, stays open and closes', async () => {
    const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
    const answer = await till.call('POST', '/v1/drawers/drawer/open', { saleId });
    expect(answer).toMatchObject({ device: 'drawer', state: 'up' });
    await till.until('it is open', async () => (await drawerState()) === 'open');
    await till.until('it is left open', async () => {
      return ((await drawer())['drawer'] as JsonLine)['isLeftOpen'] === true;
    });
    printer.say('close');
    await till.until('it is closed', async () => (await drawerState()) === 'closed');
    await till.until('all is written', async () => drawerLines().length === 4);
    expect(drawerLines()).toEqual([
      ['drawer-opened', undefined, undefined],
      ['drawer-state-changed', 'open', true],
      ['drawer-left-open', undefined, undefined],
      ['drawer-state-changed', 'closed', undefined],
    ]);
    expect(await kicks()).toBe(1);
    expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
  });

  it('is refused while the printer is gone, and not opened when that is back', async () => {
    printer.say('unplug');
    await till.until('it is down', async () => (await drawer())['state'] === 'down');
    const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
    const refused = await till.call('POST', '/v1/drawers/drawer/open', { saleId });
    expect(refused).toMatchObject({ error: { code: 'peripheral-not-ready' } });
    printer.say('plug');
    await till.until('it is up', async () => (await drawer())['state'] === 'up');
    expect(await kicks()).toBe(0);
    expect(drawerLines().map(([kind]) => kind)).toEqual(['drawer-opened', 'drawer-not-opened']);
  });
});
