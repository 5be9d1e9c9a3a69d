/** How Node is started for programs that run all the time. */

/** An agent makes little garbage, so its young generation may be small; what its start leaves it collects itself. */
export const NODE_FLAGS = ['--max-semi-space-size=1', '--expose-gc'] as const;

/** One heap of the C library in place of one a thread: hardly any thread asks it for anything. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' } as const;
