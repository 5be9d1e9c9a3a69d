/** What a book is: the one shape of its entries, whom they concern, and who may read and write them. */
import type { z } from 'zod';
import type { Action } from '../users/roles.ts';
import type { Column } from './columns.ts';
import { fieldFaults, type FieldFault } from './field-fault.ts';

export type BookName =
  | 'parties'
  | 'edges'
  | 'contracts'
  | 'prices'
  | 'closures'
  | 'purchases'
  | 'cases'
  | 'distributors'
  | 'customers'
  | 'schedules';

export interface Book<Body> {
  readonly name: BookName;
  readonly schema: z.ZodType<Body>;
  /** The entry's name, where the body says it; without it the name is free, and is the code. */
  readonly keyOf?: (body: Body) => string;
  /** Parties all of which somebody must see in order to see the entry; none: everybody does. */
  readonly concerns: (body: Body, entry: string) => readonly string[];
  readonly columns: readonly Column[];
  readonly read: Action;
  readonly write: Action;
}

/** A book among others, which takes whatever fits its own schema. */
export interface AnyBook extends Pick<Book<unknown>, 'name' | 'columns' | 'read' | 'write'> {
  /** Its bodies say the names of their entries. */
  readonly namesItself: boolean;
  readonly parse: (value: unknown, entry: string) => ParsedBody;
}

export type ParsedBody =
  | {
      readonly kind: 'good';
      readonly body: unknown;
      readonly key: string | undefined;
      readonly concerns: readonly string[];
    }
  | { readonly kind: 'bad'; readonly faults: readonly FieldFault[] };

/** The book with its body's type closed in. */
export function anyBook<Body>({ schema, keyOf, concerns, ...book }: Book<Body>): AnyBook {
  return {
    ...book,
    namesItself: keyOf !== undefined,
    parse(value, entry) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) return { kind: 'bad', faults: fieldFaults(parsed.error) };
      const body = parsed.data;
      return { kind: 'good', body, key: keyOf?.(body), concerns: concerns(body, entry) };
    },
  };
}
