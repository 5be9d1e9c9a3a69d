import * as fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { hidPort, onlyDrawer, type HidPortRig } from '../../../test/support/hid-port.ts';
import { hexOf } from '../../kit/hex.ts';
import { hidDrawer } from './driver.ts';
import { encodeCommand, MODELS } from './frame.ts';
import { SimPosiflex } from './sim.ts';

const DRAWER = 7;
const WHILE_MS = 3_000;

let sim: SimPosiflex;

beforeEach(() => {
  sim = new SimPosiflex(DRAWER);
});

function rigWithDrawer(): HidPortRig & { readonly states: boolean[] } {
  const states: boolean[] = [];
  const rig = hidPort(hidDrawer, {
    transport: { kind: 'hid', vendorId: 0x0d3a, productId: 0x0207 },
    options: { device: 'drawer', maker: 'posiflex', drawer: DRAWER },
  });
  onlyDrawer(rig.port).listen((isOpen) => void states.push(isOpen));
  return { ...rig, states, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

it('is not opened later when it was not there', async () => {
  await using rig = rigWithDrawer();
  await rig.clock.advance(WHILE_MS);
  expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'down' } });
  expect(await onlyDrawer(rig.port).open()).toMatchObject({ kind: 'refused' });
  rig.bus.plug(sim);
  await rig.clock.advance(WHILE_MS * 3);
  expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
  expect(sim.kicks).toBe(0);
});

it('is down when it says nothing, and when it is unplugged', async () => {
  await using rig = rigWithDrawer();
  sim.isMute = true;
  rig.bus.plug(sim);
  await rig.clock.advance(WHILE_MS);
  expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'down' } });
  sim.isMute = false;
  await rig.clock.advance(WHILE_MS);
  expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
  rig.bus.unplug(sim);
  await rig.clock.advance(WHILE_MS);
  expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'down' } });
});

it('opens once, and tells when it opens and closes', async () => {
  await using rig = rigWithDrawer();
  rig.bus.plug(sim);
  await rig.clock.advance(WHILE_MS);
  expect(await onlyDrawer(rig.port).open()).toEqual({ kind: 'opened' });
  await rig.clock.advance(WHILE_MS);
  sim.isOpen = false;
  await rig.clock.advance(WHILE_MS);
  expect(rig.states).toEqual([false, true, false]);
  expect(sim.kicks).toBe(1);
  expect(sim.isBricked).toBe(false);
});

it('traces what is a state, and of anything else how long it was', async () => {
  await using rig = rigWithDrawer();
  rig.bus.plug(sim);
  await rig.clock.advance(WHILE_MS);
  sim.send(Uint8Array.of(0x70, 0x34, 0x31, 0x31, 0x31));
  sim.send(Uint8Array.of(0x02, 0x34, 0x31, 0x31, 0x31));
  await rig.clock.advance(1);
  const withheld = rig.traces.filter(({ kind }) => kind === 'bytes-dropped');
  expect(withheld).toMatchObject([{ count: 5 }, { count: 5 }]);
  expect(JSON.stringify(rig.traces)).not.toContain('343131');
  const seen = rig.traces.map((event) => ('report' in event ? [event.report, event.reportId] : []));
  expect(seen).toContainEqual(['output', 0]);
  expect(seen).toContainEqual(['input', 0]);
});

it('never says what would reboot a drawer into its boot loader', () => {
  for (const model of MODELS) {
    for (let drawer = 0; drawer <= 7; drawer += 1) {
      for (const [, command] of [model.open(drawer), model.status(drawer)]) {
        expect([0xf0, 0xd0]).not.toContain(command);
      }
    }
  }
});

it('says the published bytes, in full reports behind the id 0', () => {
  const [posiflex] = MODELS;
  if (posiflex === undefined) throw new RangeError('no model');
  const zeros = '00'.repeat(118);
  expect(hexOf(encodeCommand(posiflex, posiflex.open(7)))).toBe(`000707${zeros}`);
  expect(hexOf(encodeCommand(posiflex, posiflex.status(7)))).toBe(`000708${zeros}`);
  expect(posiflex.isOpen(Uint8Array.of(0x70), 7)).toBe(true);
  expect(posiflex.isOpen(Uint8Array.of(0x71), 7)).toBe(false);
});

it('takes no state from another drawer, or from any other bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), (report) => {
      const state = MODELS[0]?.isOpen(report, DRAWER);
      return state === undefined || report[0] === 0x70 || report[0] === 0x71;
    }),
  );
});
