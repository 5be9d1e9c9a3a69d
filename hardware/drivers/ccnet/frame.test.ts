import { describe, expect, it } from 'vitest';
import { tracesOf } from '../../../test/contract/bill-traces.ts';
import { ccnetCodec } from './codec.ts';
import { decodeFrame, decoderFor, encodeFrame } from './frame.ts';

function nameFrom(hex: string, from: 'host' | 'device'): string {
  const decoded = ccnetCodec.decode(Buffer.from(hex, 'hex'), from);
  return decoded.kind === 'frame' ? decoded.frame.name : decoded.kind;
}

describe('CCNET frames', () => {
  it.each([
    ['', 'need-more'],
    ['0203', 'need-more'],
    ['03', 'bad'],
    ['0200', 'bad'],
    ['020300', 'bad'],
    ['020305', 'bad'],
    ['02030633da80', 'bad'],
  ])('sees what %s is', (hex, kind) => {
    expect(decodeFrame(Buffer.from(hex, 'hex')).kind).toBe(kind);
  });

  it('sees through a frame for another address at its second byte', () => {
    expect(decoderFor(3)(Uint8Array.of(0x02, 0x01))).toMatchObject({ reason: 'other-address' });
  });

  it('refuses to write what no frame can hold', () => {
    expect(() => encodeFrame({ address: 3, payload: new Uint8Array(0) })).toThrow(RangeError);
    expect(() => encodeFrame({ address: 3, payload: new Uint8Array(251) })).toThrow(RangeError);
  });

  it('names the same bytes by who has sent them', () => {
    expect(nameFrom('0203063041b3', 'host')).toBe('RESET');
    expect(nameFrom('0203063041b3', 'device')).toBe('ILLEGAL COMMAND');
    expect(nameFrom('020306414fd1', 'host')).toBe('GET BILL TABLE');
    expect(nameFrom('020306414fd1', 'device')).toBe('CASSETTE FULL');
  });

  it('names every published frame, most of them as they were published', () => {
    const frames = tracesOf('ccnet').map(({ name, from, bytes }) => {
      const named = nameFrom(Buffer.from(bytes).toString('hex'), from[0] ?? 'host');
      return { name, named };
    });
    expect(frames.filter(({ named }) => named === '' || named === 'bad')).toEqual([]);
    const same = frames.filter(({ name, named }) => firstWord(name) === firstWord(named));
    expect(same.length).toBeGreaterThan(20);
  });
});

function firstWord(text: string): string {
  return text.split(/[ :]/)[0] ?? '';
}
