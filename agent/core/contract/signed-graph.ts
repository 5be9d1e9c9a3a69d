/** The graph as a signed document has it: signed numbers are whole, and places and areas are not. */
import type { Edge, Party, PartyGraph } from './parties.ts';

export interface SignedGraph {
  readonly parties: readonly SignedParty[];
  readonly edges: readonly Edge[];
}

interface SignedParty extends Omit<Party, 'at' | 'areaKm2' | 'phone' | 'email'> {
  readonly at?:
    | { readonly latitudeMicrodegrees: number; readonly longitudeMicrodegrees: number }
    | undefined;
  readonly areaM2?: number | undefined;
}

const MICRO = 1_000_000;

/** To the metre: closer than that, no company is nearer than another. */
export function signedGraph({ parties, edges }: PartyGraph): SignedGraph {
  return {
    edges,
    // Whom a till may call is told apart, and of nobody else how to reach them.
    parties: parties.map(({ at, areaKm2, phone: _phone, email: _email, ...party }) => ({
      ...party,
      ...(at === undefined
        ? {}
        : {
            at: {
              latitudeMicrodegrees: Math.round(at.latitude * MICRO),
              longitudeMicrodegrees: Math.round(at.longitude * MICRO),
            },
          }),
      ...(areaKm2 === undefined ? {} : { areaM2: Math.round(areaKm2 * MICRO) }),
    })),
  };
}

/** What was signed, as the engine reads it. */
export function graphOf({ parties, edges }: SignedGraph): PartyGraph {
  return {
    edges,
    parties: parties.map(({ at, areaM2, ...party }) => ({
      ...party,
      ...(at === undefined
        ? {}
        : {
            at: {
              latitude: at.latitudeMicrodegrees / MICRO,
              longitude: at.longitudeMicrodegrees / MICRO,
            },
          }),
      ...(areaM2 === undefined ? {} : { areaKm2: areaM2 / MICRO }),
    })),
  };
}
