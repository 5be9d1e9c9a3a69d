/** A drawer is opened once for each order, and what it is said to be is what its switch says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { bytesOf, hexOf } from '../../kit/hex.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { escposDrawerCodec } from './codec.ts';
import { escposDrawer } from './driver.ts';
import { encodeKick } from './frame.ts';
import { DrawerRig } from './rig.ts';

const WHILE_MS = 5_000;

let clock: FakeClock;
let rig: DrawerRig;

function start(options: object = {}): DrawerRig {
  rig = new DrawerRig(clock, createMemoryPipe(clock), options);
  return rig;
}

beforeEach(() => {
  clock = new FakeClock();
});

afterEach(async () => {
  const closing = rig.port[Symbol.asyncDispose]();
  await clock.advance(WHILE_MS);
  await closing;
});

async function open() {
  const opening = rig.drawer.open();
  await clock.advance(WHILE_MS);
  return opening;
}

describe('the drawer of a printer', () => {
  it('is not opened later when the printer was not there', async () => {
    start();
    await rig.line.unplug();
    await clock.advance(WHILE_MS);
    expect(rig.deviceState).toBe('down');
    expect(await open()).toMatchObject({ kind: 'refused', reason: 'offline' });
    await rig.line.plug();
    await clock.advance(WHILE_MS * 4);
    expect(rig.deviceState).toBe('up');
    expect(rig.sim.truth()).toEqual({ isOpen: false, kicks: 0 });
  });

  it('is down when the printer says nothing, and comes back with it', async () => {
    start().sim.isMute = true;
    await clock.advance(WHILE_MS);
    expect(rig.deviceState).toBe('down');
    rig.sim.isMute = false;
    await clock.advance(WHILE_MS * 2);
    expect(rig.deviceState).toBe('up');
    expect(rig.states).toEqual(['closed']);
  });

  it('has its pipe opened again when the printer stays silent', async () => {
    start().sim.isMute = true;
    await clock.advance(WHILE_MS * 4);
    const renewals = rig.traces.filter(({ kind }) => kind === 'link-down');
    expect(renewals.length).toBeGreaterThan(0);
  });

  it('stays closed when its lock is stuck, or the pulse is too short for it', async () => {
    start();
    await clock.advance(WHILE_MS);
    rig.sim.isStuck = true;
    expect(await open()).toEqual({ kind: 'opened' });
    expect(rig.states).toEqual(['closed']);
    expect(rig.sim.truth()).toEqual({ isOpen: false, kicks: 1 });
  });

  it('is opened once, and told of when it opens and closes', async () => {
    start();
    await clock.advance(WHILE_MS);
    await open();
    rig.sim.move(false);
    await clock.advance(WHILE_MS);
    expect(rig.states).toEqual(['closed', 'open', 'closed']);
    expect(rig.sim.truth().kicks).toBe(1);
  });

  it('is told of when it was opened by its key', async () => {
    start();
    await clock.advance(WHILE_MS);
    rig.sim.move(true);
    await clock.advance(WHILE_MS);
    expect(rig.states).toEqual(['closed', 'open']);
  });

  it('is read the other way round where its switch is', async () => {
    start({ openLevel: 'high' });
    await clock.advance(WHILE_MS);
    expect(rig.states).toEqual(['open']);
  });

  it.each(['esc-p', 'dle-dc4'])(
    'opens by %s with a pulse of the length asked for',
    async (command) => {
      start({ command, pulseMs: 200, openLevel: 'none' });
      await clock.advance(WHILE_MS);
      const pulses: number[] = [];
      rig.sim.onEvent((event) => void (event.event === 'kicked' && pulses.push(event.onMs)));
      await open();
      expect(pulses).toEqual([200]);
      expect(rig.drawer.hasStatus).toBe(false);
      expect(rig.states).toEqual([]);
    },
  );
});

describe('its bytes', () => {
  it('are as published, both ways', () => {
    const [, ...lines] = readFileSync(join(import.meta.dirname, 'traces/escpos-drawer.tsv'), 'utf8')
      .trim()
      .split('\n');
    for (const line of lines) {
      const [from = '', spaced = '', json = ''] = line.split('\t');
      const source = from === 'host' ? 'host' : 'device';
      const hex = spaced.replaceAll(' ', '');
      const frame = JSON.parse(json) as Parameters<typeof escposDrawerCodec.encode>[0];
      expect(hexOf(escposDrawerCodec.encode(frame, source))).toBe(hex);
      expect(escposDrawerCodec.decode(bytesOf(hex), source)).toEqual({ kind: 'frame', frame });
    }
  });

  it('never hold a pulse that no command can say', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 800 }),
        fc.constantFrom('esc-p', 'dle-dc4'),
        (pulseMs, command) => {
          const given = { device: 'd', openLevel: 'none', pulseMs, command };
          return escposDrawer.configSchema.safeParse(given).success;
        },
      ),
    );
    expect(() => encodeKick({ command: 'esc-p', pin: 2, onMs: 512, offMs: 2 })).toThrow(RangeError);
    expect(() => encodeKick({ command: 'dle-dc4', pin: 2, pulseMs: 900 })).toThrow(RangeError);
  });
});
