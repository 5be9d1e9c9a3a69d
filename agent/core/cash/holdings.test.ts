import { expect, it } from 'vitest';
import { applyLine, heldAt, type Holdings } from './holdings.ts';

it.each(['constructor', '__proto__', 'toString'])(
  'nothing lies in %s until it is put there',
  (place) => {
    expect(heldAt({}, place)).toEqual([]);
    const added = [{ valueMinor: 50, count: 3 }];
    const filled: Holdings = applyLine(
      {},
      { kind: 'cash-filled', body: { place, added, client: 'pos' } },
    );
    expect(heldAt(filled, place)).toEqual(added);
    expect(heldAt(JSON.parse(JSON.stringify(filled)) as Holdings, place)).toEqual(added);
  },
);
