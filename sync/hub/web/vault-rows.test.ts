import { expect, test } from 'vitest';
import { fieldsOfRows } from './vault-rows.ts';

function rows(...pairs: readonly (readonly [name: string, value: string])[]) {
  return pairs.map(([name, value], id) => ({ id, name, value }));
}

test('rows without a value are left out, and a value keeps its spaces and lines', () => {
  const filled = rows(['Address', ''], [' User ', ' ada'], ['Key', 'one\ntwo\n'], ['', '']);
  const fields = { User: ' ada', Key: 'one\ntwo\n' };
  expect(fieldsOfRows(filled)).toEqual({ kind: 'fields', fields });
});

test('a value may be as long as the hub takes it', () => {
  expect(fieldsOfRows(rows(['Key', 'x'.repeat(4_000)]))).toMatchObject({ kind: 'fields' });
});

test('the end of the line that a table adds is no part of a value', () => {
  expect(fieldsOfRows(rows(['Password', 'x\n']))).toMatchObject({ fields: { Password: 'x' } });
});

test.each([
  ['empty', rows(['Password', '']), 'empty'],
  ['a lone end of line', rows(['Password', '\n']), 'empty'],
  ['nothing', [], 'empty'],
  ['a value that nobody can name', rows(['  ', 'x']), 'nameless'],
  ['half a key', rows(['Key', 'x'.repeat(4_001)]), 'tooLong'],
  ['two of a name', rows(['User', 'x'], ['User ', 'y']), 'twice'],
] as const)('%s is unfit', (_, unfit, why) => {
  expect(fieldsOfRows(unfit)).toEqual({ kind: 'unfit', why });
});
