/** How Node is started for programs that run all the time. `scripts/tillwarden` says the same. */

export const NODE_FLAGS = [
  // An agent makes little garbage, so its young generation may be small.
  '--max-semi-space-size=1',
  // What its start leaves behind it collects itself.
  '--expose-gc',
  // The last of Node's compilers gains a till nothing, and takes five megabytes by being used.
  '--no-turbofan',
] as const;

/** One heap of the C library in place of one a thread: hardly any thread asks it for anything. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' } as const;
