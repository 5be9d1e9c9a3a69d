/**
 * What went over the ports leaves the till without keys, PINs, the codes of tickets and the serial
 * numbers of notes: each is planted where its protocol has a place for it, early, late and twice.
 */
import { describe, expect, it } from 'vitest';
import { codecs } from '../../hardware/codecs.ts';
import type { FrameSource } from '../../hardware/kit/codec.ts';
import { FRAMES_MAX, FRAMES_MAX_BYTES, RecentFrames } from './recent-frames.ts';
import { traceFiles } from './trace-files.ts';

/** Seven bits a byte, so that it fits every protocol. */
const SECRET = '3A5C17694D2E7B11';

type Said = readonly [FrameSource, object];

function portOf(driver: string) {
  return { id: 'port', driver, transport: {}, options: {} };
}

/** What is told of these frames, as one file. */
async function fileOf(protocol: string, frames: readonly Said[], driver = protocol) {
  const codec = codecs.find((one) => one.protocol === protocol);
  const recent = new RecentFrames();
  frames.forEach(([from, frame], nth) => {
    const bytes = codec?.encode(codec.frameSchema.parse(frame), from) ?? [];
    const kind = from === 'host' ? 'frame-sent' : 'frame-received';
    const hex = Buffer.from(bytes).toString('hex');
    recent.hear({ kind, atMs: 1_000 + nth, port: 'port', hex });
  });
  const source = { recent: (port: string) => recent.of(port), descriptor: () => undefined };
  const [file] = await traceFiles([portOf(driver)], source);
  return file?.[1] ?? '';
}

function rowsOf(text: string): readonly string[] {
  const [, ...rows] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return rows.map((row) => row.split('\t')[2]?.replaceAll(' ', '') ?? '');
}

function ssp(data: string): object {
  return { address: 0, sequence: 0, data: data.toLowerCase(), isEncrypted: false };
}

function cctalk(header: number, data: string): object {
  const ends = header === 0 ? { destination: 1, source: 2 } : { destination: 2, source: 1 };
  return { ...ends, header, data };
}

function crc(header: number, data: string): object {
  return { destination: header === 0 ? 1 : 2, header, data };
}

function ccnet(payload: string): object {
  return { address: 3, name: '', payload };
}

function id003(code: number, data: string): object {
  return { code, name: '', data };
}

function ebds(type: number, data: string): object {
  return { type, name: '', device: 0, toggle: 0, data };
}

const HOST = 'host';
const DEVICE = 'device';

const PLANTED: readonly (readonly [string, string, readonly Said[]])[] = [
  ['the generator', 'ssp', [[HOST, ssp(`4A${SECRET}`)]]],
  ['the modulus', 'ssp', [[HOST, ssp(`4B${SECRET}`)]]],
  ['the host’s half of a key', 'ssp', [[HOST, ssp(`4C${SECRET}`)]]],
  ['a new fixed key', 'ssp', [[HOST, ssp(`60${SECRET}`)]]],
  ['what is encrypted', 'ssp', [[HOST, ssp(`7E${SECRET}`)]]],
  [
    'an encrypted answer',
    'ssp',
    [
      [HOST, ssp('07')],
      [DEVICE, ssp(`7E${SECRET}`)],
    ],
  ],
  [
    'the unit’s half of a key',
    'ssp',
    [
      [HOST, ssp(`4C${'00'.repeat(8)}`)],
      [DEVICE, ssp(`F0${SECRET}`)],
    ],
  ],
  [
    'the same, late',
    'ssp',
    [
      [HOST, ssp(`4C${'00'.repeat(8)}`)],
      [HOST, ssp('11')],
      [HOST, ssp('11')],
      [DEVICE, ssp(`F0${SECRET}`)],
    ],
  ],
  [
    'events nobody knows',
    'ssp',
    [
      [HOST, ssp('07')],
      [DEVICE, ssp(`F0A1${SECRET}`)],
    ],
  ],
  ['an answer to nobody knows what', 'ssp', [[DEVICE, ssp(`F0${SECRET}`)]]],
  ['a PIN', 'cctalk', [[HOST, cctalk(218, SECRET)]]],
  ['a new PIN', 'cctalk', [[HOST, cctalk(219, SECRET)]]],
  ['an encryption code', 'cctalk', [[HOST, cctalk(136, SECRET)]]],
  ['what a key is made of', 'cctalk', [[HOST, cctalk(161, SECRET)]]],
  ['what a cipher has made', 'cctalk', [[HOST, cctalk(167, `${SECRET}05`)]]],
  ['the same of an accumulator', 'cctalk', [[HOST, cctalk(134, `${SECRET}0500`)]]],
  ['a PIN under the other checksum', 'cctalk-crc', [[HOST, crc(218, SECRET)]]],
  ...[160, 129, 77].map(
    (header) =>
      [
        `the answer to ${header}`,
        'cctalk',
        [
          [HOST, cctalk(header, '')],
          [HOST, cctalk(254, '')],
          [DEVICE, cctalk(0, SECRET)],
        ],
      ] as const,
  ),
  [
    'the code of a ticket',
    'ccnet',
    [
      [HOST, ccnet('3A')],
      [DEVICE, ccnet(SECRET)],
    ],
  ],
  ['the code of a ticket in escrow', 'id003', [[DEVICE, id003(0x13, `6F${SECRET}`)]]],
  ['what no code is known for', 'id003', [[DEVICE, id003(0xf4, SECRET)]]],
  ['a note’s serial number', 'ebds', [[DEVICE, ebds(7, `02${SECRET}`)]]],
];

it.each(PLANTED)('%s (%s) stays at the till', async (_, protocol, frames) => {
  const driver = protocol.replace('-crc', '');
  const text = await fileOf(protocol, frames, driver);
  const rows = rowsOf(text);
  expect(rows).toHaveLength(frames.length);
  expect(text).toContain(`# protocol ${protocol}\n`);
  for (let at = 0; at + 4 <= SECRET.length; at += 2) {
    expect(rows.join(' ')).not.toContain(SECRET.slice(at, at + 4));
  }
});

it('an order to pay out keeps how many, and a harmless answer all of it', async () => {
  const rows = rowsOf(
    await fileOf('cctalk', [
      [HOST, cctalk(167, 'AABBCC05')],
      [HOST, cctalk(184, '02')],
      [DEVICE, cctalk(0, '455532303041')],
    ]),
  );
  expect(rows[0]).toContain('A700000005');
  expect(rows[2]).toContain('455532303041');
});

describe('where the beginning is gone', () => {
  it('the first answers could be to what was asked before it', async () => {
    const frames: readonly Said[] = [
      [HOST, cctalk(160, '')],
      [HOST, cctalk(254, '')],
      [DEVICE, cctalk(0, SECRET)],
      ...Array.from({ length: FRAMES_MAX - 2 }, (): Said => [HOST, cctalk(254, '')]),
    ];
    const [, answer = ''] = rowsOf(await fileOf('cctalk', frames));
    expect(answer).toMatch(/^01080200/);
    expect(answer).not.toContain(SECRET);
  });

  it('no more is kept than the limits allow', () => {
    const recent = new RecentFrames();
    const hex = '00'.repeat(500);
    for (let nth = 0; nth < FRAMES_MAX; nth += 1) {
      recent.hear({ kind: 'frame-sent', atMs: nth, port: 'port', hex });
      recent.hear({ kind: 'link-up', atMs: nth, port: 'port', detail: '' });
    }
    const { lines, isCut } = recent.of('port');
    expect(lines).toHaveLength(Math.floor(FRAMES_MAX_BYTES / hex.length));
    expect([isCut, lines.at(-1)?.atMs]).toEqual([true, FRAMES_MAX - 1]);
  });
});

describe('a port of which nobody may be shown anything', () => {
  it.each(['cashdro', 'hid-pos', 'lcus', 'none', 'constructor'])(
    '%s has no file',
    async (driver) => {
      const recent = new RecentFrames();
      recent.hear({ kind: 'frame-sent', atMs: 1, port: 'port', hex: SECRET });
      const source = { recent: (port: string) => recent.of(port), descriptor: () => undefined };
      expect(await traceFiles([portOf(driver)], source)).toEqual([]);
    },
  );
});

it('bytes that are no frame are counted and left out', async () => {
  const recent = new RecentFrames();
  recent.hear({ kind: 'frame-sent', atMs: 1, port: 'port', hex: SECRET });
  const source = { recent: (port: string) => recent.of(port), descriptor: () => undefined };
  const [file] = await traceFiles([portOf('ssp')], source);
  expect(file?.[0]).toBe('trace-port.tsv');
  expect(file?.[1]).toContain('# unread 1\n');
  expect(rowsOf(file?.[1] ?? '')).toEqual([]);
});
