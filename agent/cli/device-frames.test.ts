import { PassThrough } from 'node:stream';
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
