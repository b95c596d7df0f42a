import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/support/closing-line-reporter.ts';

/** Kill programs that are connected to fakes: what such a program leaves behind knocks at their ports until its process ends. */
const connected = [
  'test/bot/*program.test.ts',
  'test/bot/both-wires.test.ts',
  'test/dingtalk/**/*.test.ts',
  'test/wecom/**/*.test.ts',
];
/** Kill processes: they take minutes. */
const crash = ['test/crash/**/*.test.ts'];
/** Drive a browser, which wants the machine for itself. */
const browser = ['test/browser/**/*.test.ts'];
const quick = { testTimeout: 30_000, sequence: { groupOrder: 0 } };
const slow = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    globalSetup: 'test/support/mariadb.ts',
    setupFiles: ['test/support/draws.ts'],
    reporters: ['default', new ClosingLineReporter()],
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Another program may have the machine: a condition that holds ends the wait at once.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      // No module keeps a state: files share what they import, which often takes longer to load than the tests to run.
      {
        extends: true,
        test: {
          ...quick,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...connected, ...crash, ...browser],
          isolate: false,
        },
      },
      { extends: true, test: { ...quick, name: 'connected', include: connected } },
      // After the others, which would take the machine from them.
      { extends: true, test: { ...slow, name: 'crash', include: crash, sequence: { groupOrder: 1 } } },
      { extends: true, test: { ...slow, name: 'browser', include: browser, sequence: { groupOrder: 2 } } },
    ],
  },
});
