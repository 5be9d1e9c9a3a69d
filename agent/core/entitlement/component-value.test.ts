import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentValue } from './component-value.ts';

describe('what a part says of itself', () => {
  it.each([
    '',
    ' \n',
    '-',
    '---',
    'None',
    'To be filled by O.E.M.',
    'TO BE FILLED BY O.E.M.\n',
    'Default string',
    'Not Specified',
    'N/A',
    '0',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '00:00:00:00:00:00',
    '11111111',
    '0123456789',
    'System Serial Number',
    '03000200-0400-0500-0006-000700080009',
  ])('does not count: %j', (text) => {
    expect(componentValue(text)).toBeUndefined();
  });

  it('is the same however it is spaced, ended and spelt', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-F0-9]{8}-[A-F0-9]{4}$/), (text) => {
        const value = componentValue(text);
        for (const same of [`${text}\n`, `  ${text} \0`, text.toLowerCase()]) {
          expect(componentValue(same)).toBe(value);
        }
      }),
    );
  });

  it('is never a text without two different signs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = componentValue(text);
        if (value === undefined) return;
        expect(new Set(value.replaceAll(/[^a-z0-9]/g, '')).size).toBeGreaterThan(1);
      }),
    );
  });
});
