/** A technician looks on: at a till that runs, between a host and its machine, and behind a tap. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CashItem } from '../../hardware/kit/device.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { createSerialTransport, eightNoneOne } from '../../hardware/kit/serial-transport.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { simCcnetDriverConfig } from '../../hardware/drivers/ccnet/rig.ts';
import { nv9 } from '../../hardware/drivers/ssp/sim-config.ts';
import { JsonProcess } from '../support/json-process.ts';
import { replayPorts, replaySession } from '../support/replay-session.ts';
import { run } from '../support/run-command.ts';
import { readTrace } from '../support/traces.ts';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');
const LIMIT_MS = 20_000;

let folder: string;
let tty: string;
const processes: JsonProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tw-watch-'));
  tty = join(folder, 'tty');
});

afterEach(async () => {
  for (const one of processes.splice(0)) await one.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, ...args: readonly string[]): JsonProcess {
  const started = new JsonProcess(name, [process.execPath, MAIN, ...args]);
  processes.push(started);
  return started;
}

async function simulate(name: string, ...flags: readonly string[]): Promise<JsonProcess> {
  const machine = start('the machine', 'simulate', name, '--tty', tty, '--fast', ...flags);
  await machine.line('ready', ({ event }) => event === 'ready');
  return machine;
}

async function startTill(): Promise<{ till: JsonProcess; config: string }> {
  const config = join(folder, 'till.json');
  const port = {
    id: 'notes',
    driver: 'ccnet',
    transport: { kind: 'serial', path: tty, baudRate: 9_600 },
    options: simCcnetDriverConfig,
  };
  const content = { till: 'till-1', currency: 'EUR', api: { port: 0 }, ports: [port] };
  writeFileSync(config, JSON.stringify(content));
  const till = start('the till', 'run', '--config', config);
  await till.line('agent-ready', ({ msg }) => msg === 'agent-ready');
  return { till, config };
}

const WATCH = ['devices', 'watch', '--json'];

describe('what cannot be watched', () => {
  it.each([
    [['--tty', 'x'], '--protocol'],
    [['--protocol', 'ccnet'], '--tty'],
    [['--tty', 'x', '--protocol', 'ccnet', '--from', 'me'], '--from'],
    [['--tty', 'x', '--protocol', 'ccnet', '--baud', '9601'], 'baud'],
    [['--tty', 'x', '--port', 'scale'], '--port'],
  ])('is a wrong call: %j', async (flags, why) => {
    const { status, stderr } = await run([MAIN, ...WATCH, ...flags]).ended;
    expect({ status, said: stderr.includes(why) }).toEqual({ status: 2, said: true });
  });

  it('is a port that is not there, or a recording that is', async () => {
    const flags = ['--tty', tty, '--protocol', 'ccnet'];
    const missing = await run([MAIN, ...WATCH, ...flags]).ended;
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toContain('No such file');
    const file = join(folder, 'old.tsv');
    writeFileSync(file, 'old');
    const again = await run([MAIN, ...WATCH, ...flags, '--record', file]).ended;
    expect(again.status).toBe(1);
    expect(again.stderr).not.toContain('    at ');
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('is a port that is unplugged meanwhile', async () => {
    const machine = await simulate('ccnet');
    const watch = run([MAIN, ...WATCH, '--tty', tty, '--protocol', 'ccnet']);
    await once(watch.child.stderr ?? process.stderr, 'data');
    machine.say('unplug');
    expect(await watch.ended).toMatchObject({ status: 1, stderr: expect.stringContaining('gone') });
  });
});

describe('a running till', () => {
  it('shows its frames to its own user alone, and records them', async () => {
    await simulate('ccnet');
    const { till, config } = await startTill();
    const locked = await run([MAIN, ...WATCH, '--tty', tty, '--protocol', 'ccnet']).ended;
    expect(locked).toMatchObject({ status: 1, stderr: expect.stringContaining('--config') });
    const file = join(folder, 'watch.tsv');
    const flags = ['--tty', tty, '--protocol', 'ccnet', '--config', config, '--record', file];
    const watch = start('the watch', ...WATCH, ...flags);
    const polled = await watch.line('a poll', ({ hex }) => hex === '02 03 06 33 DA 81');
    expect(polled).toMatchObject({ from: 'host', frame: { name: 'POLL', address: 3 } });
    const answered = await watch.line('a state', ({ hex }) => hex === '02 03 06 19 82 0F');
    expect(answered).toMatchObject({ from: 'device', frame: { name: 'DISABLED' } });
    for (let frame = 0; frame < 6; frame += 1) await watch.next('more', () => true);
    expect(statSync(join(folder, 'till.db.trace')).mode & 0o777).toBe(0o600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await till.kill('SIGTERM');
    expect(await watch.ended).toBe('1');
    expect(watch.errors).toContain('The agent has ended.');
    const { frames, isSession, protocol } = readTrace(file, 'ccnet');
    expect({ isSession, protocol }).toEqual({ isSession: true, protocol: 'ccnet' });
    expect(frames.length).toBeGreaterThanOrEqual(8);
  });

  it('lets so many look on and no more, and is not held up by one who reads nothing', async () => {
    await simulate('ccnet');
    const { config } = await startTill();
    const place = join(folder, 'till.db.trace');
    const idle = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const socket = connect(place);
        await once(socket, 'connect');
        return socket.pause();
      }),
    );
    const refused = connect(place);
    refused.resume();
    await once(refused, 'close');
    const closed = idle.map((socket) => once(socket.destroy(), 'close'));
    await Promise.all(closed);
    const watch = start(
      'the watch',
      ...WATCH,
      '--tty',
      tty,
      '--protocol',
      'ccnet',
      '--config',
      config,
    );
    await watch.line('a poll', ({ from }) => from === 'host');
  });
});

describe('behind a tap', () => {
  it('shows what comes and what is no frame, and writes nothing', async () => {
    await using line = await openPseudoTerminal(tty);
    let heard = 0;
    line.listen((bytes) => (heard += bytes.length));
    const watch = start('the watch', ...WATCH, '--tty', tty, '--protocol', 'ccnet');
    await once(watch.child.stderr ?? process.stderr, 'data');
    line.send(Buffer.from('0203061427B2', 'hex'));
    line.send(Buffer.from('0203068', 'hex'));
    const state = watch.line('a state', ({ from }) => from === 'device');
    line.send(Buffer.from('02030614672', 'hex'));
    line.send(Buffer.from('020306194D29', 'hex'));
    line.send(Buffer.from('02030780029E10', 'hex'));
    const escrow = watch.line('an escrow', ({ hex }) => hex === '02 03 07 80 02 9E 10');
    expect(await escrow).toMatchObject({ frame: { name: 'ESCROW' } });
    await state;
    expect(heard).toBe(0);
    while (!watch.errors.includes('are no frame')) {
      await once(watch.child.stderr ?? process.stderr, 'data');
    }
  });
});

const ALL_VALUES = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** With `KEEP_TRACES=1` what is recorded here goes into the drivers' `traces/`. */
const KEPT = process.env['KEEP_TRACES'] === '1';

describe.each(replayPorts)('between a host and $driver.family', ({ driver, open }) => {
  const { family } = driver;
  const values = family === 'cctalk' ? [20, 200] : [500, 2_000];

  it('records a session that the replay test passes as it is', async () => {
    const sim = join(folder, 'sim.json');
    const units = nv9.units.map((unit) => ({ ...unit, isEncrypted: false }));
    writeFileSync(sim, JSON.stringify({ ...nv9, units }));
    const machine = await (family === 'ssp' ? simulate('nv9', '--config', sim) : simulate(family));
    const file = join(folder, `${family}-session.tsv`);
    const link = join(folder, 'between');
    const flags = ['--tty', tty, '--protocol', family, '--between', link, '--record', file];
    const watch = start('the watch', ...WATCH, ...flags);
    await once(watch.child.stderr ?? process.stderr, 'data');

    const items: CashItem[] = [];
    const ups = new Set<string>();
    const news = new EventTarget();
    const until = async (predicate: () => boolean): Promise<void> => {
      const signal = AbortSignal.timeout(LIMIT_MS);
      while (!predicate()) {
        await new Promise((done, fail) => {
          news.addEventListener('news', done, { once: true });
          signal.addEventListener('abort', () => fail(new Error(JSON.stringify(items))));
        });
      }
    };
    const port = open({
      clock: systemClock,
      transport: createSerialTransport(
        { kind: 'serial', path: link, baudRate: 9_600 },
        driver.serialLine ?? eightNoneOne,
      ),
      cursors: {},
      judge: async () => 'stack',
      trace: () => {},
      report: async (report) => {
        if (report.kind === 'cash') items.push(...report.items);
        else if (report.state.kind === 'up') ups.add(report.device);
        if (ups.size === port.devices.length) letIn();
        news.dispatchEvent(new Event('news'));
      },
    });
    const letIn = (): void => {
      for (const device of port.devices) {
        if ('setAcceptance' in device) device.setAcceptance(ALL_VALUES);
      }
    };
    const credits = (): number[] =>
      items.flatMap((item) => (item.kind === 'inserted' ? [item.valueMinor] : []));
    await until(() => ups.size === port.devices.length);
    for (const [at, value] of values.entries()) {
      while (credits().length <= at) {
        await watch.next('a poll', ({ from }) => from === 'host');
        const end = machine.next('the end of the note', ({ event }) => ENDS.has(String(event)));
        machine.say(`insert ${value}`);
        const { event } = await end;
        if (TAKEN.has(String(event))) await until(() => credits().length > at);
      }
    }
    await port[Symbol.asyncDispose]();
    await watch.kill('SIGTERM');
    expect(credits()).toEqual(values);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('\n', `\n# credits ${values.join(' ')}\n`));
    const trace = readTrace(file, family);
    expect(await replaySession(trace)).toEqual({
      creditsMinor: values,
      unknown: [],
      isPlayed: true,
      wasUp: true,
    });
    const kept = resolve(import.meta.dirname, `../../hardware/drivers/${family}/traces`);
    if (KEPT) writeFileSync(join(kept, `${family}-session.tsv`), readFileSync(file));
  });
});

const TAKEN = new Set(['stacked', 'accepted', 'note-stacked', 'stored']);
const ENDS = new Set([...TAKEN, 'refused', 'rejected', 'returned', 'error']);
