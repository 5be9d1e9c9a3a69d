/** What is not certain is no weight and no scan, and what a card says is said to nobody but its taker. */
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidPort, type HidPortRig } from '../../../test/support/hid-port.ts';
import type { CardSwipe } from '../../kit/card-swipe.ts';
import type { Msr, Peripheral, Scale, Scan, Scanner } from '../../kit/device-peripheral.ts';
import { decimalOf } from '../../kit/decimal-weight.ts';
import { bytesOf, hexOf } from '../../kit/hex.ts';
import { parseDescriptor } from './descriptor.ts';
import { hidPos } from './driver.ts';
import { readReport } from './report.ts';
import { addScanPart, NO_SCAN, SCAN_MAX_BYTES, type ScanAssembly } from './scan.ts';
import { readSwipe } from './swipe.ts';
import {
  eachBehindItsLength,
  lengthsFirst,
  paddedTracks,
  SimMsr,
  SimScale,
  SimScanner,
  type MsrLayout,
} from './sim.ts';

const SETTLE_MS = 3_000;
const SCALE_DESCRIPTOR = new SimScale().descriptor ?? new Uint8Array();
const KILOGRAMS = { unit: 3, exponent: -3, raw: 1_250 } as const;

function rigOf(reads: string, entry: { vendorId: number; productId: number }, more: object = {}) {
  return hidPort(hidPos, {
    transport: { kind: 'hid', ...entry },
    options: { device: 'it', reads, ...more },
  });
}

function deviceOf<Kind extends Peripheral['kind']>(rig: HidPortRig, kind: Kind) {
  const found = rig.port.peripherals?.[0];
  if (found?.kind !== kind) throw new RangeError(`the port has no ${kind}`);
  return found as Extract<Peripheral, { readonly kind: Kind }>;
}

const SCALE = { vendorId: 0x0922, productId: 0x8003 };
const SCANNER = { vendorId: 0x0c2e, productId: 0x0204 };
const READER = { vendorId: 0x0801, productId: 0x0002 };

async function scaleRig(more: object = {}) {
  const rig = rigOf('scale', SCALE, more);
  const sim = new SimScale();
  rig.bus.plug(sim);
  await rig.clock.advance(SETTLE_MS);
  const scale: Scale = deviceOf(rig, 'scale');
  return { rig, sim, scale };
}

describe('a device of another kind', () => {
  it('is not traced where a scanner is called a scale', async () => {
    await using rig = rigOf('scale', SCANNER, { reportDescriptor: hexOf(SCALE_DESCRIPTOR) });
    const sim = new SimScanner();
    rig.bus.plug(sim);
    await rig.clock.advance(SETTLE_MS);
    expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
    sim.scan('4006381333931', ']E0');
    await rig.clock.advance(1);
    expect(rig.traces.map(({ kind }) => kind)).toEqual(['link-down', 'link-up']);
  });

  it('is not traced where a scale says more than a weight in one report', async () => {
    const scanned = bytesOf('058C09FE150026FF00750895088102C0');
    const both = Uint8Array.of(...SCALE_DESCRIPTOR.subarray(0, -1), ...scanned);
    await using rig = rigOf('scale', SCALE);
    const sim = new SimScale(both);
    rig.bus.plug(sim);
    await rig.clock.advance(SETTLE_MS);
    expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
    sim.show({ ...KILOGRAMS, status: 4 });
    await rig.clock.advance(1);
    expect(rig.traces.map(({ kind }) => kind)).toEqual(['link-down', 'link-up']);
  });

  it.each([
    { reads: 'scanner', sim: new SimScale(), code: 'other-device' },
    { reads: 'scale', sim: new SimScale(Uint8Array.of(0xa1)), code: 'bad-descriptor' },
    { reads: 'scale', sim: new SimScale(Uint8Array.of()), code: 'other-device' },
  ])('is a fault for a $reads, which says what was found', async ({ reads, sim, code }) => {
    await using rig = rigOf(reads, SCALE);
    rig.bus.plug(sim);
    await rig.clock.advance(SETTLE_MS);
    expect(rig.reports.at(-1)).toMatchObject({ state: { kind: 'fault', code } });
  });

  it('is read by a descriptor from the configuration where the system tells none', async () => {
    const { descriptor } = new SimScale();
    const hex = Buffer.from(descriptor ?? [])
      .toString('hex')
      .toUpperCase();
    const silent = new SimScale();
    const untold = Object.assign(silent, { descriptor: undefined });
    await using without = rigOf('scale', SCALE);
    without.bus.plug(untold);
    await without.clock.advance(SETTLE_MS);
    expect(without.reports.at(-1)).toMatchObject({ state: { code: 'no-descriptor' } });
    await using configured = rigOf('scale', SCALE, { reportDescriptor: hex });
    configured.bus.plug(untold);
    await configured.clock.advance(SETTLE_MS);
    expect(configured.reports.at(-1)).toMatchObject({ state: { kind: 'up' } });
  });
});

describe('a scale', () => {
  it('has no weight when it is not there, or says nothing', async () => {
    await using absent = rigOf('scale', SCALE);
    const nothing = await deviceOf(absent, 'scale').read(0);
    expect(nothing).toMatchObject({ kind: 'refused', reason: 'offline' });
    const { rig, scale } = await scaleRig();
    await using _ = rig;
    const reading = scale.read(0);
    await rig.clock.advance(SETTLE_MS);
    expect(await reading).toMatchObject({ kind: 'refused', reason: 'offline' });
  });

  it('gives no weight that it said before it was asked', async () => {
    const { rig, sim, scale } = await scaleRig();
    await using _ = rig;
    sim.show({ status: 4, ...KILOGRAMS });
    await rig.clock.advance(1);
    const reading = scale.read(0);
    sim.show({ status: 4, ...KILOGRAMS, raw: 2_000 });
    await rig.clock.advance(SETTLE_MS);
    expect(await reading).toMatchObject({ kind: 'stable', weight: { raw: 2_000 } });
  });

  it('gives what it said last where it speaks only when the weight changes', async () => {
    const { rig, sim, scale } = await scaleRig({ onlyOnChange: true });
    await using _ = rig;
    sim.show({ status: 4, ...KILOGRAMS });
    await rig.clock.advance(1);
    expect(await scale.read(0)).toMatchObject({ kind: 'stable', weight: { raw: 1_250 } });
    rig.bus.unplug(sim);
    await rig.clock.advance(1);
    expect(await scale.read(0)).toMatchObject({ kind: 'refused', reason: 'offline' });
  });

  it.each([
    [1, 'fault'],
    [3, 'in-motion'],
    [5, 'under-zero'],
    [6, 'over-limit'],
    [7, 'needs-calibration'],
    [8, 'needs-zero'],
  ])('refuses at status %i: %s', async (status, reason) => {
    const { rig, sim, scale } = await scaleRig();
    await using _ = rig;
    const reading = scale.read(0);
    sim.show({ status, ...KILOGRAMS });
    await rig.clock.advance(SETTLE_MS);
    expect(await reading).toMatchObject({ kind: 'refused', reason });
  });

  it('has no weight in no unit', async () => {
    const { rig, sim, scale } = await scaleRig();
    await using _ = rig;
    const reading = scale.read(0);
    sim.show({ status: 4, ...KILOGRAMS, unit: 0 });
    await rig.clock.advance(SETTLE_MS);
    expect(await reading).toMatchObject({ kind: 'refused', reason: 'fault' });
  });

  it('waits for the weight to come to rest, and no longer than it was asked to', async () => {
    const { rig, sim, scale } = await scaleRig();
    await using _ = rig;
    const patient = scale.read(2_000);
    const hasty = scale.read(100);
    sim.show({ status: 3, ...KILOGRAMS });
    await rig.clock.advance(50);
    sim.show({ status: 3, ...KILOGRAMS, raw: 1_200 });
    await rig.clock.advance(100);
    expect(await hasty).toMatchObject({
      reason: expect.stringMatching(/in-motion|offline/) as string,
    });
    sim.show({ status: 4, ...KILOGRAMS });
    await rig.clock.advance(1);
    expect(await patient).toMatchObject({ kind: 'stable', weight: { unit: 'kilogram' } });
  });

  it('shows exactly the digits it sent', () => {
    expect(decimalOf({ raw: 1_250, exponent: -3, unit: 'kilogram' })).toBe('1.250');
    expect(decimalOf({ raw: 5, exponent: -1, unit: 'ounce' })).toBe('0.5');
    expect(decimalOf({ raw: 12, exponent: 2, unit: 'gram' })).toBe('1200');
    expect(decimalOf({ raw: 0, exponent: -2, unit: 'gram' })).toBe('0.00');
    expect(decimalOf({ raw: 1, exponent: 99, unit: 'gram' })).toBeUndefined();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.integer({ min: -12, max: 12 }),
        (raw, exponent) => {
          const text = decimalOf({ raw, exponent, unit: 'gram' }) ?? '';
          return Math.abs(Number(text) - raw * 10 ** exponent) <= Math.abs(Number(text)) * 1e-12;
        },
      ),
    );
  });
});

async function scannerRig() {
  const rig = rigOf('scanner', SCANNER);
  const sim = new SimScanner();
  rig.bus.plug(sim);
  await rig.clock.advance(SETTLE_MS);
  const scans: Scan[] = [];
  const scanner: Scanner = deviceOf(rig, 'scanner');
  scanner.listen((scan) => void scans.push(scan));
  return { rig, sim, scans };
}

function textOf(scan: Scan | undefined): string {
  return new TextDecoder().decode(scan?.data);
}

describe('a scanner', () => {
  it('puts no half symbol before the next one, after a pause or a replug', async () => {
    const { rig, sim, scans } = await scannerRig();
    await using _ = rig;
    const [half] = sim.reportsOf(new Uint8Array(100).fill(0x41), ']Q1');
    if (half === undefined) throw new RangeError('no report');
    sim.send(half);
    await rig.clock.advance(SETTLE_MS);
    sim.scan('4006381333931', ']E0');
    await rig.clock.advance(1);
    sim.send(half);
    await rig.clock.advance(1);
    rig.bus.unplug(sim);
    rig.bus.plug(sim);
    await rig.clock.advance(SETTLE_MS);
    sim.scan('second', ']C0');
    await rig.clock.advance(1);
    expect(scans.map(textOf)).toEqual(['4006381333931', 'second']);
  });

  it('tells a symbol of several reports whole, with its symbology', async () => {
    const { rig, sim, scans } = await scannerRig();
    await using _ = rig;
    const text = 'https://example.org/'.repeat(20);
    sim.scan(text, ']Q1');
    await rig.clock.advance(1);
    expect(scans.map(textOf)).toEqual([text]);
    expect(scans[0]?.aim).toBe(']Q1');
  });

  it('is never traced', async () => {
    const { rig, sim } = await scannerRig();
    await using _ = rig;
    sim.scan('4006381333931', ']E0');
    await rig.clock.advance(1);
    expect(rig.traces.map(({ kind }) => kind)).toEqual(['link-down', 'link-up']);
  });

  it('drops a symbol without end, to its end', () => {
    const part = { data: new Uint8Array(56), aim: undefined, isContinued: true };
    let assembly: ScanAssembly = NO_SCAN;
    for (let at = 0; at < 1_000; at += 1) {
      assembly = addScanPart(assembly, part).assembly;
      const heldBytes = assembly.kind === 'partial' ? assembly.data.length : 0;
      expect(heldBytes).toBeLessThanOrEqual(SCAN_MAX_BYTES);
    }
    const last = addScanPart(assembly, { ...part, isContinued: false });
    expect(last).toEqual({ assembly: NO_SCAN });
  });
});

interface MsrCase {
  readonly name: string;
  readonly layout: MsrLayout;
  readonly ids: { readonly vendorId: number; readonly productId: number };
}

/** Each of another maker, or of one that nobody knows: the descriptor alone says where a track lies. */
const LAYOUTS: readonly MsrCase[] = [
  { name: 'lengths before all tracks', layout: lengthsFirst, ids: READER },
  {
    name: 'each track behind its length, in a numbered report',
    layout: eachBehindItsLength,
    ids: { vendorId: 0x0acd, productId: 0x0520 },
  },
  { name: 'no lengths', layout: paddedTracks, ids: { vendorId: 0xfffe, productId: 0x0001 } },
];

async function swipesOf({ layout, ids }: MsrCase, tracks: readonly string[]) {
  await using rig = rigOf('msr', ids);
  const sim = new SimMsr(layout, ids);
  rig.bus.plug(sim);
  await rig.clock.advance(SETTLE_MS);
  const swipes: CardSwipe[] = [];
  deviceOf(rig, 'msr').listen((swipe) => void swipes.push(swipe));
  sim.swipe(tracks);
  await rig.clock.advance(1);
  return swipes.map((swipe) => swipe.take());
}

describe.each(LAYOUTS)('a card reader with $name', (reader) => {
  it('gives each track as it was on the card, and no track that was not read', async () => {
    const second = ';4111111111111111=30121010000?';
    const first = `%B4111111111111111^${'X'.repeat(50)}?`;
    const both = [
      { track: '1', text: first },
      { track: '2', text: second },
    ];
    expect(await swipesOf(reader, [first, second])).toEqual([both]);
    expect(await swipesOf(reader, ['', second])).toEqual([[{ track: '2', text: second }]]);
    expect(await swipesOf(reader, ['', ''])).toEqual([]);
  });

  it('gives no part of a track, wherever its report is cut short', () => {
    const parsed = parseDescriptor(reader.layout.descriptor);
    if (parsed.kind === 'bad') throw new RangeError(parsed.reason);
    const whole = reader.layout.reportOf(['%B1^A?', ';1=1?']);
    for (let length = 0; length < whole.length; length += 1) {
      const report = readReport(whole.subarray(0, length), parsed.fields);
      const swipe = report === undefined ? undefined : readSwipe(report, parsed.fields);
      for (const { text } of swipe?.take() ?? []) expect(['%B1^A?', ';1=1?']).toContain(text);
    }
  });
});

describe('a card reader', () => {
  const TRACKS = ['%B4111111111111111^DOE/J^30121010000?', ';4111111111111111=30121010000?'];

  it('reads the track of a Japanese card', async () => {
    const [, reader] = LAYOUTS;
    if (reader === undefined) throw new RangeError('no layout');
    const jis = { track: 'jis', text: '\u007f1234567890\u007f' };
    expect(await swipesOf(reader, ['', '', '', jis.text])).toEqual([[jis]]);
  });

  it('gives no track that says it is longer than its room', async () => {
    const [reader] = LAYOUTS;
    if (reader === undefined) throw new RangeError('no layout');
    const reportOf = (tracks: readonly string[]) => {
      const report = reader.layout.reportOf(tracks);
      report[1] = 0xff;
      return report;
    };
    const lying = { ...reader, layout: { ...reader.layout, reportOf } };
    expect(await swipesOf(lying, ['%B1^A?'])).toEqual([[{ track: '1', text: '%B1^A?' }]]);
  });

  it('gives the tracks once, and shows them nowhere else', async () => {
    await using rig = rigOf('msr', READER);
    const sim = new SimMsr();
    rig.bus.plug(sim);
    await rig.clock.advance(SETTLE_MS);
    const swipes: CardSwipe[] = [];
    const reader: Msr = deviceOf(rig, 'msr');
    reader.listen((swipe) => void swipes.push(swipe));
    sim.swipe(TRACKS);
    sim.swipe([]);
    await rig.clock.advance(1);
    const [swipe] = swipes;
    expect(swipes).toHaveLength(1);
    const shown = [inspect(swipe, { showHidden: true, depth: 9 }), JSON.stringify(swipes)];
    const told = JSON.stringify([rig.traces, rig.reports]);
    for (const text of [...shown, told]) expect(text).not.toContain('4111');
    expect(swipe?.take()).toEqual([
      { track: '1', text: TRACKS[0] },
      { track: '2', text: TRACKS[1] },
    ]);
    expect(swipe?.take()).toBeUndefined();
  });
});
