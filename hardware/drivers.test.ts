import { expect, it } from 'vitest';
import { drivers } from './drivers.ts';

it.each(Object.entries(drivers))(
  'the family %s is loaded under its own name',
  async (name, load) => {
    expect((await load()).family).toBe(name);
  },
);
