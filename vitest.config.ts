import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/support/closing-line-reporter.ts';

/** Files that drive a browser or kill processes: they take minutes, and want the machine's two cores for themselves. */
const slow = ['test/browser/**/*.test.ts', 'test/crash/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'test/support/mariadb.ts',
    reporters: ['default', new ClosingLineReporter()],
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: slow,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
