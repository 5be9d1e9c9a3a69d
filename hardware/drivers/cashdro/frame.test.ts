/** What the web service answers, as published, and any other text: a value or a reason, never an exception. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountParameters,
  readAnswer,
  readLevels,
  readOperation,
  readOperations,
  readStarted,
} from './frame.ts';
import { jobReportOf, levelsOf } from './reports.ts';

interface Trace {
  readonly what: string;
  readonly text: string;
  readonly started?: string;
  readonly code?: number;
  readonly report?: object;
}

const traces = JSON.parse(
  readFileSync(join(import.meta.dirname, 'traces/answers.json'), 'utf8'),
) as readonly Trace[];

function bodyOf(text: string): unknown {
  const answer = readAnswer(text);
  return answer.kind === 'answer' ? answer.body : undefined;
}

describe('answers as published', () => {
  it.each(traces)('$what', ({ text, code = 1 }) => {
    expect(readAnswer(text)).toMatchObject({ kind: 'answer', code });
  });

  it.each(traces.filter(({ started }) => started !== undefined))('$what', ({ text, started }) => {
    expect(readStarted(bodyOf(text))).toBe(started);
  });

  it.each(traces.filter(({ report }) => report !== undefined))('$what', ({ text, report }) => {
    const operation = readOperation(bodyOf(text));
    expect(operation && jobReportOf('cashdro', operation)).toEqual(report);
  });
});

describe('what must be there', () => {
  const operation = { operationid: '7', state: 'F', totalin: '200', totalout: '-50' };

  it.each([
    ['no number', { ...operation, operationid: undefined }],
    ['no state', { ...operation, state: undefined }],
    ['no total in', { ...operation, totalin: undefined }],
    ['a total that is no whole number', { ...operation, totalin: '2.00' }],
    ['a total beyond all cash', { ...operation, totalin: '99999999999' }],
  ])('an operation with %s is not read', (_, broken) => {
    expect(readOperation({ operation: broken })).toBeUndefined();
    expect(readOperation({ operation })).toBeDefined();
  });

  it('a piece without a value spoils the whole answer: it must not count as nothing', () => {
    const devices = [{ pieces: [{ unitsinrecycler: '1' }] }];
    expect(readOperation({ operation, devices })).toBeUndefined();
  });
});

describe('lists', () => {
  it('one alone is a list of one, nothing an empty one', () => {
    expect(readOperations({ errormessage: 'none', operations: [] })).toEqual([]);
    expect(readOperations('')).toEqual([]);
    expect(readOperations({ errormessage: 'none' })).toEqual([]);
    const one = { operation: { operationid: '7', aliasid: 'a' } };
    expect(readOperations(one)).toEqual([{ machineId: '7', alias: 'a' }]);
    expect(readOperations([{ logid: 7 }])).toEqual([{ machineId: '7', alias: undefined }]);
  });

  it('levels leave out other currencies and what is not there', () => {
    const levels = readLevels([
      { value: '50', currencyid: 'EUR', levelrecycler: '3', levelcasete: '0' },
      { value: 100, currencyid: 'USD', levelrecycler: 9 },
    ]);
    expect(levelsOf({ device: 'd', currency: 'EUR' }, levels ?? [])).toEqual([
      { place: 'd/recycler', valueMinor: 50, count: 3 },
    ]);
  });
});

it('amounts are cents in a text', () => {
  expect(amountParameters(1_825)).toBe('{"amount":"1825"}');
  expect(amountParameters(undefined)).toBe('{}');
});

describe('any text and any JSON', () => {
  it('is an answer or a reason', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((inner) => answerWith(inner)),
    );
    fc.assert(
      fc.property(text, (given) => {
        const answer = readAnswer(given);
        if (answer.kind === 'bad') return;
        readStarted(answer.body);
        readOperation(answer.body);
        readOperations(answer.body);
        readLevels(answer.body);
      }),
    );
  });

  it('nested too deep is no answer', () => {
    expect(readAnswer(`${'['.repeat(5_000)}${']'.repeat(5_000)}`).kind).toBe('bad');
  });
});

function answerWith(inner: string): string {
  return JSON.stringify({ code: 1, data: inner });
}
