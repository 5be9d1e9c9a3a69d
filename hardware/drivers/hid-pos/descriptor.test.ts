/** Bytes from outside: whatever a descriptor or a report holds, it is read within bounds or refused. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDescriptor, type HidField } from './descriptor.ts';
import { bytesOfUsage, choiceOf, readReport, usageOf, valueOf } from './report.ts';
import { readWeight } from './scale.ts';
import { readScanPart } from './scan.ts';
import { SimScale, SimScanner } from './sim.ts';
import { readSwipe } from './swipe.ts';

const SHORT_ITEMS = [
  0x04, 0x14, 0x24, 0x74, 0x84, 0x94, 0xa4, 0xb4, 0x08, 0x18, 0x28, 0x80, 0xa0, 0xc0,
];

/** Bytes that look like a descriptor: whole items with any data. */
const items = fc
  .array(
    fc.record({
      tag: fc.constantFrom(...SHORT_ITEMS),
      size: fc.constantFrom(0, 1, 2, 3),
      data: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    }),
    { maxLength: 200 },
  )
  .map((all) =>
    Uint8Array.from(
      all.flatMap(({ tag, size, data }) => [tag | size, ...data.slice(0, size === 3 ? 4 : size)]),
    ),
  );

function fieldsOf(bytes: Uint8Array): readonly HidField[] {
  const parsed = parseDescriptor(bytes);
  return parsed.kind === 'parsed' ? parsed.fields : [];
}

describe('a report descriptor', () => {
  it('is parsed within bounds, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 6_000 }), items), (bytes) => {
        const parsed = parseDescriptor(bytes);
        if (parsed.kind === 'bad') return parsed.reason.length > 0;
        return (
          parsed.fields.length <= 512 && parsed.fields.every(({ usages }) => usages.length <= 256)
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets any report be read, whatever both hold', () => {
    fc.assert(
      fc.property(items, fc.uint8Array({ maxLength: 400 }), (bytes, raw) => {
        const fields = fieldsOf(bytes);
        const report = readReport(raw, fields);
        if (report === undefined) return;
        readWeight(report, fields);
        readScanPart(report, fields);
        readSwipe(report, fields);
        for (const usage of fields.flatMap(({ usages }) => usages)) {
          valueOf(report, fields, usage);
          bytesOfUsage(report, fields, usage);
          choiceOf(report, fields, { first: usage, last: usage });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an item that is cut off', [0x26, 0xff]],
    ['a long item that is cut off', [0xfe, 0x20, 0x00]],
    ['a collection that is never closed', [0xa1, 0x01]],
    ['one that was never opened', [0xc0]],
    ['a pop of nothing', [0xb4]],
    ['the report id 0', [0x85, 0x00]],
    ['fields too wide', [0x75, 0x40]],
    ['a report of gigabytes', [0x75, 0x20, 0x97, 0xff, 0xff, 0xff, 0x7f, 0x81, 0x02]],
    ['usages without end', [0x1a, 0x00, 0x00, 0x2a, 0xff, 0xff]],
    ['usages that end before they begin', [0x19, 0x05, 0x29, 0x02]],
    ['collections without end', Array.from({ length: 64 }, () => [0xa1, 0x01]).flat()],
    ['pushes without end', Array.from({ length: 64 }, () => 0xa4)],
  ])('is refused for %s', (_, bytes) => {
    expect(parseDescriptor(Uint8Array.from(bytes))).toMatchObject({ kind: 'bad' });
  });

  it('passes over a long item', () => {
    const bytes = Uint8Array.of(0xfe, 2, 0x10, 0xaa, 0xbb, 0x05, 0x8d);
    expect(parseDescriptor(bytes)).toEqual({ kind: 'parsed', fields: [] });
  });

  it('keeps each report and each direction apart', () => {
    const bytes = [0x75, 8, 0x95, 1, 0x85, 1, 0x81, 2, 0x91, 2, 0x81, 2, 0x85, 2, 0x81, 2];
    const placed = fieldsOf(Uint8Array.from(bytes)).map(
      ({ report, reportId, bitOffset }) => `${report} ${reportId} ${bitOffset}`,
    );
    expect(placed).toEqual(['input 1 0', 'output 1 0', 'input 1 8', 'input 2 0']);
  });

  it('restores what was pushed, and takes a usage with its own page', () => {
    const bytes = Uint8Array.from(
      [0x05, 0x8d, 0x75, 8, 0x95, 1, 0xa4, 0x05, 0x01, 0x75, 16, 0xb4].concat([
        0x0b, 0x34, 0x12, 0x66, 0xff, 0x09, 0x40, 0x95, 2, 0x81, 2,
      ]),
    );
    expect(fieldsOf(bytes)).toMatchObject([
      { bitSize: 8, usages: [usageOf(0xff66, 0x1234), usageOf(0x8d, 0x40)] },
    ]);
  });

  it('says what a scale and a scanner send', () => {
    const scale = fieldsOf(new SimScale().descriptor ?? new Uint8Array());
    expect(scale.map(({ bitOffset, isArray }) => [bitOffset, isArray])).toEqual([
      [0, true],
      [8, true],
      [16, false],
      [24, false],
    ]);
    const scanner = fieldsOf(new SimScanner().descriptor ?? new Uint8Array());
    expect(scanner.at(-2)).toMatchObject({ bitOffset: 8 * 62, bitSize: 1 });
  });
});
