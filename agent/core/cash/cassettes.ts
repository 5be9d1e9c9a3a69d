import type { LineDraft } from '../journal-line.ts';

/** The cassettes that are out of the machine, and how many have ever left it. */
export interface Cassettes {
  readonly lastNumber: number;
  /** The number under which it left, by place. */
  readonly out: Readonly<Record<string, number>>;
}

export const NO_CASSETTES: Cassettes = { lastNumber: 0, out: {} };

/** Where the cassettes are after a line. */
export function applyToCassettes(cassettes: Cassettes, line: LineDraft): Cassettes {
  switch (line.kind) {
    case 'cassette-removed': {
      const { place, number } = line.body;
      return { lastNumber: number, out: { ...cassettes.out, [place]: number } };
    }
    case 'cassette-replaced': {
      const { [line.body.place]: _, ...out } = cassettes.out;
      return { ...cassettes, out };
    }
    default:
      return cassettes;
  }
}
