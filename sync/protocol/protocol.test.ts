/**
 * Whatever text arrives, reading it gives a frame or says what is wrong with it; and no message
 * changes without the version, because an older end would not understand it.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { PLAN_CHARS_MAX } from '../trust/limits.ts';
import { ACTIONS } from './actions.ts';
import { commandBodies, commands } from './commands.ts';
import { callText, errorText, isFrameTooLarge, parseFrame, resultText } from './frame.ts';
import { hello } from './hello.ts';
import { jsonSchemas } from './json-schemas.ts';
import { COMMANDS_BATCH_MAX_BYTES, FRAME_MAX_BYTES, ID_MAX_CHARS } from './limits.ts';
import { HISTORY, PROTOCOL_VERSION, SUBPROTOCOL } from './version.ts';
import { readErrorDetails, WIRE_ERRORS, type WireReason } from './wire-error.ts';

const WHEN_IT_FAILS = `
A message of the wire has changed. Tills in the field speak the version before it.
If a release with this version has gone out: raise PROTOCOL_VERSION, add an entry to HISTORY that says
what changed, and keep both versions understood. If none has: put the new hash into the entry of the
current version in sync/protocol/version.ts.`;

const id = fc.string({ minLength: 1, maxLength: ID_MAX_CHARS });
const payload = fc.dictionary(fc.string(), fc.jsonValue());

/** As the other end gets it: JSON has no `undefined`, no minus zero and no prototype. */
function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('a frame', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(id, payload, (someId, some) => {
        const there = overTheWire(some);
        expect(parseFrame(callText(someId, 'Lines', some))).toEqual({
          kind: 'call',
          id: someId,
          action: 'Lines',
          payload: there,
        });
        expect(parseFrame(resultText(someId, some))).toEqual({
          kind: 'result',
          id: someId,
          payload: there,
        });
      }),
    );
  });

  it('that refuses says why in both catalogues', () => {
    fc.assert(
      fc.property(
        id,
        fc.constantFrom(...(Object.keys(WIRE_ERRORS) as WireReason[])),
        fc.nat(1_000),
        (someId, reason, retryAfterMs) => {
          const frame = parseFrame(errorText(someId, { reason, retryAfterMs }));
          expect(frame).toMatchObject({ kind: 'error', id: someId, code: WIRE_ERRORS[reason] });
          const details = frame.kind === 'error' ? frame.details : undefined;
          expect(readErrorDetails(details)).toEqual({ reason, retryAfterMs });
        },
      ),
    );
  });

  it('is never an exception, whatever the text', () => {
    const json = fc.jsonValue().map((value) => JSON.stringify(value));
    const almost = fc
      .tuple(fc.constantFrom(2, 3, 4, 5, -1, 0.5), fc.array(fc.jsonValue(), { maxLength: 5 }))
      .map(([type, rest]) => JSON.stringify([type, ...rest]));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), json, almost), (text) => {
        expect(['call', 'result', 'error', 'bad']).toContain(parseFrame(text).kind);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['', 'frame-malformed', '-1'],
    ['{}', 'frame-malformed', '-1'],
    ['[2]', 'frame-malformed', '-1'],
    ['[2,"a","Hello"]', 'frame-malformed', 'a'],
    ['[2,"a","Hello",{},1]', 'frame-malformed', 'a'],
    ['["2","a","Hello",{}]', 'frame-malformed', 'a'],
    ['[6,"a",{}]', 'message-type-unknown', 'a'],
    [`[2,"${'x'.repeat(ID_MAX_CHARS + 1)}","Hello",{}]`, 'frame-malformed', '-1'],
    ['[3,7,{}]', 'frame-malformed', undefined],
    ['[4,"a","InternalError"]', 'frame-malformed', undefined],
  ])('%s is no frame', (text, reason, answerId) => {
    expect(parseFrame(text)).toEqual({ kind: 'bad', reason, answerId });
  });

  it('is not read when it is too large', () => {
    const text = callText('a', 'Lines', 'x'.repeat(FRAME_MAX_BYTES));
    expect(parseFrame(text).kind).toBe('bad');
    expect(isFrameTooLarge(text)).toBe(true);
    expect(isFrameTooLarge('é'.repeat(FRAME_MAX_BYTES / 2))).toBe(false);
    expect(isFrameTooLarge('é'.repeat(FRAME_MAX_BYTES / 2 + 1))).toBe(true);
  });

  it('has room for the longest plan there may be, and for no longer one', () => {
    const body = { document: 'x'.repeat(PLAN_CHARS_MAX) };
    expect(commandBodies.plan.safeParse(body).success).toBe(true);
    expect(commandBodies.plan.safeParse({ document: `${body.document}x` }).success).toBe(false);
    const request = { hubEpoch: 'hub', from: 1, commands: [{ seq: 1, kind: 'plan', body }] };
    const text = callText('a', 'Commands', commands.request.parse(request));
    expect(isFrameTooLarge(text)).toBe(false);
    expect(text.length).toBeLessThan(COMMANDS_BATCH_MAX_BYTES);
  });
});

describe('error details', () => {
  it('of another program are read as far as they go', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (details) => {
        expect(readErrorDetails(details)).toBeTypeOf('object');
      }),
    );
  });
});

describe('the payloads', () => {
  it.each(ACTIONS.map((action) => [action.action, action] as const))(
    '%s refuses a field nobody knows',
    (_, { request, result }) => {
      const codes = [request, result].map((schema) => {
        const parsed = schema.safeParse({ unknown: 1 });
        return parsed.success ? [] : parsed.error.issues.map(({ code }) => code);
      });
      for (const found of codes) expect(found).toContain('unrecognized_keys');
    },
  );

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const { request, result } of ACTIONS) {
          expect(request.safeParse(value).success).toBeTypeOf('boolean');
          expect(result.safeParse(value).success).toBeTypeOf('boolean');
        }
      }),
    );
  });

  it('bound the trail of a Hello', () => {
    const { properties } = jsonSchemas().find(({ $id }) => $id === 'urn:Hello.req') as unknown as {
      properties: { journal: { properties: { trail: { maxItems: number } } } };
    };
    expect(properties.journal.properties.trail.maxItems).toBe(64);
    expect(hello.request.safeParse({}).success).toBe(false);
  });
});

describe('the protocol version', () => {
  it('stands for exactly these schemas', () => {
    const sha256Hex = createHash('sha256').update(canonicalJson(jsonSchemas())).digest('hex');
    const recorded = HISTORY.find(({ version }) => version === PROTOCOL_VERSION)?.schemasSha256Hex;
    const found = recorded === sha256Hex ? 'as recorded' : `${sha256Hex}${WHEN_IT_FAILS}`;
    expect(found).toBe('as recorded');
  });

  it('has one entry each, rising, and names the subprotocol', () => {
    expect(HISTORY.map(({ version }) => version)).toEqual(HISTORY.map((_, index) => index + 1));
    expect(HISTORY.at(-1)?.version).toBe(PROTOCOL_VERSION);
    expect(SUBPROTOCOL).toBe('tillwarden.v1');
  });
});
