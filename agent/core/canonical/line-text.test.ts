import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { lineText } from './line-text.ts';

it('is the canonical JSON of the whole line', () => {
  const body = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string()));
  const place = fc.record({ seq: fc.nat(), atMs: fc.maxSafeInteger(), prevHash: fc.string() });
  fc.assert(
    fc.property(fc.string(), body, place, (kind, content, at) => {
      const whole = canonicalJson({ kind, body: content, ...at });
      expect(lineText(kind, canonicalJson(content), at)).toBe(whole);
    }),
  );
});
