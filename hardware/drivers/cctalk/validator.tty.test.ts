/** The bill validator over a real terminal, the simulated machine in a process of its own. */
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JsonProcess } from '../../../test/support/json-process.ts';
import type { CashAcceptor, CashItem, EscrowJudge, Port } from '../../kit/device.ts';
import { createSerialTransport } from '../../kit/serial-transport.ts';
import { systemClock } from '../../kit/system-clock.ts';
import { cctalkConfigSchema } from './config.ts';
import { cctalk } from './driver.ts';
import { euroNoteMachineDriverConfig } from './sim-config.ts';

const MAIN = resolve(import.meta.dirname, '../../../agent/main.ts');
const LIMIT_MS = 20_000;

let folder: string;
let machine: JsonProcess;
let port: Port;
let items: CashItem[];
let states: Map<string, string>;
let judge: EscrowJudge;
/** Tells of anything that has come in. */
const news = new EventEmitter();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cctalk-notes-'));
  items = [];
  states = new Map();
  judge = async () => 'stack';
  const path = join(folder, 'tty');
  const args = ['simulate', 'cctalk-notes', '--tty', path, '--fast', '--until-eof'];
  machine = new JsonProcess('the machine', [process.execPath, MAIN, ...args]);
  await machine.line('ready', ({ event }) => event === 'ready');
  const serial = { kind: 'serial', path, baudRate: 9_600 } as const;
  port = cctalk.openPort(cctalkConfigSchema.parse(euroNoteMachineDriverConfig), {
    clock: systemClock,
    transport: createSerialTransport(serial, cctalk.serialLine),
    cursors: {},
    judge: (escrow) => judge(escrow),
    trace: () => {},
    report: async (report) => {
      if (report.kind === 'cash') items.push(...report.items);
      else states.set(report.device, report.state.kind);
      news.emit('news');
    },
  });
  await until(() => states.get('validator') === 'up');
});

afterEach(async () => {
  await port[Symbol.asyncDispose]();
  machine.child.stdin?.end();
  const code = await machine.ended;
  rmSync(folder, { recursive: true });
  if (code !== '0') throw new RangeError(`The machine ended with ${code}.`);
});

async function until(predicate: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (!predicate()) await once(news, 'news', { signal });
}

function validator(): CashAcceptor {
  const found = port.devices.find((one) => one.kind === 'bill-acceptor');
  if (found === undefined || !('setAcceptance' in found)) throw new RangeError('no validator');
  return found;
}

/** A note is only drawn in some time after it is wanted; one that was too early is put in again. */
async function insertUntilHeld(valueMinor: number): Promise<void> {
  for (;;) {
    const ended = machine.next('where the note is', ({ event }) =>
      ['note-escrowed', 'note-returned'].includes(String(event)),
    );
    machine.say(`insert-note ${valueMinor}`);
    if ((await ended)['event'] === 'note-escrowed') return;
  }
}

it('takes one note and gives the next one back, over a lost answer and a pulled plug', async () => {
  validator().setAcceptance([1_000, 2_000]);
  machine.say('lose-reply validator');
  const stacked = machine.next('stacked', ({ event }) => event === 'note-stacked');
  await insertUntilHeld(2_000);
  await stacked;
  await until(() => items.some(({ kind }) => kind === 'inserted'));

  const asked = Promise.withResolvers<void>();
  const decided = Promise.withResolvers<'return'>();
  judge = () => {
    asked.resolve();
    return decided.promise;
  };
  await insertUntilHeld(1_000);
  await asked.promise;
  machine.say('unplug');
  await until(() => states.get('validator') === 'down');
  machine.say('plug');
  await until(() => states.get('validator') === 'up');
  const returned = machine.next('returned', ({ event }) => event === 'note-returned');
  decided.resolve('return');
  await returned;
  expect(await validator().fixDeposit()).toBe('fixed');

  expect(items.filter(({ kind }) => kind === 'inserted')).toEqual([
    { kind: 'inserted', valueMinor: 2_000, place: 'cashbox' },
  ]);
  const truth = machine.next('where everything is', ({ event }) => event === 'truth');
  machine.say('truth');
  expect(await truth).toMatchObject({ notes: { stacker: { 2000: 1 }, path: {} } });
});
