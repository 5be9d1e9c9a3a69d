import type { SimEvent } from './sim-device.ts';
import { CoinTally, countCoins, type NoteTruth } from './sim-truth.ts';
import type { SimValidator } from './sim-validator.ts';

/** Keeps count of what has happened to the notes of a validator. */
export class NoteTally {
  readonly #inserted = new CoinTally();
  readonly #returned = new CoinTally();
  readonly #emptied = new CoinTally();
  readonly #removed = new CoinTally();
  readonly #credited = new CoinTally();
  readonly #swallowed = new CoinTally();

  record(event: NoteEvent): void {
    switch (event.event) {
      case 'note-inserted':
        return this.#inserted.add(event.valueMinor);
      case 'note-returned':
        return this.#returned.add(event.valueMinor);
      case 'note-removed':
        return this.#removed.add(event.valueMinor);
      case 'note-stacked':
        return this.#credited.add(event.valueMinor);
      case 'note-swallowed':
        return this.#swallowed.add(event.valueMinor);
      case 'note-escrowed':
        return undefined;
    }
  }

  empty(valuesMinor: readonly number[]): void {
    for (const valueMinor of valuesMinor) this.#emptied.add(valueMinor);
  }

  truth({ path, stacker }: SimValidator): NoteTruth {
    return {
      inserted: this.#inserted.counts,
      path: countCoins(path),
      stacker: countCoins(stacker),
      returned: this.#returned.counts,
      emptied: this.#emptied.counts,
      removed: this.#removed.counts,
      credited: this.#credited.counts,
      swallowed: this.#swallowed.counts,
    };
  }
}

type NoteEvent = Extract<SimEvent, { readonly event: `note-${string}` }>;
