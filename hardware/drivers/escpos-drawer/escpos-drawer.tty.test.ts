/** The same driver over what ships: a kernel tty with serialport, and a real network port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPseudoTerminal } from '../../kit/pseudo-terminal.ts';
import { createSerialTransport, eightNoneOne } from '../../kit/serial-transport.ts';
import { systemClock } from '../../kit/system-clock.ts';
import { openTcpLine } from '../../kit/tcp-line.ts';
import { createTcpTransport } from '../../kit/tcp-transport.ts';
import { DrawerRig } from './rig.ts';

const WITHIN = { timeout: 20_000 };

let folder: string;
let rig: DrawerRig;

async function overTty(): Promise<DrawerRig> {
  const path = join(folder, 'printer');
  const line = await openPseudoTerminal(path);
  const serial = { kind: 'serial', path, baudRate: 9_600 } as const;
  return new DrawerRig(systemClock, {
    line,
    transport: createSerialTransport(serial, eightNoneOne),
  });
}

async function overTcp(): Promise<DrawerRig> {
  const line = await openTcpLine(0);
  const tcp = { kind: 'tcp', host: '127.0.0.1', port: line.port } as const;
  return new DrawerRig(systemClock, { line, transport: createTcpTransport(tcp, systemClock) });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-drawer-'));
});

afterEach(async () => {
  await rig.port[Symbol.asyncDispose]();
  await rig.line[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['a tty', overTty],
  ['TCP', overTcp],
])('over %s', (_, create) => {
  beforeEach(async () => {
    rig = await create();
    await vi.waitUntil(() => rig.deviceState === 'up', WITHIN);
  });

  it('is down when the plug is pulled, refuses, and comes back', async () => {
    await rig.line.unplug();
    await expect.poll(() => rig.deviceState, WITHIN).toBe('down');
    expect(await rig.drawer.open()).toMatchObject({ kind: 'refused' });
    await rig.line.plug();
    await expect.poll(() => rig.deviceState, WITHIN).toBe('up');
    expect(rig.sim.truth()).toEqual({ isOpen: false, kicks: 0 });
  });

  it('opens once and is seen to open and close', async () => {
    expect(await rig.drawer.open()).toEqual({ kind: 'opened' });
    await expect.poll(() => rig.states, WITHIN).toEqual(['closed', 'open']);
    rig.sim.move(false);
    await expect.poll(() => rig.states, WITHIN).toEqual(['closed', 'open', 'closed']);
    expect(rig.sim.truth().kicks).toBe(1);
  });
});
