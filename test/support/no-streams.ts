import type { SupportStreams } from '../../agent/support/support-streams.ts';

const NOTHING = { bytesIn: 0, bytesOut: 0 } as const;

/** A till that shows nothing to anybody, and says so. */
export function noStreams(): SupportStreams {
  return {
    open: async () => 'screen-unavailable',
    close: async () => undefined,
    control: () => undefined,
    counters: () => NOTHING,
    startExternal: async () => 'not-started',
    [Symbol.asyncDispose]: async () => undefined,
  };
}
