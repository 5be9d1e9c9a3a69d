import { expect, it } from 'vitest';
import { tableText } from './table.ts';

it('columns are as wide as their widest text, and no line ends in space', () => {
  const rows = [
    ['A', 'LONGER', 'C'],
    ['a value', 'b', ''],
  ];
  expect(tableText(rows)).toBe('A        LONGER  C\na value  b\n');
  expect(tableText([])).toBe('');
});
