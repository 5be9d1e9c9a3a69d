/** A help button on a real tty, and one that speaks in HID reports: pressed again, it is the same call. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pageFolderOf, startAgent, type Agent } from '../../agent/compose.ts';
import { readConfig } from '../../agent/config/config.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { simEbdsDriverConfig } from '../../hardware/drivers/ebds/rig.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { SimHidBus } from '../../hardware/kit/sim-hid-bus.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { callProgram } from '../support/call-program.ts';

/** Longer than a contact bounces, and shorter than a call stays the same one. */
const LATER_MS = 10_000;
const LONG_AFTER_MS = 120_000;
const LIMIT_MS = 20_000;
const STEP_MS = 20;

const PRESS = Uint8Array.of(0x01);
const RELEASE = Uint8Array.of(0x00);

let folder: string;
let aheadMs: number;
let agent: Agent | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-button-'));
  aheadMs = 0;
});

afterEach(async () => {
  await agent?.[Symbol.asyncDispose]();
  agent = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** The computer's own, which the test can move on. */
const clock: Clock = {
  ...systemClock,
  wallMs: () => systemClock.wallMs() + aheadMs,
  monotonicMs: () => systemClock.monotonicMs() + aheadMs,
};

/** When each call was made that its API tells of, the first one first. */
type Calls = () => Promise<readonly number[]>;

async function startTill(transport: object, hidBus: SimHidBus): Promise<Calls> {
  const path = join(folder, 'config.json');
  const nothing = { kind: 'serial', path: join(folder, 'none'), baudRate: 9_600 };
  const ports = [{ id: 'notes', driver: 'ebds', transport: nothing, options: simEbdsDriverConfig }];
  const config = { till: 'till-1', currency: 'EUR', api: { port: 0 }, ports };
  writeFileSync(path, JSON.stringify({ ...config, support: { helpButton: { transport } } }));
  const { said } = await callProgram(['client', 'add', 'pos', '--config', path]);
  const authorization = `Bearer ${said.split('\n')[1] ?? ''}`;
  const started = await startAgent({
    config: readConfig(path),
    trust: undefined,
    version: 'test',
    clock,
    events: createAgentEvents(pino({ level: 'silent' })),
    pageFolder: pageFolderOf(join(import.meta.dirname, '../..')),
    hidBus,
  });
  agent = started;
  return async () => {
    const response = await fetch(`${started.url}/v1/help`, { headers: { authorization } });
    const { tickets } = (await response.json()) as { tickets: readonly { askedAt: string }[] };
    return tickets.map(({ askedAt }) => Date.parse(askedAt)).toSorted((one, other) => one - other);
  };
}

/** Asks until there are so many. */
async function until(calls: Calls, count: number): Promise<readonly number[]> {
  const endMs = performance.now() + LIMIT_MS;
  for (;;) {
    const made = await calls();
    if (made.length >= count) return made;
    if (performance.now() > endMs) throw new Error(`there are no ${count} calls for help`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

/** A second press that was a call of its own would be the second call, and soon after the first. */
async function pressThrice(press: () => void, calls: Calls): Promise<void> {
  // Nobody says when the port has been opened.
  await until(() => (press(), calls()), 1);
  aheadMs += LATER_MS;
  press();
  expect(await calls()).toHaveLength(1);
  aheadMs += LONG_AFTER_MS;
  press();
  const [first = 0, second = 0, ...more] = await until(calls, 2);
  expect(more).toEqual([]);
  expect(second - first).toBeGreaterThanOrEqual(LONG_AFTER_MS);
}

it('on a serial port', async () => {
  const path = join(folder, 'button');
  const line = await openPseudoTerminal(path);
  try {
    const transport = { kind: 'serial', path, baudRate: 9_600 };
    const calls = await startTill(transport, new SimHidBus());
    const press = (): void => {
      line.send(PRESS);
      line.send(RELEASE);
    };
    await pressThrice(press, calls);
  } finally {
    await line.unplug();
  }
});

it('in HID reports', async () => {
  const bus = new SimHidBus();
  const ids = { vendorId: 0x1234, productId: 0x5678 };
  const device = {
    entry: { ...ids, interface: 0 },
    descriptor: undefined,
    isNumbered: false,
    onOutput: () => undefined,
    onFeature: () => undefined,
    feature: () => undefined,
    send: (_report: Uint8Array): void => undefined,
  };
  bus.plug(device);
  const reports = { outputBytes: 8, framing: 'padded' };
  const calls = await startTill({ kind: 'hid', ...ids, reports }, bus);
  const press = (): void => {
    device.send(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0));
    device.send(new Uint8Array(8));
  };
  await pressThrice(press, calls);
});
