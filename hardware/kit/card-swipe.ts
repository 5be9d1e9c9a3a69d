export interface CardTrack {
  readonly track: '1' | '2' | '3' | 'jis';
  /** As the reader tells it, its sentinels among it. */
  readonly text: string;
}

/**
 * The tracks of one card, to be handed over once. They can be neither printed nor turned into JSON,
 * so that no log, trace or message gets them by mistake.
 */
export class CardSwipe {
  #tracks: readonly CardTrack[] | undefined;

  constructor(tracks: readonly CardTrack[]) {
    this.#tracks = tracks;
  }

  /** The tracks, at the first call; from then on nobody has them here any more. */
  take(): readonly CardTrack[] | undefined {
    const tracks = this.#tracks;
    this.#tracks = undefined;
    return tracks;
  }
}
