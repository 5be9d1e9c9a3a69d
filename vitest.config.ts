import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** One project per need: what runs anywhere in seconds, and what wants ttys, processes or a browser. */
const TTY = ['**/*.tty.test.ts', 'test/integration/**/*.test.ts'];
const BROWSER = ['test/e2e/**/*.test.ts'];
const WORLD = ['test/world/**/*.test.ts'];
/** Those that put something in a module's place, and so want a process to themselves. */
const MOCKING = [
  'sync/hub/contracts/examples-both-ends.test.ts',
  'sync/hub/contracts/send-changes-load.test.ts',
];
const OUTSIDE = ['node_modules/**', 'dist/**', 'var/**'];

// The workers, and each process that a test starts, find their sources stripped and compiled.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'var/compile-cache');

export default defineConfig({
  test: {
    // Two more than the cores: the longest files mostly wait for coins to fall.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['agent', 'hardware', 'sync', 'test'].map((room) => `${room}/**/*.test.ts`),
          exclude: [...OUTSIDE, ...TTY, ...BROWSER, ...WORLD, ...MOCKING],
          // A process for each of hundreds of files would cost as much as all that they do.
          isolate: false,
          setupFiles: ['test/support/fresh-registry.ts'],
          // Far above what any takes by itself: a busy computer is no reason to fail.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'mocking',
          include: MOCKING,
          exclude: OUTSIDE,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'world',
          include: WORLD,
          exclude: OUTSIDE,
          testTimeout: 240_000,
          // Node's own loader: calls between modules cost a quarter less, and here is nothing to mock.
          experimental: { viteModuleRunner: false },
        },
      },
      {
        test: {
          name: 'tty',
          include: TTY,
          exclude: OUTSIDE,
          globalSetup: 'test/support/whole-programs.ts',
          testTimeout: 480_000,
          hookTimeout: 60_000,
          maxConcurrency: 5,
        },
      },
      {
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: OUTSIDE,
          globalSetup: ['test/support/whole-programs.ts', 'test/support/built-pages.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
