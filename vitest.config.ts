import { defineConfig } from 'vitest/config';

/** Tests that hold what threads and processes do against the clock: one file at a time, with the machine to themselves. */
const IN_REAL_TIME = [
  'test/live/**/*.test.ts',
  'test/contract/**/*.test.ts',
  'test/observed/ground-truth.test.ts',
  'test/cli/live*.test.ts',
  'test/cli/output.test.ts',
  'test/cli/watch.test.ts',
];

const each = {
  // No test waits for ever, and none fails because the machine is busy: this is where a test is given up, not how fast it should be.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  teardownTimeout: 20_000,
  setupFiles: ['test/watchdog.ts'],
  // A runner of CI asks for colours (FORCE_COLOR), a developer's terminal has some: what is printed is compared without them, unless a test asks for them itself.
  env: { NO_COLOR: '1' },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...each,
          name: 'side by side',
          include: ['test/**/*.test.ts'],
          exclude: IN_REAL_TIME,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...each, name: 'in real time', include: IN_REAL_TIME, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
