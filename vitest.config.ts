import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // No test waits for ever, and none fails because the machine is busy: this is where a test is given up, not how fast it should be.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    setupFiles: ['test/watchdog.ts'],
  },
});
