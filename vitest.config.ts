import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/support/closing-line-reporter.ts';

/** Kill processes: they take minutes, and time what is left. */
const crash = ['test/crash/**/*.test.ts'];
/** Drive a browser, which wants the machine's two cores for itself. */
const browser = ['test/browser/**/*.test.ts'];
const slow = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    globalSetup: 'test/support/mariadb.ts',
    reporters: ['default', new ClosingLineReporter()],
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Another program may have the machine: a condition that holds ends the wait at once.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...crash, ...browser],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { ...slow, name: 'crash', include: crash, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: { ...slow, name: 'browser', include: browser, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
