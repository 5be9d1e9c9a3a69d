/**
 * Looking for HID devices: each is known by what it says of itself, is sent no report, and is written
 * down by numbers that stay, never by its path. What nobody knows is passed over, twins are left out.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scanDevices } from '../../agent/cli/device-scan.ts';
import { planPort } from '../../agent/compose-ports.ts';
import { readConfig } from '../../agent/config/config.ts';
import { SimBoard } from '../../hardware/drivers/dcttech/sim.ts';
import { SimPosiflex } from '../../hardware/drivers/hid-drawer/sim.ts';
import {
  eachBehindItsLength,
  SimMsr,
  SimScale,
  SimScanner,
} from '../../hardware/drivers/hid-pos/sim.ts';
import type { HidEntry } from '../../hardware/kit/hid-bus.ts';
import { SimHidBus, type SimHidDevice } from '../../hardware/kit/sim-hid-bus.ts';

let folder: string;
let file: string;
let bus: SimHidBus;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scan-hid-'));
  file = join(folder, 'till.json');
  bus = new SimHidBus();
  told = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Plugs it in, and writes down whatever it is told. */
function plug(device: SimHidDevice, entry: Partial<HidEntry> = {}): void {
  const name = device.constructor.name;
  const watched = Object.assign(device, {
    entry: { ...device.entry, ...entry },
    onOutput: () => void told.push(`${name} output`),
    onFeature: () => void told.push(`${name} feature`),
  });
  bus.plug(watched);
}

async function scan(...flags: readonly string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = {
    env: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    signal: new AbortController().signal,
    root: folder,
    version: 'test',
  };
  const code = await scanDevices(flags, io, { bus, listPorts: async () => [] });
  return { code, out: textOf(stdout), err: textOf(stderr) };
}

function textOf(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

function portsWritten(): readonly { driver: string; transport: object; options: object }[] {
  return JSON.parse(readFileSync(file, 'utf8')).ports;
}

it('finds nothing where there is nothing, or a mouse', async () => {
  expect(await scan()).toMatchObject({ code: 1, err: expect.stringContaining('no HID device') });
  const mouse = new SimScale(Uint8Array.of(0x05, 0x01, 0x09, 0x02, 0xa1, 0x01, 0xc0));
  plug(mouse, { usagePage: 1, usage: 2 });
  plug(new SimBoard(), { product: 'another device with the same numbers' });
  plug(new SimPosiflex(0), { usagePage: 0xff00 });
  expect((await scan()).code).toBe(1);
  expect(told).toEqual([]);
});

it('finds each kind, tells it nothing, and writes a configuration that runs', async () => {
  const serialNumber = 'S-1';
  plug(new SimScale());
  plug(new SimScanner(), { serialNumber });
  plug(new SimMsr(eachBehindItsLength, { vendorId: 0x0acd, productId: 0x0520 }));
  plug(new SimPosiflex(3));
  plug(new SimBoard('QWERT'));
  const { code, out } = await scan('--hid', '--write', file);
  expect(out).toMatch(/hid-pos +- +scale/);
  expect(out).toMatch(/hid-pos +- +card reader/);
  expect(out).toMatch(/hid-drawer +- +cash drawer 3 +posiflex/);
  expect(out).toMatch(/dcttech +- +relay board +www.dcttech.com +USBRelay8 +- +QWERT/);
  expect(code).toBe(0);
  expect(told).toEqual([]);
  expect(portsWritten()).toMatchObject([
    {
      driver: 'hid-pos',
      transport: { kind: 'hid', vendorId: 0x0922 },
      options: { reads: 'scale' },
    },
    { driver: 'hid-pos', transport: { serialNumber }, options: { reads: 'scanner' } },
    { driver: 'hid-pos', transport: { productId: 0x0520 }, options: { reads: 'msr' } },
    { driver: 'hid-drawer', transport: { productId: 0x0203 }, options: { drawer: 3 } },
    { driver: 'dcttech', transport: {}, options: { boardSerial: 'QWERT', device: 'drawer-2' } },
  ]);
  expect(readFileSync(file, 'utf8')).not.toContain('hidraw');
  const config = readConfig(file);
  const site = { currency: config.currency, folder: config.folder, bus };
  const plans = await Promise.all(config.ports.map((port) => planPort(port, site)));
  expect(plans).toHaveLength(5);
});

it('tells two of a kind apart by whatever tells them, and leaves out what nothing does', async () => {
  plug(new SimScale(), { serialNumber: 'A' });
  plug(new SimScale(), { serialNumber: 'B' });
  plug(new SimScanner(), { interface: 0 });
  plug(new SimScanner(), { interface: 1 });
  plug(new SimBoard('AAAAA'));
  plug(new SimBoard('BBBBB'));
  const { code, out } = await scan('--write', file);
  expect(code).toBe(0);
  expect(out.match(/nothing tells it from its twin/g)).toHaveLength(2);
  expect(portsWritten().map(({ transport }) => transport)).toEqual([
    { kind: 'hid', vendorId: 0x0922, productId: 0x8003, serialNumber: 'A' },
    { kind: 'hid', vendorId: 0x0922, productId: 0x8003, serialNumber: 'B' },
    { kind: 'hid', vendorId: 0x0c2e, productId: 0x0204, interface: 0 },
    { kind: 'hid', vendorId: 0x0c2e, productId: 0x0204, interface: 1 },
  ]);
});

it('finds a board that another program holds open, without its serial number', async () => {
  plug(new SimBoard('QWERT'));
  const [entry] = await bus.devicesAsync();
  const held = await bus.open(entry?.path ?? '');
  expect((await scan('--write', file)).code).toBe(0);
  await held.close();
  expect(portsWritten()).toMatchObject([{ options: { device: 'drawer', relay: 1 } }]);
});

it('looks for one family alone where that is said', async () => {
  plug(new SimScale());
  plug(new SimBoard());
  const { out } = await scan('--protocol', 'dcttech');
  expect(out).toContain('relay board');
  expect(out).not.toContain('scale');
});
