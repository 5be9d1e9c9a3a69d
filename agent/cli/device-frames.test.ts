import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs } from '../../hardware/codecs.ts';
import { UsageError } from './command.ts';
import { decodeFrame, encodeFrame, printSchema } from './device-frames.ts';

function run(action: typeof decodeFrame, ...argv: readonly string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = action(argv, { stdout, stderr });
  return { code, stdout: said(stdout), stderr: said(stderr) };
}

function said(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

describe('what is no frame', () => {
  it.each([
    ['02 00 01 FE FE', 'checksum'],
    ['02 00 01 FE', 'too short'],
    ['02 00 01 FE FF 00', 'too long'],
    ['02 00 0', 'not hexadecimal'],
    ['zz', 'not hexadecimal'],
    [' ', 'not hexadecimal'],
  ])('%j is refused with exit code 1', (hex, why) => {
    const { code, stdout, stderr } = run(decodeFrame, 'cctalk', hex);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(why);
  });

  it.each([
    ['{', 'not JSON'],
    ['{}', 'destination'],
    ['[]', 'expected object'],
    ['{"destination":2,"source":1,"header":254,"headerName":"nak","data":""}', 'headerName'],
  ])('%j is refused with exit code 1', (json, why) => {
    const { code, stdout, stderr } = run(encodeFrame, 'cctalk', json);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(why);
  });

  it.each([[['toaster', '00']], [[]], [['cctalk']], [['cctalk', '02', '--from', 'nobody']]])(
    '%j is a wrong call',
    (argv) => {
      expect(() => run(decodeFrame, ...argv)).toThrow(UsageError);
    },
  );
});

/** Whole frames, frames with bytes changed or missing, and bytes of no kind at all. */
const GOOD = [
  '02 00 01 FE FF',
  '28 00 91 FE B3',
  '02 03 06 33 DA 81',
  'FC 05 11 27 56',
  '02 08 60 00 00 06 03 6E',
  '7F 80 01 11 65 82',
].map((hex) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
const spoiled = fc
  .tuple(fc.constantFrom(...GOOD), fc.nat(7), fc.nat(255), fc.nat(8))
  .map(([frame, at, byte, size]) => {
    const changed = frame.slice();
    if (at < changed.length) changed[at] = byte;
    return changed.slice(0, Math.max(1, size));
  });
const bytes = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }), spoiled);
const source = fc.constantFrom('host', 'device');

describe.each(codecs)('$protocol on the command line', ({ protocol }) => {
  it('answers any bytes with a frame, or with exit code 1 and one line of reason', () =>
    fc.assert(
      fc.property(bytes, source, (any, from) => {
        const hex = Buffer.from(any).toString('hex');
        const { code, stdout, stderr } = run(decodeFrame, protocol, hex, '--from', from);
        const isRefused = code === 1 && stdout === '' && /^[^\n]+\n$/.test(stderr);
        expect(isRefused || isWritten(stdout, hex, from)).toBe(true);
      }),
      { numRuns: 500 },
    ));

  const isWritten = (json: string, hex: string, from: string): boolean => {
    const again = run(encodeFrame, protocol, json, '--from', from);
    return again.stdout.replaceAll(' ', '') === `${hex.toUpperCase()}\n`;
  };

  it('answers any text with exit code 1 or a frame, and never throws', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), source, (text, from) => {
        const isHex = /^(?:\s*[0-9A-Fa-f]){2,}\s*$/.test(text);
        fc.pre(!text.startsWith('-') && !isHex);
        expect(run(decodeFrame, protocol, text, '--from', from).code).toBe(1);
        expect(run(encodeFrame, protocol, text, '--from', from).code).toBe(1);
      }),
    ));

  it('answers any JSON with bytes, or with exit code 1 and a reason', () => {
    const hex = fc.uint8Array({ maxLength: 300 }).map((any) => Buffer.from(any).toString('hex'));
    const value = fc.oneof(
      fc.nat(300),
      hex,
      hex.map((text) => text.toUpperCase()),
      fc.boolean(),
    );
    const keys =
      'address code data destination device header name payload sequence source toggle type'
        .split(' ')
        .concat('isEncrypted');
    const any = fc.oneof(fc.json(), fc.dictionary(fc.constantFrom(...keys), value).map(toText));
    const frames = GOOD.flatMap((frame) => {
      const { code, stdout } = run(decodeFrame, protocol, Buffer.from(frame).toString('hex'));
      return code === 0 ? [stdout] : [];
    });
    const changed = fc
      .tuple(fc.constantFrom('{}', ...frames), fc.constantFrom(...keys), value)
      .map(([frame, key, other]) => toText({ ...JSON.parse(frame), [key]: other }));
    fc.assert(
      fc.property(fc.oneof(any, changed), source, (text, from) => {
        fc.pre(!text.startsWith('-'));
        const { code, stdout, stderr } = run(encodeFrame, protocol, text, '--from', from);
        expect(code === 0 ? stdout : stderr).not.toBe('');
        expect(code === 0 ? stderr : stdout).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

const toText = (value: object): string => JSON.stringify(value);

describe('frames on the command line', () => {
  it.each([[['020001FEFF']], [['02', '00', '01', 'fe', 'ff']], [['02 00', '01FE ff']]])(
    'are read in any grouping: %j',
    (hex) => {
      const { code, stdout } = run(decodeFrame, 'cctalk', ...hex);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ header: 254, headerName: 'simple-poll' });
    },
  );

  it('are written in upper case, and the same again', () => {
    const { stdout } = run(decodeFrame, 'cctalk', '28 02 01 9C 45 55 9F');
    expect(run(encodeFrame, 'cctalk', stdout)).toEqual({
      code: 0,
      stdout: '28 02 01 9C 45 55 9F\n',
      stderr: '',
    });
  });

  it('have a published schema in every protocol', () => {
    for (const { protocol } of codecs) {
      const { code, stdout } = run(printSchema, protocol);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema') });
    }
  });
});
